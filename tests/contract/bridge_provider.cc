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

}  // namespace

ChannelValues BridgeProvider::Settings(const TestFolder& folder) const {
  folder.Write("bridge", std::string(kBridgeSecret) + "\n");
  return {{"bridge_url", "http://127.0.0.1:9/out"},
          {"bridge_secret_file", folder.path() + "/bridge"}};
}

HttpRequest BridgeProvider::Text(const std::string& id,
                                 const std::string& address,
                                 const std::string& text, Time sent) const {
  return BridgeRequest({{"text", text}}, id, address, sent);
}

HttpRequest BridgeProvider::Press(const std::string& id,
                                  const std::string& address,
                                  const std::string& button, Time sent) const {
  return BridgeRequest({{"button", button}}, id, address, sent);
}

HttpRequest BridgeProvider::Media(const std::string& id,
                                  const std::string& address, Time sent) const {
  return BridgeRequest({{"media", "image"}}, id, address, sent);
}

HttpRequest BridgeProvider::Unknown() const {
  return BridgeRequest({{"typing", true}}, "900", "7", Time{});
}

void BridgeProvider::Seal(HttpRequest& request, Time now) const {
  if (!request.headers.empty()) return;
  const std::string stamp = std::to_string(ToMillis(now) / 1000);
  request.headers = {{"Sportello-Timestamp", stamp},
                     {"Sportello-Signature",
                      HmacHex(kBridgeSecret, stamp + "." + request.body)}};
}

HttpRequest BridgeProvider::Forged(HttpRequest request) const {
  request.headers = {{"Sportello-Timestamp", "1800000000"},
                     {"Sportello-Signature", HmacHex("other", request.body)}};
  return request;
}

Shown BridgeProvider::Show(const WebCall& call) const {
  const Json body = *ParseJson(call.body);
  Shown shown;
  shown.address = body.at("chat");
  shown.text = body.at("text");
  for (const Json& button : body.at("buttons")) {
    shown.buttons.push_back(button.at("button"));
  }
  return shown;
}

WebAnswer BridgeProvider::Taken() const { return {204}; }

WebAnswer BridgeProvider::Busy(int seconds) const {
  return {429, "", std::chrono::seconds(seconds)};
}

WebAnswer BridgeProvider::Gone() const { return {410}; }

WebAnswer BridgeProvider::Denied() const { return {401}; }

}  // namespace sportello
