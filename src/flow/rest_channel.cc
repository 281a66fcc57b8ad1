#include "flow/rest_channel.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/json.h"
#include "base/secret.h"
#include "dialogue/language_choice.h"
#include "dialogue/step.h"
#include "dialogue/text_reading.h"
#include "dialogue/understand.h"
#include "flow/chat_json.h"
#include "mail/markdown.h"

namespace sportello {
namespace {

constexpr const char* kProtocolVersion = "3.6.21";
constexpr const char* kOldestProtocol = "3.5.0";
constexpr size_t kMaxSenderBytes = 200;
constexpr size_t kConversationDigits = 32;

struct RestMessage {
  std::string sender = "default";
  std::string text;
};

HttpResponse BadRest(std::string_view detail) {
  return MakeProblem(400, "invalid", "Bad Request", detail);
}

// Deep Chat sends {"messages": [{"role": "user", "text": "..."}]}.
std::optional<std::string> LastText(const Json& body) {
  const auto messages = body.find("messages");
  if (messages == body.end() || !messages->is_array() || messages->empty()) {
    return std::nullopt;
  }
  const Json& last = messages->back();
  if (!last.is_object()) return std::nullopt;
  const auto text = last.find("text");
  if (text == last.end() || !text->is_string()) return std::nullopt;
  return text->get<std::string>();
}

std::variant<RestMessage, HttpResponse> ParseRest(const HttpRequest& request) {
  if (auto refused = RefuseUnlessJson(request)) return *std::move(refused);
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok()) return BadRest(body.error().message + ".");
  if (!body->is_object()) return BadRest("Send an object with a message.");
  RestMessage message;
  const auto sender = FindString(*body, "sender");
  const auto text = FindString(*body, "message");
  if (!sender.ok()) return BadRest("'sender' must be a string.");
  if (!text.ok()) return BadRest("'message' must be a string.");
  if (sender->has_value() && !(*sender)->empty()) message.sender = **sender;
  if (message.sender.size() > kMaxSenderBytes) {
    return BadRest("'sender' may have at most 200 bytes.");
  }
  const std::optional<std::string> said =
      text->has_value() ? *text : LastText(*body);
  if (!said.has_value()) {
    return BadRest(
        "Send an object with a message: {\"sender\": \"...\", "
        "\"message\": \"...\"}.");
  }
  message.text = CleanText(*said);
  return message;
}

// Plain text that a page cannot take for markup.
std::string PlainText(const std::string& markdown) {
  std::string plain;
  for (const char c : MarkdownToPlain(markdown)) {
    if (c == '<') {
      plain += "‹";
    } else if (c == '>') {
      plain += "›";
    } else {
      plain += c;
    }
  }
  plain.erase(plain.find_last_not_of('\n') + 1);
  return plain;
}

void AppendReply(std::string& out, const std::string& sender,
                 std::string_view text, const std::vector<Button>& buttons) {
  if (out.back() != '[') out += ',';
  out += "{\"recipient_id\":";
  AppendJsonString(out, sender);
  out += ",\"text\":";
  AppendJsonString(out, text);
  if (!buttons.empty()) {
    out += ",\"buttons\":[";
    for (const Button& button : buttons) {
      if (out.back() != '[') out += ',';
      out += "{\"title\":";
      AppendJsonString(out, button.title);
      out += ",\"payload\":";
      AppendJsonString(out, button.value);
      out += '}';
    }
    out += ']';
  }
  out += '}';
}

// An agent has the conversation: clients show an error for an empty list.
std::string_view SilenceText(const std::string& language) {
  return language == "it"
             ? "Il messaggio è arrivato alla persona che ti segue: ti "
               "risponderà al più presto."
             : "Your message has reached the person who looks after you: "
               "they will answer as soon as they can.";
}

std::string WriteRestAnswer(const std::string& sender,
                            const Conversation& conversation,
                            const std::vector<Message>& replies) {
  std::string out = "[";
  for (const Message& reply : replies) {
    AppendReply(out, sender, PlainText(reply.text), reply.buttons);
  }
  if (replies.empty()) {
    AppendReply(out, sender, SilenceText(conversation.language), {});
  }
  return out + "]";
}

}  // namespace

void RestChannel::Webhook(const HttpRequest& request,
                          const std::shared_ptr<Responder>& responder) {
  auto parsed = ParseRest(request);
  if (auto* wrong = std::get_if<HttpResponse>(&parsed)) {
    responder->Send(std::move(*wrong));
    return;
  }
  auto& message = std::get<RestMessage>(parsed);
  if (CountCharacters(message.text) >
      static_cast<size_t>(chat_.max_text_characters())) {
    responder->Send(MakeProblem(413, "too-large", "Content Too Large",
                                "'message' is too long."));
    return;
  }
  ChatRequest chat;
  chat.text = std::move(message.text);
  chat.channel = "rest";
  chat.conversation = HmacHex(secret_, "rest\n" + message.sender)
                          .substr(0, kConversationDigits);
  chat.begins = true;
  chat_.Take(std::move(chat), request.remote_address, responder,
             [sender = std::move(message.sender)](
                 const Conversation& conversation, int64_t,
                 const std::vector<Message>& replies) {
               return WriteRestAnswer(sender, conversation, replies);
             });
}

HttpResponse RestVersion(const KnowledgeKeeper& keeper) {
  Json answer = {{"version", kProtocolVersion},
                 {"minimum_compatible_version", kOldestProtocol}};
  if (const auto knowledge = keeper.Current()) {
    answer["knowledge"] = knowledge->snapshot->version();
  }
  HttpResponse response;
  response.body = DumpJson(answer);
  return response;
}

HttpResponse RestChannel::Parse(const HttpRequest& request) {
  if (auto refused = RefuseUnlessJson(request)) return *std::move(refused);
  if (auto slower = chat_.RefuseAddress(request.remote_address)) {
    return *std::move(slower);
  }
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok()) return BadRest(body.error().message + ".");
  constexpr const char* kWhat =
      "Send an object with a text: {\"text\": \"...\"}.";
  if (!body->is_object()) return BadRest(kWhat);
  const auto text = FindString(*body, "text");
  if (!text.ok() || !text->has_value()) return BadRest(kWhat);
  if (CountCharacters(**text) >
      static_cast<size_t>(chat_.max_text_characters())) {
    return MakeProblem(413, "too-large", "Content Too Large",
                       "'text' is too long.");
  }
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  TurnInput input;
  input.text = CleanText(**text);
  TextReading reading(*knowledge->snapshot, input.text);
  const LanguageChoice choice =
      ChooseLanguage(*knowledge->snapshot, reading, "", "", "");
  const LanguageKnowledge& language =
      knowledge->snapshot->GetOrDefault(choice.language);
  const Understanding* const meaning = &reading.Meaning(language);
  Json answer = {{"text", **text}, {"entities", Json::array()}};
  Json ranking = Json::array();
  if (meaning->best.has_value()) {
    ranking.push_back({{"name", language.IdOf(*meaning->best)},
                       {"confidence", meaning->score}});
  }
  for (const Target& target : meaning->suggestions) {
    if (meaning->best.has_value() && target == *meaning->best) continue;
    ranking.push_back({{"name", language.IdOf(target)}, {"confidence", 0.0}});
  }
  answer["intent"] = ranking.empty()
                         ? Json{{"name", nullptr}, {"confidence", 0.0}}
                         : ranking.front();
  for (const auto& [name, value] : meaning->slots) {
    answer["entities"].push_back({{"entity", name}, {"value", value}});
  }
  answer["intent_ranking"] = std::move(ranking);
  HttpResponse response;
  response.body = DumpJson(answer);
  return response;
}

}  // namespace sportello
