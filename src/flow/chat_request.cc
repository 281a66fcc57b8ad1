#include "flow/chat_request.h"

#include <algorithm>
#include <cctype>
#include <optional>

#include "base/id.h"
#include "base/json.h"
#include "dialogue/step.h"
#include "flow/customer_attributes.h"
#include "handoff/contact.h"

namespace sportello {
namespace {

constexpr size_t kMaxName = 200;
constexpr size_t kMaxMessageId = 100;
constexpr size_t kMaxLocale = 35;

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9');
}

bool IsVisibleAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7f; });
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

HttpResponse Bad(std::string_view detail) {
  return MakeProblem(400, "invalid", "Bad Request", detail);
}

}  // namespace

std::optional<HttpResponse> RefuseUnlessJson(const HttpRequest& request) {
  const std::string_view type = request.Header("Content-Type");
  if (type == "application/json") return std::nullopt;  // nearly always
  const std::string lower = Lower(type);
  const size_t semicolon = std::min(lower.find(';'), lower.size());
  std::string media = lower.substr(0, semicolon);
  media.erase(std::remove(media.begin(), media.end(), ' '), media.end());
  const size_t charset = lower.find("charset=");
  const bool utf8 = charset == std::string::npos ||
                    lower.find("utf-8", charset) != std::string::npos;
  if (media == "application/json" && utf8) return std::nullopt;
  return MakeProblem(415, "unsupported-media-type", "Unsupported Media Type",
                     "Send JSON in UTF-8 with the header Content-Type: "
                     "application/json.");
}

namespace {

// Reads the strings of an object; remembers the first thing that is wrong.
class Fields {
 public:
  explicit Fields(const Json& object, std::string prefix = "")
      : object_(object), prefix_(std::move(prefix)) {}

  std::string Get(const std::string& key) {
    Result<std::optional<std::string>> found = FindString(object_, key);
    if (!found.ok()) {
      Fail("'" + prefix_ + key + "' must be a string.");
      return "";
    }
    return std::move(*found).value_or("");
  }

  void Fail(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }
  const std::string& why() const { return why_; }

 private:
  const Json& object_;
  const std::string prefix_;
  std::string why_;
};

std::string OneLine(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text;
}

// The reason why the customer is refused, or "".
std::string ReadCustomer(const Json& body, ChatRequest& chat) {
  Customer& customer = chat.customer;
  const auto it = body.find("customer");
  if (it == body.end() || it->is_null()) return "";
  if (!it->is_object()) return "'customer' must be an object.";
  Fields fields(*it, "customer.");
  customer.name = OneLine(CleanText(fields.Get("name")));
  customer.email = fields.Get("email");
  chat.customer_id = fields.Get("id");
  chat.customer_hash = fields.Get("hash");
  if (chat.customer_id.size() > kMaxName) {
    fields.Fail("'customer.id' may have at most 200 bytes.");
  }
  if (CountCharacters(customer.name) > kMaxName) {
    fields.Fail("'customer.name' may have at most 200 characters.");
  }
  if (!customer.email.empty() && !IsEmailAddress(customer.email)) {
    fields.Fail("'customer.email' is not an e-mail address.");
  }
  if (!fields.why().empty()) return fields.why();
  const auto told = it->find("attributes");
  if (told == it->end() || told->is_null()) return "";
  return ReadAttributes(*told, chat.attributes.emplace());
}

// A hint only: one that makes no sense is no hint.
std::string ReadLocale(std::string locale) {
  const bool good = locale.size() <= kMaxLocale &&
                    std::all_of(locale.begin(), locale.end(), [](char c) {
                      return IsAlphanumeric(c) || c == '-' || c == '_';
                    });
  return good ? locale : "";
}

std::string ReadFields(const Json& body, ChatRequest& chat) {
  Fields fields(body);
  chat.conversation = fields.Get("conversation");
  chat.message_id = fields.Get("message_id");
  chat.language = Lower(fields.Get("language"));
  chat.locale = ReadLocale(fields.Get("locale"));
  if (!chat.conversation.empty() && !IsWellFormedId(chat.conversation)) {
    fields.Fail("'conversation' is not an id that this service gave.");
  }
  if (chat.message_id.size() > kMaxMessageId ||
      !IsVisibleAscii(chat.message_id)) {
    fields.Fail("'message_id' may have 1 to 100 visible ASCII characters.");
  }
  if (!fields.why().empty()) return fields.why();
  return ReadCustomer(body, chat);
}

}  // namespace

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::variant<ChatRequest, HttpResponse> ParseChatRequest(
    const HttpRequest& request, int max_characters) {
  if (auto refused = RefuseUnlessJson(request)) {
    return *std::move(refused);
  }
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok() && body.error().code == Code::kUnavailable) {
    return ProblemFor(body.error());  // our fault: sent again it may pass
  }
  if (!body.ok()) return Bad(body.error().message + ".");
  if (!body->is_object() || !body->contains("message")) {
    return Bad("Send an object with a message: {\"message\": \"...\"}.");
  }
  const auto& message = (*body)["message"];
  if (!message.is_string()) return Bad("'message' must be a string.");
  const auto& text = message.get_ref<const std::string&>();
  if (CountCharacters(text) > static_cast<size_t>(max_characters)) {
    return MakeProblem(413, "too-large", "Content Too Large",
                       "'message' may have at most " +
                           std::to_string(max_characters) + " characters.");
  }
  if (text.empty()) return Bad("'message' has no text.");
  ChatRequest chat;
  chat.text = CleanText(text);
  const std::string why = ReadFields(*body, chat);
  if (!why.empty()) return Bad(why);
  return chat;
}

}  // namespace sportello
