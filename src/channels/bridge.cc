// Both directions carry Sportello-Timestamp (seconds) and Sportello-Signature
// (HMAC-SHA-256 in hexadecimal digits of "<timestamp>.<body>" with the shared
// secret): the body cannot be changed, and what was heard cannot be played
// again after five minutes; within them the message's id tells.
#include "channels/bridge.h"

#include <array>
#include <cstdlib>
#include <utility>

#include "base/json.h"
#include "base/secret.h"
#include "channels/chat_markup.h"
#include "channels/json_fields.h"

namespace sportello {
namespace {

constexpr std::chrono::minutes kBridgeClockSkew{5};
constexpr size_t kMaxEventId = 200;

struct BridgeOptions {
  std::string url;
  std::string secret;
};

class Bridge : public Channel {
 public:
  explicit Bridge(BridgeOptions options) : options_(std::move(options)) {}

  std::string_view name() const override { return "bridge"; }

  std::variant<Delivery, HttpResponse> Read(const HttpRequest& request,
                                            Time now) const override {
    const std::string stamp(request.Header("Sportello-Timestamp"));
    const std::string expected =
        HmacHex(options_.secret, stamp + "." + request.body);
    const std::chrono::seconds said(std::strtoll(stamp.c_str(), nullptr, 10));
    const auto away = now - Time(said);
    if (!IsSameSecret(request.Header("Sportello-Signature"), expected) ||
        away > kBridgeClockSkew || away < -kBridgeClockSkew) {
      return MakeProblem(401, "denied", "Unauthorized",
                         "The signature is wrong, or the timestamp is more "
                         "than five minutes away from the time here.");
    }
    Delivery delivery;
    const Result<Json> body = ParseJson(request.body);
    if (!body.ok()) return Malformed(body.error().message + ".");
    InboundEvent event;
    event.id = TextField(*body, "id");
    event.address = TextField(*body, "chat");
    event.text = TextField(*body, "text");
    if (event.id.empty() || event.id.size() > kMaxEventId ||
        event.address.empty() || event.address.size() > kMaxEventId) {
      return Malformed("'id' and 'chat' must be texts of 1 to 200 bytes.");
    }
    const Json& customer = ObjectField(*body, "customer");
    event.name = TextField(customer, "name");
    event.email = TextField(customer, "email");
    event.locale = TextField(*body, "locale");
    event.sent_at = FromMillis(NumberField(*body, "sent_at_ms"));
    const std::string button = TextField(*body, "button");
    if (!button.empty()) {
      event.kind = InboundEvent::Kind::kPress;
      event.text = button;
    } else if (event.text.empty()) {
      const std::string media = TextField(*body, "media");
      if (media.empty()) return delivery;  // of a kind that we do not know
      event.kind = InboundEvent::Kind::kMedia;
      event.text = media;
    }
    delivery.events.push_back(std::move(event));
    return delivery;
  }

  std::variant<WebCall, Judgement> Write(
      const std::string& address, const OutgoingPart& part,
      const SendContext& context) const override {
    Json body = {{"id", part.message_id},
                 {"chat", address},
                 {"from", part.by_agent ? "agent" : "bot"},
                 {"text", WriteChatMarkup(part.text, MarkupKind::kPlain)},
                 {"markdown", part.text}};
    Json buttons = Json::array();
    for (const OutgoingButton& button : part.buttons) {
      buttons.push_back({{"title", button.title}, {"button", button.id}});
    }
    body["buttons"] = std::move(buttons);
    WebCall call;
    call.url = options_.url;
    call.body = DumpJson(body);
    const std::string stamp = std::to_string(ToMillis(context.now) / 1000);
    call.headers = {{"Sportello-Timestamp", stamp},
                    {"Sportello-Signature",
                     HmacHex(options_.secret, stamp + "." + call.body)}};
    return call;
  }

  Judgement Judge(const WebAnswer& answer) const override {
    if (answer.status == 0) return {Verdict::kRetry, answer.error};
    const std::string why =
        "the bridge answered " + std::to_string(answer.status);
    if (answer.status >= 200 && answer.status < 300) {
      return {Verdict::kSent};
    }
    switch (answer.status) {
      case 410:
        return {Verdict::kUnreachable, why};
      case 401:
      case 403:
      case 404:
        return {Verdict::kMisconfigured, why};
      case 429:
        return {Verdict::kWaitChannel, why,
                answer.retry_after.value_or(std::chrono::seconds(5))};
      case 400:
      case 413:
      case 422:
        return {Verdict::kRejected, why};
      default:
        return {Verdict::kRetry, why};
    }
  }

 private:
  static HttpResponse Malformed(const std::string& detail) {
    return MakeProblem(400, "invalid", "Bad Request", detail);
  }

  const BridgeOptions options_;
};

constexpr std::array<ChannelSetting, 2> kBridgeSettings = {{
    {"bridge_url",
     "Where replies to the bridge's chats are posted (docs/bridge.md); empty "
     "means no bridge.",
     "", CheckBaseUrl},
    {"bridge_secret_file",
     "File with the secret that signs both directions, one line."},
}};

Result<std::unique_ptr<Channel>> MakeBridge(const ChannelValues& values,
                                            const std::string& /*url*/) {
  BridgeOptions options;
  options.url = ChannelValue(values, "bridge_url");
  if (options.url.empty()) return std::unique_ptr<Channel>();
  Result<std::string> secret = ChannelFileLine(values, "bridge_secret_file");
  if (!secret.ok()) return secret.error();
  options.secret = *std::move(secret);
  if (options.secret.size() < 16) {
    return Invalid("bridge_secret_file: the secret has fewer than 16 signs");
  }
  return std::unique_ptr<Channel>(std::make_unique<Bridge>(std::move(options)));
}

}  // namespace

ChannelKind BridgeKind() { return {"bridge", kBridgeSettings, MakeBridge}; }

}  // namespace sportello
