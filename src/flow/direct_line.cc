#include "flow/direct_line.h"

#include <charconv>
#include <cstdio>

#include "base/id.h"
#include "base/json.h"
#include "dialogue/step.h"
#include "flow/chat_json.h"

namespace sportello {
namespace {

constexpr int64_t kTokenSeconds = 1800;
constexpr int kActivitiesAtOnce = 100;
constexpr size_t kClientDataKept = 10'000;
constexpr size_t kMaxClientData = 2000;

Json TokenOf(const std::string& conversation) {
  return {{"conversationId", conversation},
          {"token", conversation},
          {"expires_in", kTokenSeconds}};
}

HttpResponse LineAnswer(int status, const Json& body) {
  HttpResponse response;
  response.status = status;
  response.body = DumpJson(body);
  return response;
}

HttpResponse BadActivity(std::string_view detail) {
  return MakeProblem(400, "invalid", "Bad Request", detail);
}

std::string ActivityId(const std::string& conversation, int64_t seq) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%07lld", static_cast<long long>(seq));
  return conversation + "|" + digits;
}

std::string TextAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string();
}

// A button whose value is no text for people says its title when pressed.
Json ActionOf(const Button& button) {
  if (button.value == button.title) {
    return {
        {"type", "imBack"}, {"title", button.title}, {"value", button.value}};
  }
  return {{"type", "messageBack"},
          {"title", button.title},
          {"displayText", button.title},
          {"text", button.title},
          {"value", button.value}};
}

Json ActivityOf(const Conversation& conversation, const Message& message,
                const std::string& client_data) {
  const bool customer = message.from == Author::kCustomer;
  Json activity = {{"type", "message"},
                   {"id", ActivityId(conversation.id, message.seq)},
                   {"timestamp", FormatTime(message.at)},
                   {"channelId", "directline"},
                   {"conversation", {{"id", conversation.id}}},
                   {"text", message.text}};
  if (customer) {
    activity["from"] = {{"id", "user"}, {"role", "user"}};
    if (!client_data.empty()) {
      const Result<Json> data = ParseJson(client_data);
      if (data.ok()) activity.update(*data);
    }
    return activity;
  }
  const bool agent = message.from == Author::kAgent;
  activity["from"] = {{"id", agent ? "agent" : "bot"},
                      {"name", agent ? "agent" : "bot"},
                      {"role", "bot"}};
  activity["textFormat"] = "markdown";
  if (!message.buttons.empty()) {
    Json actions = Json::array();
    for (const Button& button : message.buttons) {
      actions.push_back(ActionOf(button));
    }
    activity["suggestedActions"] = {{"actions", std::move(actions)}};
  }
  return activity;
}

}  // namespace

HttpResponse DirectLine::Begin(int status) {
  return LineAnswer(status, TokenOf(NewId()));
}

HttpResponse DirectLine::Refresh(const HttpRequest& request) {
  constexpr std::string_view kBearer = "Bearer ";
  std::string_view token = request.Header("Authorization");
  if (!token.starts_with(kBearer) ||
      !IsWellFormedId(token.substr(kBearer.size()))) {
    return MakeProblem(403, "denied", "Forbidden",
                       "The token is none of ours.");
  }
  return LineAnswer(200, TokenOf(std::string(token.substr(kBearer.size()))));
}

HttpResponse DirectLine::Resume(const HttpRequest& request) const {
  const std::string id(request.Parameter("id"));
  const auto found = store_.FindConversation(id);
  if (!found.ok()) return ProblemFor(found.error());
  if (!found->has_value()) {
    return ProblemFor(NotFound("There is no conversation with this id."));
  }
  return LineAnswer(200, TokenOf(id));
}

void DirectLine::Post(const HttpRequest& request,
                      const std::shared_ptr<Responder>& responder) {
  const std::string id(request.Parameter("id"));
  if (!IsWellFormedId(id)) {
    responder->Send(BadActivity("The conversation's id is not one of ours."));
    return;
  }
  if (auto refused = RefuseUnlessJson(request)) {
    responder->Send(*std::move(refused));
    return;
  }
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok() || !body->is_object()) {
    responder->Send(BadActivity("Send an activity."));
    return;
  }
  // Events, typing: there is nothing to store.
  if (TextAt(*body, "type") != "message") {
    responder->Send(LineAnswer(200, {{"id", id + "|event"}}));
    return;
  }
  const std::string value = TextAt(*body, "value");
  ChatRequest chat;
  chat.text = CleanText(value.empty() ? TextAt(*body, "text") : value);
  if (CountCharacters(chat.text) >
      static_cast<size_t>(chat_.max_text_characters())) {
    responder->Send(
        MakeProblem(413, "too-large", "Content Too Large", "Too long."));
    return;
  }
  Json echo = Json::object();
  for (const char* key : {"channelData", "from"}) {
    if (body->contains(key)) echo[key] = body->at(key);
  }
  if (!value.empty()) echo["text"] = TextAt(*body, "text");
  std::string client_data = DumpJson(echo);
  const auto data = body->find("channelData");
  if (data != body->end() && data->is_object()) {
    const std::string client_id = TextAt(*data, "clientActivityID");
    if (client_id.size() <= 64) chat.message_id = client_id;
  }
  chat.channel = "directline";
  chat.conversation = id;
  chat.begins = true;
  chat.locale = TextAt(*body, "locale");
  chat_.Take(std::move(chat), request.remote_address, responder,
             [this, client_data = std::move(client_data)](
                 const Conversation& conversation, int64_t seq,
                 const std::vector<Message>&) {
               Keep(conversation.id, seq, client_data);
               return DumpJson({{"id", ActivityId(conversation.id, seq)}});
             });
}

HttpResponse DirectLine::List(const HttpRequest& request) {
  const std::string id(request.Parameter("id"));
  const std::string_view mark = request.Query("watermark");
  int64_t after = 0;
  const auto [end, error] =
      std::from_chars(mark.data(), mark.data() + mark.size(), after);
  const bool good = mark.empty() ||
                    (error == std::errc() && end == mark.data() + mark.size());
  if (!IsWellFormedId(id) || !good || after < 0) {
    return BadActivity("The id or the watermark is not one of ours.");
  }
  const auto found = store_.FindConversation(id);
  if (!found.ok()) return ProblemFor(found.error());
  Json activities = Json::array();
  // It is stored with its first message.
  if (found->has_value()) {
    const auto messages = store_.ListMessages(id, after, kActivitiesAtOnce);
    if (!messages.ok()) return ProblemFor(messages.error());
    for (const Message& message : *messages) {
      activities.push_back(ActivityOf(**found, message, Find(id, message.seq)));
      after = message.seq;
    }
  }
  return LineAnswer(200, {{"activities", std::move(activities)},
                          {"watermark", std::to_string(after)}});
}

void DirectLine::Keep(const std::string& conversation, int64_t seq,
                      std::string data) {
  if (data.size() > kMaxClientData) return;
  const std::scoped_lock lock(mutex_);
  if (young_.size() >= kClientDataKept) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_[{conversation, seq}] = std::move(data);
}

std::string DirectLine::Find(const std::string& conversation,
                             int64_t seq) const {
  const std::scoped_lock lock(mutex_);
  for (const ClientData* all : {&young_, &old_}) {
    const auto found = all->find({conversation, seq});
    if (found != all->end()) return found->second;
  }
  return {};
}

}  // namespace sportello
