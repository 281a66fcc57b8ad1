// Free answers are allowed for 24 hours after the customer's last message. A
// person's answer may follow for 7 days with the tag HUMAN_AGENT, if Meta
// granted it; else it goes by mail, as every reply does that was not seen in
// the chat. An echo of another app, or what stands in standby[], says that a
// person answers in the Page's inbox: the bot keeps silent for a while.
#include "channels/messenger.h"

#include <array>
#include <utility>

#include "channels/chat_markup.h"
#include "channels/graph_channel.h"
#include "channels/json_fields.h"

namespace sportello {
namespace {

constexpr std::chrono::hours kMessengerWindow{24};
constexpr std::chrono::hours kHumanAgentWindow{7 * 24};
constexpr std::string_view kEchoMark = "sportello:";

class Messenger : public GraphChannel {
 public:
  Messenger(GraphOptions options, std::string app_id, bool human_agent)
      : GraphChannel(std::move(options), "page"),
        app_id_(std::move(app_id)),
        human_agent_(human_agent) {}

  std::string_view name() const override { return "messenger"; }

  std::variant<WebCall, Judgement> Write(
      const std::string& address, const OutgoingPart& part,
      const SendContext& context) const override {
    const auto since = context.now - context.last_inbound_at;
    const bool in_window = !context.window_closed && since < kMessengerWindow;
    const bool tagged = !in_window && part.by_agent && human_agent_ &&
                        since < kHumanAgentWindow;
    if (!in_window && !tagged) {
      return Judgement{Verdict::kWindowClosed,
                       "the 24 hours for an answer are over"};
    }
    Json message = {{"text", WriteChatMarkup(part.text, limits().markup)},
                    {"metadata", std::string(kEchoMark) + part.message_id}};
    for (const OutgoingButton& button : part.buttons) {
      message["quick_replies"].push_back({{"content_type", "text"},
                                          {"title", button.title},
                                          {"payload", button.id}});
    }
    Json body = {{"recipient", {{"id", address}}},
                 {"messaging_type", tagged ? "MESSAGE_TAG" : "RESPONSE"}};
    if (tagged) body["tag"] = "HUMAN_AGENT";
    body["message"] = std::move(message);
    return GraphCall(options(), DumpJson(body));
  }

  Judgement Judge(const WebAnswer& answer) const override;

 private:
  void ReadEntry(const Json& entry, Delivery& delivery) const override;
  bool ReadItem(const Json& item, bool standby, Delivery& delivery) const;
  void ReadMessage(const Json& message, InboundEvent& event) const;

  const std::string app_id_;
  const bool human_agent_;
};

void Messenger::ReadEntry(const Json& entry, Delivery& delivery) const {
  for (const char* list : {"messaging", "standby"}) {
    for (const Json& item : ListField(entry, list)) {
      if (!ReadItem(item, list == std::string_view("standby"), delivery)) {
        ++delivery.malformed;
      }
    }
  }
}

void Messenger::ReadMessage(const Json& message, InboundEvent& event) const {
  event.id = TextField(message, "mid");
  event.text = TextField(message, "text");
  const std::string press =
      TextField(ObjectField(message, "quick_reply"), "payload");
  if (!press.empty()) {
    event.kind = InboundEvent::Kind::kPress;
    event.text = press;
    return;
  }
  const Json& attachments = ListField(message, "attachments");
  if (event.text.empty() && !attachments.empty()) {
    event.kind = InboundEvent::Kind::kMedia;
    event.text = TextField(attachments.front(), "type");
  }
}

// False: it cannot be read.
bool Messenger::ReadItem(const Json& item, bool standby,
                         Delivery& delivery) const {
  if (!item.is_object()) return false;
  InboundEvent event;
  event.sent_at = FromMillis(NumberField(item, "timestamp"));
  event.address = TextField(ObjectField(item, "sender"), "id");
  const Json& message = ObjectField(item, "message");
  const Json& postback = ObjectField(item, "postback");
  if (!message.empty() && message.value("is_echo", Json(false)) == true) {
    const std::string app = std::to_string(NumberField(message, "app_id"));
    const bool ours = TextField(message, "metadata").starts_with(kEchoMark) ||
                      (!app_id_.empty() && app == app_id_);
    if (ours) return true;
    event.kind = InboundEvent::Kind::kPersonWrote;
    event.id = "echo " + TextField(message, "mid");
    event.address = TextField(ObjectField(item, "recipient"), "id");
  } else if (!message.empty()) {
    ReadMessage(message, event);
    // Deleted, unsupported: there is nothing to answer.
    if (event.text.empty()) return !event.id.empty();
  } else if (!postback.empty()) {
    event.kind = InboundEvent::Kind::kPress;
    event.text = TextField(postback, "payload");
    event.id = TextField(postback, "mid");
    if (event.id.empty()) {
      event.id = event.address + " " + std::to_string(ToMillis(event.sent_at)) +
                 " " + event.text;
    }
    const std::string word =
        TextField(ObjectField(postback, "referral"), "ref");
    if (!word.empty()) {
      event.kind = InboundEvent::Kind::kStart;
      event.text = word;
    } else if (!event.text.starts_with("b:")) {
      // "Get Started", the persistent menu: our ids, or the title.
      event.kind = InboundEvent::Kind::kText;
      if (!event.text.starts_with('/')) event.text = "/greeting";
    }
  } else {
    return true;  // delivery, read, reaction, ...
  }
  if (event.id.empty() || event.address.empty()) return false;
  if (standby) {
    // The thread is with another app now.
    InboundEvent quiet = event;
    quiet.kind = InboundEvent::Kind::kPersonWrote;
    quiet.id = "standby " + event.id;
    delivery.events.push_back(std::move(quiet));
  }
  delivery.events.push_back(std::move(event));
  return true;
}

Judgement Messenger::Judge(const WebAnswer& answer) const {
  if (answer.status == 0) return {Verdict::kRetry, answer.error};
  if (answer.status == 200) return {Verdict::kSent};
  const GraphError error = ReadGraphError(answer);
  if (error.code == 10 &&
      (error.subcode == 2018278 || error.subcode == 2018065)) {
    return {Verdict::kWindowClosed, error.why};
  }
  if (error.code >= 200 && error.code <= 299) {
    return {Verdict::kMisconfigured, error.why};
  }
  switch (error.code) {
    case 190:
    case 10:
    case 368:
      return {Verdict::kMisconfigured, error.why};
    case 551:
      return {Verdict::kUnreachable, error.why};
    case 100:
      return {
          error.subcode == 2018001 ? Verdict::kUnreachable : Verdict::kRejected,
          error.why};
    case 4:
    case 17:
    case 32:
    case 613:
    case 80006:
      return {Verdict::kWaitChannel, error.why, std::chrono::seconds(60)};
    case 1:
    case 2:
    case 1200:
      return {Verdict::kRetry, error.why};
    default:
      break;
  }
  if (answer.status == 401 || answer.status == 404) {
    return {Verdict::kMisconfigured, error.why};
  }
  if (answer.status == 429) {
    return {Verdict::kWaitChannel, error.why,
            answer.retry_after.value_or(std::chrono::seconds(60))};
  }
  return {answer.status >= 500 ? Verdict::kRetry : Verdict::kRejected,
          error.why};
}

Status CheckYesNo(const std::string& value) {
  if (value == "yes" || value == "no") return {};
  return Invalid("'" + value + "' is neither yes nor no");
}

constexpr std::array<ChannelSetting, 8> kMessengerSettings = {{
    {"messenger_page_id", "The Facebook page's id; empty means no Messenger."},
    {"messenger_token_file", "File with the page's access token, one line."},
    {"messenger_app_secret_file",
     "File with the app's secret, which signs what Meta delivers."},
    {"messenger_verify_token_file",
     "File with the verify token that was given to Meta for the webhook."},
    {"messenger_app_id",
     "The app's id, by which the echo of our own messages is known."},
    {"messenger_human_agent",
     "yes: Meta granted HUMAN_AGENT, so that agents may answer for 7 days.",
     "no", CheckYesNo},
    {"messenger_graph_base", "Server of the Graph API.",
     "https://graph.facebook.com", CheckBaseUrl},
    {"messenger_graph_version", "Its version.", "v25.0"},
}};

Result<std::unique_ptr<Channel>> MakeMessenger(const ChannelValues& values,
                                               const std::string& /*url*/) {
  const std::string page = ChannelValue(values, "messenger_page_id");
  if (page.empty()) return std::unique_ptr<Channel>();
  Result<GraphOptions> options = ReadGraphOptions(values, "messenger", page);
  if (!options.ok()) return options.error();
  return std::unique_ptr<Channel>(std::make_unique<Messenger>(
      *std::move(options), ChannelValue(values, "messenger_app_id"),
      ChannelValue(values, "messenger_human_agent") == "yes"));
}

}  // namespace

ChannelKind MessengerKind() {
  return {"messenger", kMessengerSettings, MakeMessenger};
}

}  // namespace sportello
