#include "base/json.h"
#include "base/secret.h"
#include "contract/channel_providers.h"

namespace sportello {
namespace {

constexpr const char* kAppSecret = "app-secret";

HttpRequest Signed(const std::string& channel, const Json& body) {
  HttpRequest request;
  request.method = "POST";
  request.parameters = {{"channel", channel}};
  request.body = DumpJson(body);
  request.headers = {
      {"X-Hub-Signature-256", "sha256=" + HmacHex(kAppSecret, request.body)}};
  return request;
}

WebAnswer GraphErrorAnswer(int status, int code) {
  return {status, DumpJson({{"error", {{"code", code}}}})};
}

HttpRequest Messaging(Json item, const std::string& address, Time sent) {
  item["sender"] = {{"id", address}};
  item["recipient"] = {{"id", "99"}};
  item["timestamp"] = ToMillis(sent);
  Json entry = {{"id", "99"}};
  entry["messaging"].push_back(std::move(item));
  Json body = {{"object", "page"}};
  body["entry"].push_back(std::move(entry));
  return Signed("messenger", body);
}

HttpRequest WhatsAppMessage(Json message, const std::string& id,
                            const std::string& address, Time sent) {
  message["id"] = "wamid." + id;
  message["from"] = address;
  message["timestamp"] = std::to_string(ToMillis(sent) / 1000);
  Json value = {{"messaging_product", "whatsapp"},
                {"metadata", {{"phone_number_id", "555"}}}};
  value["contacts"].push_back(
      {{"wa_id", address}, {"profile", {{"name", "Lucia"}}}});
  value["messages"].push_back(std::move(message));
  Json entry = {{"id", "1"}};
  entry["changes"].push_back({{"field", "messages"}, {"value", value}});
  Json body = {{"object", "whatsapp_business_account"}};
  body["entry"].push_back(std::move(entry));
  return Signed("whatsapp", body);
}

// What Meta's two channels have in common.
class GraphProvider : public Provider {
 public:
  GraphProvider(std::string name, std::string id_setting, std::string id)
      : name_(std::move(name)),
        id_setting_(std::move(id_setting)),
        id_(std::move(id)) {}

  std::string name() const override { return name_; }
  ChannelValues Settings(const TestFolder& folder) const override {
    folder.Write("graph_token", "EAAtoken\n");
    folder.Write("app_secret", std::string(kAppSecret) + "\n");
    folder.Write("verify", "verify-word\n");
    return {{id_setting_, id_},
            {name_ + "_token_file", folder.path() + "/graph_token"},
            {name_ + "_app_secret_file", folder.path() + "/app_secret"},
            {name_ + "_verify_token_file", folder.path() + "/verify"}};
  }
  // One byte of the body is another.
  HttpRequest Forged(HttpRequest request) const override {
    request.body.insert(request.body.size() - 1, " ");
    return request;
  }
  WebAnswer Denied() const override { return GraphErrorAnswer(401, 190); }

 private:
  const std::string name_;
  const std::string id_setting_;
  const std::string id_;
};

class MessengerProvider : public GraphProvider {
 public:
  MessengerProvider() : GraphProvider("messenger", "messenger_page_id", "99") {}

  HttpRequest Text(const std::string& id, const std::string& address,
                   const std::string& text, Time sent) const override {
    return Messaging({{"message", {{"mid", "m" + id}, {"text", text}}}},
                     address, sent);
  }

  HttpRequest Press(const std::string& id, const std::string& address,
                    const std::string& button, Time sent) const override {
    return Messaging({{"message",
                       {{"mid", "m" + id},
                        {"text", "title"},
                        {"quick_reply", {{"payload", button}}}}}},
                     address, sent);
  }

  HttpRequest Media(const std::string& id, const std::string& address,
                    Time sent) const override {
    Json message = {{"mid", "m" + id}};
    message["attachments"].push_back(
        {{"type", "image"}, {"payload", {{"url", "https://x.example/a"}}}});
    return Messaging({{"message", message}}, address, sent);
  }

  HttpRequest Unknown() const override {
    return Messaging({{"read", {{"watermark", 1}}}}, "7", Time{});
  }

  Shown Show(const WebCall& call) const override {
    const Json body = *ParseJson(call.body);
    Shown shown;
    shown.address = body.at("recipient").at("id");
    shown.text = body.at("message").at("text");
    if (!body.at("message").contains("quick_replies")) return shown;
    for (const Json& button : body.at("message").at("quick_replies")) {
      shown.buttons.push_back(button.at("payload"));
    }
    return shown;
  }

  WebAnswer Taken() const override {
    return {200, R"({"recipient_id":"7","message_id":"m_1"})"};
  }

  WebAnswer Busy(int /*seconds*/) const override {
    return GraphErrorAnswer(400, 613);
  }

  WebAnswer Gone() const override { return GraphErrorAnswer(400, 551); }
};

class WhatsAppProvider : public GraphProvider {
 public:
  WhatsAppProvider()
      : GraphProvider("whatsapp", "whatsapp_phone_number_id", "555") {}

  HttpRequest Text(const std::string& id, const std::string& address,
                   const std::string& text, Time sent) const override {
    return WhatsAppMessage({{"type", "text"}, {"text", {{"body", text}}}}, id,
                           address, sent);
  }

  HttpRequest Press(const std::string& id, const std::string& address,
                    const std::string& button, Time sent) const override {
    return WhatsAppMessage(
        {{"type", "interactive"},
         {"interactive",
          {{"type", "list_reply"},
           {"list_reply", {{"id", button}, {"title", "title"}}}}}},
        id, address, sent);
  }

  HttpRequest Media(const std::string& id, const std::string& address,
                    Time sent) const override {
    return WhatsAppMessage({{"type", "image"}, {"image", {{"id", "1"}}}}, id,
                           address, sent);
  }

  HttpRequest Unknown() const override {
    return WhatsAppMessage({{"type", "reaction"}}, "900", "7", Time{});
  }

  Shown Show(const WebCall& call) const override {
    const Json body = *ParseJson(call.body);
    Shown shown;
    shown.address = body.at("to");
    if (body.at("type") == "text") {
      shown.text = body.at("text").at("body");
      return shown;
    }
    const Json& interactive = body.at("interactive");
    shown.text = interactive.at("body").at("text");
    const Json& action = interactive.at("action");
    if (interactive.at("type") == "button") {
      for (const Json& button : action.at("buttons")) {
        shown.buttons.push_back(button.at("reply").at("id"));
      }
      return shown;
    }
    for (const Json& row : action.at("sections").at(0).at("rows")) {
      shown.buttons.push_back(row.at("id"));
    }
    return shown;
  }

  WebAnswer Taken() const override {
    return {200, R"({"messages":[{"id":"wamid.1"}]})"};
  }

  WebAnswer Busy(int /*seconds*/) const override {
    return GraphErrorAnswer(400, 130429);
  }

  WebAnswer Gone() const override { return GraphErrorAnswer(400, 131026); }
};

}  // namespace

std::unique_ptr<Provider> MakeMessengerProvider() {
  return std::make_unique<MessengerProvider>();
}

std::unique_ptr<Provider> MakeWhatsAppProvider() {
  return std::make_unique<WhatsAppProvider>();
}

}  // namespace sportello
