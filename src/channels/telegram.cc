// A delivery is one Update; a poll brings up to 100. Only private chats are
// served. What we send is HTML; if Telegram cannot parse it after all, it goes
// as plain text. Errors are decided by code and parameters, and by the
// description only where Telegram offers nothing else.
#include "channels/telegram.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/json.h"
#include "base/secret.h"
#include "channels/chat_markup.h"
#include "channels/json_fields.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kPollSeconds = 25;
constexpr size_t kButtonsInARow = 2;
constexpr size_t kShortTitle = 18;

struct TelegramOptions {
  std::string token;
  std::string base;
  std::string secret;
  std::string bot_name;
  std::string public_url;
  bool polls = false;
};

// What a command means to the dialogue.
struct TelegramCommand {
  std::string_view name;
  std::string_view text;
  const char* italian;
  const char* english;
};

constexpr std::array<TelegramCommand, 5> kCommands = {{
    {"start", "/greeting", "Ricomincia", "Start"},
    {"menu", "/menu", "Che cosa posso chiedere", "What you can ask"},
    {"human", "/person", "Parla con una persona", "Talk to a person"},
    {"help", "/menu", "Aiuto", "Help"},
    {"stop", "/cancel", "Annulla quello che stiamo facendo",
     "Cancel what we are doing"},
}};

std::string NumberText(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_integer()) return "";
  return std::to_string(found->get<int64_t>());
}

std::string NameOf(const Json& from) {
  std::string name = TextField(from, "first_name");
  const std::string last = TextField(from, "last_name");
  if (!name.empty() && !last.empty()) name += " ";
  return name + last;
}

// "/start@Bot word" in parts; an unknown command stays a text.
void ReadCommand(InboundEvent& event) {
  if (event.text.empty() || event.text[0] != '/') return;
  const size_t end = event.text.find(' ');
  std::string name = event.text.substr(
      1, end == std::string::npos ? std::string::npos : end - 1);
  name = name.substr(0, name.find('@'));
  const std::string rest =
      end == std::string::npos ? "" : event.text.substr(end + 1);
  for (const TelegramCommand& command : kCommands) {
    if (command.name != name) continue;
    if (name == "start" && !rest.empty()) {
      event.kind = InboundEvent::Kind::kStart;
      event.text = rest;
    } else {
      event.text = command.text;
    }
    return;
  }
  // Nobody means the dialogue's inner names with this.
  event.text = name + (rest.empty() ? "" : " " + rest);
}

void ReadMessage(const Json& message, InboundEvent& event) {
  static constexpr std::array<const char*, 9> kMedia = {
      "photo",      "document", "voice",    "audio",  "video",
      "video_note", "sticker",  "location", "contact"};
  event.text = TextField(message, "text");
  if (event.text.empty()) event.text = TextField(message, "caption");
  if (!event.text.empty()) {
    ReadCommand(event);
    return;
  }
  event.kind = InboundEvent::Kind::kMedia;
  for (const char* media : kMedia) {
    if (message.contains(media)) event.text = media;
  }
}

class Telegram : public Channel {
 public:
  explicit Telegram(TelegramOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "telegram"; }

  std::variant<Delivery, HttpResponse> Read(const HttpRequest& request,
                                            Time /*now*/) const override {
    if (!IsSameSecret(request.Header("X-Telegram-Bot-Api-Secret-Token"),
                      options_.secret)) {
      return MakeProblem(403, "denied", "Forbidden",
                         "The secret token is not ours.");
    }
    Delivery delivery;
    const Result<Json> update = ParseJson(request.body);
    if (!update.ok() || !ReadUpdate(*update, delivery)) ++delivery.malformed;
    return delivery;
  }

  std::variant<WebCall, Judgement> Write(
      const std::string& address, const OutgoingPart& part,
      const SendContext& context) const override {
    if (!part.ack.empty()) {
      return Method("answerCallbackQuery", {{"callback_query_id", part.ack}});
    }
    Json body = {{"chat_id", ChatId(address)}};
    const MarkupKind kind =
        context.plain ? MarkupKind::kPlain : limits().markup;
    body["text"] = WriteChatMarkup(part.text, kind);
    if (!context.plain) body["parse_mode"] = "HTML";
    body["link_preview_options"] = {{"is_disabled", true}};
    if (!part.buttons.empty()) {
      body["reply_markup"] = {{"inline_keyboard", Keyboard(part.buttons)}};
    }
    return Method("sendMessage", body);
  }

  Judgement Judge(const WebAnswer& answer) const override {
    if (answer.status == 0) return {Verdict::kRetry, answer.error};
    const Result<Json> body = ParseJson(answer.body);
    const bool object = body.ok() && body->is_object();
    if (answer.status == 200 && object &&
        body->value("ok", Json(false)) == true)
      return {Verdict::kSent, ""};
    const std::string what =
        object ? TextField(*body, "description") : std::string();
    return JudgeError(answer, object ? *body : Json::object(), what);
  }

  std::vector<WebCall> Prepare() const override;

  bool polls() const override { return options_.polls; }

  WebCall Poll(int64_t offset) const override {
    Json body = {{"timeout", kPollSeconds},
                 {"limit", 100},
                 {"allowed_updates", AllowedUpdates()}};
    if (offset != 0) body["offset"] = offset;
    WebCall call = Method("getUpdates", body);
    call.timeout = seconds(kPollSeconds + 10);
    return call;
  }

  PollResult ReadPoll(const WebAnswer& answer, Time /*now*/) const override {
    PollResult result;
    Judgement judgement = Judge(answer);
    if (judgement.verdict != Verdict::kSent) {
      result.trouble = std::move(judgement);
      return result;
    }
    const Result<Json> body = ParseJson(answer.body);
    const auto updates = body->find("result");
    if (updates == body->end() || !updates->is_array()) return result;
    for (const Json& update : *updates) {
      if (!update.is_object()) continue;
      if (!ReadUpdate(update, result.delivery)) ++result.delivery.malformed;
      const auto id = update.find("update_id");
      if (id != update.end() && id->is_number_integer()) {
        result.next_offset =
            std::max(result.next_offset, id->get<int64_t>() + 1);
      }
    }
    return result;
  }

  std::string LinkFor(std::string_view token) const override {
    if (options_.bot_name.empty()) return "";
    return "https://t.me/" + options_.bot_name + "?start=" + std::string(token);
  }

 private:
  static Json AllowedUpdates() {
    return {"message", "callback_query", "my_chat_member"};
  }

  // Numbers as numbers, since Telegram's ids are 64 bit.
  static Json ChatId(const std::string& address) {
    int64_t id = 0;
    const char* const end = address.data() + address.size();
    const auto [at, error] = std::from_chars(address.data(), end, id);
    return error == std::errc() && at == end ? Json(id) : Json(address);
  }

  WebCall Method(const std::string& method, const Json& body) const {
    WebCall call;
    call.url = options_.base + "/bot" + options_.token + "/" + method;
    call.body = DumpJson(body);
    return call;
  }

  static Json Keyboard(const std::vector<OutgoingButton>& buttons) {
    Json rows = Json::array();
    bool may_join = false;
    for (const OutgoingButton& button : buttons) {
      const bool is_short = button.title.size() <= kShortTitle;
      const bool join = may_join && is_short && !rows.empty() &&
                        rows.back().size() < kButtonsInARow;
      if (!join) rows.push_back(Json::array());
      rows.back().push_back(
          {{"text", button.title}, {"callback_data", button.id}});
      may_join = is_short;
    }
    return rows;
  }

  // False: the update cannot be read.
  static bool ReadUpdate(const Json& update, Delivery& delivery);
  static bool ReadCallback(const Json& query, InboundEvent event,
                           Delivery& delivery);
  static Judgement JudgeError(const WebAnswer& answer, const Json& body,
                              const std::string& what);

  const TelegramOptions options_;
};

bool Telegram::ReadUpdate(const Json& update, Delivery& delivery) {
  if (!update.is_object()) return false;
  InboundEvent event;
  event.id = NumberText(update, "update_id");
  if (event.id.empty()) return false;
  const Json& query = ObjectField(update, "callback_query");
  if (!query.empty()) return ReadCallback(query, event, delivery);
  const Json& member = ObjectField(update, "my_chat_member");
  const Json& message = ObjectField(update, "message");
  if (member.empty() && message.empty()) return true;  // of no interest
  const Json& about = member.empty() ? message : member;
  const Json& chat = ObjectField(about, "chat");
  const Json& from = ObjectField(about, "from");
  event.address = NumberText(chat, "id");
  if (event.address.empty()) return false;
  event.name = NameOf(from);
  event.locale = TextField(from, "language_code");
  const int64_t date = NumberField(about, "date");
  event.sent_at = Time(seconds(date));
  const bool is_private = TextField(chat, "type") == "private";
  if (!member.empty()) {
    if (!is_private) return true;
    const bool blocked =
        TextField(ObjectField(member, "new_chat_member"), "status") == "kicked";
    event.kind = blocked ? InboundEvent::Kind::kUnreachable
                         : InboundEvent::Kind::kReachable;
  } else if (from.value("is_bot", Json(false)) == true) {
    return true;
  } else if (!is_private) {
    event.kind = InboundEvent::Kind::kGroup;
  } else {
    ReadMessage(message, event);
  }
  delivery.events.push_back(std::move(event));
  return true;
}

bool Telegram::ReadCallback(const Json& query, InboundEvent event,
                            Delivery& delivery) {
  event.ack = TextField(query, "id");
  event.text = TextField(query, "data");
  event.kind = InboundEvent::Kind::kPress;
  const Json& from = ObjectField(query, "from");
  const Json& chat = ObjectField(ObjectField(query, "message"), "chat");
  event.name = NameOf(from);
  event.locale = TextField(from, "language_code");
  // A message that is too old for Telegram has its chat only.
  event.address = NumberText(chat, "id");
  if (event.address.empty()) event.address = NumberText(from, "id");
  if (event.ack.empty() || event.address.empty()) return false;
  delivery.events.push_back(std::move(event));
  return true;
}

Judgement Telegram::JudgeError(const WebAnswer& answer, const Json& body,
                               const std::string& what) {
  const std::string code = std::to_string(answer.status);
  const std::string why = "Telegram answered " + code;
  const Json& parameters = ObjectField(body, "parameters");
  switch (answer.status) {
    case 429: {
      const int64_t said = NumberField(parameters, "retry_after");
      const seconds wait =
          said > 0 ? seconds(said) : answer.retry_after.value_or(seconds(1));
      return {Verdict::kWaitChannel, why, wait};
    }
    case 400:
      if (what.find("can't parse entities") != std::string::npos) {
        return {Verdict::kSendPlain, why + ": the markup was refused"};
      }
      if (what.find("query is too old") != std::string::npos) {
        return {Verdict::kSent, why + ": too late to confirm a button"};
      }
      if (what.find("chat not found") != std::string::npos) {
        return {Verdict::kUnreachable, why + ": no such chat"};
      }
      return {Verdict::kRejected, why};
    case 403:
      return {Verdict::kUnreachable, why + ": the customer left"};
    case 401:
    case 404:
      return {Verdict::kMisconfigured, why};
    case 409:
      return {Verdict::kWaitChannel,
              why +
                  ": somebody else polls, or there is "
                  "a webhook",
              seconds(5)};
    default:
      return {answer.status >= 500 ? Verdict::kRetry : Verdict::kRejected, why};
  }
}

std::vector<WebCall> Telegram::Prepare() const {
  std::vector<WebCall> calls;
  if (options_.polls) {
    calls.push_back(Method("deleteWebhook", {{"drop_pending_updates", false}}));
  } else {
    calls.push_back(Method("setWebhook",
                           {{"url", options_.public_url + "/webhooks/telegram"},
                            {"secret_token", options_.secret},
                            {"allowed_updates", AllowedUpdates()}}));
  }
  for (const bool italian : {false, true}) {
    Json commands = Json::array();
    for (const TelegramCommand& command : kCommands) {
      commands.push_back(
          {{"command", std::string(command.name)},
           {"description", italian ? command.italian : command.english}});
    }
    Json body = {{"commands", std::move(commands)}};
    if (italian) body["language_code"] = "it";
    calls.push_back(Method("setMyCommands", body));
  }
  return calls;
}

Status CheckMode(const std::string& value) {
  if (value == "webhook" || value == "poll") return {};
  return Invalid("'" + value + "' is neither webhook nor poll");
}

constexpr std::array<ChannelSetting, 5> kTelegramSettings = {{
    {"telegram_token_file",
     "File with the bot's token, one line, as BotFather gave it; empty means "
     "no Telegram."},
    {"telegram_mode",
     "webhook: Telegram calls public_url/webhooks/telegram; poll: the daemon "
     "asks.",
     "poll", CheckMode},
    {"telegram_secret_file",
     "File with the secret of the webhook: 1 to 256 of A-Z a-z 0-9 _ -."},
    {"telegram_bot_name",
     "The bot's name without @, for links that go on with a conversation of "
     "the website."},
    {"telegram_api_base", "Server of the Bot API.", "https://api.telegram.org",
     CheckBaseUrl},
}};

Result<std::unique_ptr<Channel>> MakeTelegram(const ChannelValues& values,
                                              const std::string& public_url) {
  TelegramOptions options;
  Result<std::string> token = ChannelFileLine(values, "telegram_token_file");
  if (!token.ok()) return token.error();
  if (token->empty()) return std::unique_ptr<Channel>();
  Result<std::string> secret = ChannelFileLine(values, "telegram_secret_file");
  if (!secret.ok()) return secret.error();
  options.token = *std::move(token);
  options.secret = *std::move(secret);
  options.base = ChannelValue(values, "telegram_api_base");
  options.bot_name = ChannelValue(values, "telegram_bot_name");
  options.public_url = public_url;
  options.polls = ChannelValue(values, "telegram_mode") == "poll";
  if (options.token.find(':') == std::string::npos ||
      options.token.find('/') != std::string::npos) {
    return Invalid("telegram_token_file: the first line is no token");
  }
  if (!options.polls && options.secret.empty()) {
    return Invalid("telegram_secret_file: a webhook needs a secret");
  }
  if (!options.polls && options.public_url.empty()) {
    return Invalid("public_url: Telegram's webhook needs it");
  }
  return std::unique_ptr<Channel>(
      std::make_unique<Telegram>(std::move(options)));
}

}  // namespace

ChannelKind TelegramKind() {
  return {"telegram", kTelegramSettings, MakeTelegram};
}

}  // namespace sportello
