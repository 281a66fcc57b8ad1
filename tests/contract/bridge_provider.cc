#include "base/json.h"
#include "base/secret.h"
#include "contract/channel_providers.h"

namespace sportello {
namespace {

constexpr const char* kBridgeSecret = "a-secret-of-sixteen-signs";

HttpRequest BridgeRequest(Json body, const std::string& id,
                          const std::string& address, Time sent) {
  body["id"] = id;
  body["chat"] = address;
  body["sent_at_ms"] = ToMillis(sent);
  HttpRequest request;
  request.method = "POST";
  request.parameters = {{"channel", "bridge"}};
  request.body = DumpJson(body);
  return request;
}

class BridgeProvider : public Provider {
 public:
  std::string name() const override { return "bridge"; }

  ChannelValues Settings(const TestFolder& folder) const override {
    folder.Write("bridge", std::string(kBridgeSecret) + "\n");
    return {{"bridge_url", "http://127.0.0.1:9/out"},
            {"bridge_secret_file", folder.path() + "/bridge"}};
  }

  HttpRequest Text(const std::string& id, const std::string& address,
                   const std::string& text, Time sent) const override {
    return BridgeRequest({{"text", text}}, id, address, sent);
  }

  HttpRequest Press(const std::string& id, const std::string& address,
                    const std::string& button, Time sent) const override {
    return BridgeRequest({{"button", button}}, id, address, sent);
  }

  HttpRequest Media(const std::string& id, const std::string& address,
                    Time sent) const override {
    return BridgeRequest({{"media", "image"}}, id, address, sent);
  }

  HttpRequest Unknown() const override {
    return BridgeRequest({{"typing", true}}, "900", "7", Time{});
  }

  void Seal(HttpRequest& request, Time now) const override {
    if (!request.headers.empty()) return;
    const std::string stamp = std::to_string(ToMillis(now) / 1000);
    request.headers = {{"Sportello-Timestamp", stamp},
                       {"Sportello-Signature",
                        HmacHex(kBridgeSecret, stamp + "." + request.body)}};
  }

  HttpRequest Forged(HttpRequest request) const override {
    request.headers = {{"Sportello-Timestamp", "1800000000"},
                       {"Sportello-Signature", HmacHex("other", request.body)}};
    return request;
  }

  Shown Show(const WebCall& call) const override {
    const Json body = *ParseJson(call.body);
    Shown shown;
    shown.address = body.at("chat");
    shown.text = body.at("text");
    for (const Json& button : body.at("buttons")) {
      shown.buttons.push_back(button.at("button"));
    }
    return shown;
  }

  WebAnswer Taken() const override { return {204}; }

  WebAnswer Busy(int seconds) const override {
    return {429, "", std::chrono::seconds(seconds)};
  }

  WebAnswer Gone() const override { return {410}; }

  WebAnswer Denied() const override { return {401}; }
};

}  // namespace

std::unique_ptr<Provider> MakeBridgeProvider() {
  return std::make_unique<BridgeProvider>();
}

}  // namespace sportello
