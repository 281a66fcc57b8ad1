// Up to three short buttons are reply buttons, up to ten a list; more become
// numbers in the text (channel_limits.h). After 24 hours only an approved
// template may be sent: then an agent's answer is announced with the one that
// the settings name, and comes by mail; the customer's reply opens the window
// again. Codes decide, not HTTP statuses (webhooks reference, errors).
#include "channels/whatsapp.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "channels/chat_markup.h"
#include "channels/graph_channel.h"
#include "channels/json_fields.h"
#include "channels/text_split.h"

namespace sportello {
namespace {

constexpr std::chrono::hours kWhatsAppWindow{24};
constexpr size_t kReplyButtons = 3;
constexpr size_t kReplyButtonTitle = 20;

struct WhatsAppTemplate {
  std::string name;  // empty = none
  std::string language;
};

// What follows from an error's code; absent: the code says nothing.
std::optional<Judgement> JudgeCode(int64_t code) {
  if ((code >= 200 && code <= 299) || (code >= 132000 && code <= 132015)) {
    return Judgement{code < 300 ? Verdict::kMisconfigured : Verdict::kRejected};
  }
  switch (code) {
    case 190:
    case 3:
    case 10:
    case 368:
    case 131031:
    case 131048:
      return Judgement{Verdict::kMisconfigured};
    case 4:
    case 80007:
    case 130429:
      return Judgement{Verdict::kWaitChannel, "", std::chrono::seconds(60)};
    case 131056:
      return Judgement{Verdict::kWaitChat, "", std::chrono::seconds(6)};
    case 131026:
      return Judgement{Verdict::kUnreachable};
    case 131047:
      return Judgement{Verdict::kWindowClosed};
    case 1:
    case 2:
    case 131000:
    case 131016:
    case 133004:
      return Judgement{Verdict::kRetry};
    case 100:
    case 131008:
    case 131009:
    case 131051:
      return Judgement{Verdict::kRejected};
    default:
      return std::nullopt;
  }
}

class WhatsApp : public GraphChannel {
 public:
  WhatsApp(GraphOptions options, WhatsAppTemplate late)
      : GraphChannel(std::move(options), "whatsapp_business_account"),
        late_(std::move(late)) {}

  std::string_view name() const override { return "whatsapp"; }

  std::variant<WebCall, Judgement> Write(
      const std::string& address, const OutgoingPart& part,
      const SendContext& context) const override {
    Json body = {{"messaging_product", "whatsapp"},
                 {"recipient_type", "individual"},
                 {"to", address}};
    // Comes back with what becomes of the message (ReadChange).
    if (!part.message_id.empty()) {
      body["biz_opaque_callback_data"] = part.message_id;
    }
    if (context.window_closed ||
        context.now - context.last_inbound_at >= kWhatsAppWindow) {
      // One announcement is enough for the parts of an answer.
      if (late_.name.empty() || !part.by_agent || !part.is_last) {
        return Judgement{Verdict::kWindowClosed,
                         "the 24 hours for an answer are over"};
      }
      body["type"] = "template";
      body["template"] = {{"name", late_.name},
                          {"language", {{"code", late_.language}}}};
    } else if (part.buttons.empty()) {
      body["type"] = "text";
      body["text"] = {{"body", WriteChatMarkup(part.text, limits().markup)},
                      {"preview_url", false}};
    } else {
      body["type"] = "interactive";
      body["interactive"] = Interactive(part);
    }
    return GraphCall(options(), DumpJson(body));
  }

  Judgement Judge(const WebAnswer& answer) const override;

 private:
  void ReadEntry(const Json& entry, Delivery& delivery) const override;
  Json Interactive(const OutgoingPart& part) const;
  void ReadChange(const Json& change, Delivery& delivery) const;
  static bool ReadMessage(const Json& message, const Json& value,
                          Delivery& delivery);

  const WhatsAppTemplate late_;
};

Json WhatsApp::Interactive(const OutgoingPart& part) const {
  const bool few =
      part.buttons.size() <= kReplyButtons &&
      std::all_of(part.buttons.begin(), part.buttons.end(),
                  [](const OutgoingButton& button) {
                    return CountUnits(button.title, TextUnit::kCodePoints) <=
                           kReplyButtonTitle;
                  });
  Json interactive = {
      {"type", few ? "button" : "list"},
      {"body", {{"text", WriteChatMarkup(part.text, limits().markup)}}}};
  if (few) {
    for (const OutgoingButton& button : part.buttons) {
      interactive["action"]["buttons"].push_back(
          {{"type", "reply"},
           {"reply", {{"id", button.id}, {"title", button.title}}}});
    }
    return interactive;
  }
  Json rows = Json::array();
  for (const OutgoingButton& button : part.buttons) {
    rows.push_back({{"id", button.id}, {"title", button.title}});
  }
  Json section = {{"rows", std::move(rows)}};
  // "…" is understood in every language.
  interactive["action"] = {{"button", "…"}};
  interactive["action"]["sections"].push_back(std::move(section));
  return interactive;
}

void WhatsApp::ReadEntry(const Json& entry, Delivery& delivery) const {
  for (const Json& change : ListField(entry, "changes")) {
    ReadChange(change, delivery);
  }
}

void WhatsApp::ReadChange(const Json& change, Delivery& delivery) const {
  const std::string field = TextField(change, "field");
  const Json& value = ObjectField(change, "value");
  if (field == "smb_message_echoes") {
    // The company's own phone wrote to the customer.
    for (const Json& echo : ListField(value, "message_echoes")) {
      InboundEvent event;
      event.kind = InboundEvent::Kind::kPersonWrote;
      event.id = "echo " + TextField(echo, "id");
      event.address = TextField(echo, "to");
      delivery.events.push_back(std::move(event));
    }
    return;
  }
  if (field != "messages") return;
  const std::string number =
      TextField(ObjectField(value, "metadata"), "phone_number_id");
  if (!number.empty() && number != options().sender) return;  // another number
  for (const Json& message : ListField(value, "messages")) {
    if (!ReadMessage(message, value, delivery)) ++delivery.malformed;
  }
  for (const Json& status : ListField(value, "statuses")) {
    if (TextField(status, "status") != "failed") continue;
    InboundEvent event;
    event.kind = InboundEvent::Kind::kFailed;
    event.id = "failed " + TextField(status, "id");
    event.address = TextField(status, "recipient_id");
    event.about = TextField(status, "biz_opaque_callback_data");
    const Json& errors = ListField(status, "errors");
    const int64_t code =
        errors.empty() ? 0 : NumberField(errors.front(), "code");
    event.text = FailureReason(
        JudgeCode(code).value_or(Judgement{Verdict::kRejected}).verdict);
    delivery.events.push_back(std::move(event));
  }
}

// False: it cannot be read.
bool WhatsApp::ReadMessage(const Json& message, const Json& value,
                           Delivery& delivery) {
  InboundEvent event;
  event.id = TextField(message, "id");
  event.address = TextField(message, "from");
  if (event.id.empty() || event.address.empty()) return false;
  event.sent_at = Time(std::chrono::seconds(NumberField(message, "timestamp")));
  for (const Json& contact : ListField(value, "contacts")) {
    if (TextField(contact, "wa_id") == event.address) {
      event.name = TextField(ObjectField(contact, "profile"), "name");
    }
  }
  const std::string type = TextField(message, "type");
  if (type == "text") {
    event.text = TextField(ObjectField(message, "text"), "body");
    if (event.text.empty()) return false;
  } else if (type == "interactive") {
    const Json& interactive = ObjectField(message, "interactive");
    const std::string kind = TextField(interactive, "type");
    event.kind = InboundEvent::Kind::kPress;
    event.text = TextField(ObjectField(interactive, kind), "id");
    if (event.text.empty()) return false;
  } else if (type == "button") {
    // Of a template: its text says what the customer means.
    event.text = TextField(ObjectField(message, "button"), "text");
    if (event.text.empty()) return false;
  } else if (type == "reaction" || type == "system" || type == "unsupported") {
    return true;
  } else {
    event.kind = InboundEvent::Kind::kMedia;
    event.text = type;
    const std::string caption =
        TextField(ObjectField(message, type), "caption");
    if (!caption.empty()) {
      event.kind = InboundEvent::Kind::kText;
      event.text = caption;
    }
  }
  delivery.events.push_back(std::move(event));
  return true;
}

Judgement WhatsApp::Judge(const WebAnswer& answer) const {
  if (answer.status == 0) return {Verdict::kRetry, answer.error};
  if (answer.status == 200) return {Verdict::kSent};
  const GraphError error = ReadGraphError(answer);
  if (auto judgement = JudgeCode(error.code)) {
    judgement->why = error.why;
    return *std::move(judgement);
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

constexpr std::array<ChannelSetting, 8> kWhatsAppSettings = {{
    {"whatsapp_phone_number_id",
     "The id (not the number) of the phone number; empty means no WhatsApp."},
    {"whatsapp_token_file", "File with the access token, one line."},
    {"whatsapp_app_secret_file",
     "File with the app's secret, which signs what Meta delivers."},
    {"whatsapp_verify_token_file",
     "File with the verify token that was given to Meta for the webhook."},
    {"whatsapp_late_template",
     "Approved template that says that an answer is there, for agents' "
     "answers after 24 hours; empty means mail only."},
    {"whatsapp_late_template_language", "The template's language.", "it"},
    {"whatsapp_graph_base", "Server of the Graph API.",
     "https://graph.facebook.com", CheckBaseUrl},
    {"whatsapp_graph_version", "Its version.", "v25.0"},
}};

Result<std::unique_ptr<Channel>> MakeWhatsApp(const ChannelValues& values,
                                              const std::string& /*url*/) {
  const std::string phone = ChannelValue(values, "whatsapp_phone_number_id");
  if (phone.empty()) return std::unique_ptr<Channel>();
  Result<GraphOptions> options = ReadGraphOptions(values, "whatsapp", phone);
  if (!options.ok()) return options.error();
  return std::unique_ptr<Channel>(std::make_unique<WhatsApp>(
      *std::move(options),
      WhatsAppTemplate{
          ChannelValue(values, "whatsapp_late_template"),
          ChannelValue(values, "whatsapp_late_template_language")}));
}

}  // namespace

ChannelKind WhatsAppKind() {
  return {"whatsapp", kWhatsAppSettings, MakeWhatsApp};
}

}  // namespace sportello
