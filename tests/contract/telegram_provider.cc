#include "base/json.h"
#include "contract/channel_providers.h"

namespace sportello {
namespace {

constexpr const char* kHeader = "X-Telegram-Bot-Api-Secret-Token";

HttpRequest Update(Json update, const std::string& id) {
  update["update_id"] = std::stoll(id);
  HttpRequest request;
  request.method = "POST";
  request.parameters = {{"channel", "telegram"}};
  request.headers = {{kHeader, "word"}};
  request.body = DumpJson(update);
  return request;
}

Json Chat(const std::string& address) {
  return {{"id", std::stoll(address)}, {"type", "private"}};
}

Json From(const std::string& address) {
  return {{"id", std::stoll(address)},
          {"is_bot", false},
          {"first_name", "Lucia"},
          {"language_code", "en"}};
}

Json MessageOf(const std::string& address, Time sent) {
  return {{"message_id", 1},
          {"date", ToMillis(sent) / 1000},
          {"chat", Chat(address)},
          {"from", From(address)}};
}

// As the customer sees it.
std::string WithoutHtml(std::string text) {
  for (size_t at = text.find('<'); at != std::string::npos;
       at = text.find('<', at)) {
    text.erase(at, text.find('>', at) - at + 1);
  }
  const std::pair<std::string, std::string> entities[] = {{"&lt;", "<"},
                                                          {"&gt;", ">"},
                                                          {"&quot;", "\""},
                                                          {"&#39;", "'"},
                                                          {"&amp;", "&"}};
  for (const auto& [entity, sign] : entities) {
    for (size_t at = text.find(entity); at != std::string::npos;
         at = text.find(entity, at + 1)) {
      text.replace(at, entity.size(), sign);
    }
  }
  return text;
}

WebAnswer ErrorAnswer(int code, const std::string& what) {
  return {
      code,
      DumpJson({{"ok", false}, {"error_code", code}, {"description", what}})};
}

class TelegramProvider : public Provider {
 public:
  std::string name() const override { return "telegram"; }

  ChannelValues Settings(const TestFolder& folder) const override {
    folder.Write("token", "42:secret\n");
    folder.Write("word", "word\n");
    return {{"telegram_token_file", folder.path() + "/token"},
            {"telegram_secret_file", folder.path() + "/word"},
            {"telegram_mode", "webhook"}};
  }

  HttpRequest Text(const std::string& id, const std::string& address,
                   const std::string& text, Time sent) const override {
    Json message = MessageOf(address, sent);
    message["text"] = text;
    return Update({{"message", message}}, id);
  }

  HttpRequest Press(const std::string& id, const std::string& address,
                    const std::string& button, Time /*sent*/) const override {
    return Update(
        {{"callback_query",
          {{"id", "q" + id},
           {"from", From(address)},
           {"data", button},
           {"message", {{"message_id", 1}, {"chat", Chat(address)}}}}}},
        id);
  }

  HttpRequest Media(const std::string& id, const std::string& address,
                    Time sent) const override {
    Json message = MessageOf(address, sent);
    message["photo"] = {{{"file_id", "x"}}};
    return Update({{"message", message}}, id);
  }

  HttpRequest Unknown() const override {
    return Update({{"message_reaction", {{"chat", Chat("1")}}}}, "900");
  }

  HttpRequest Forged(HttpRequest request) const override {
    request.headers = {{kHeader, "wor"}};
    return request;
  }

  Shown Show(const WebCall& call) const override {
    const Json body = *ParseJson(call.body);
    Shown shown;
    shown.is_ack = call.url.ends_with("/answerCallbackQuery");
    if (shown.is_ack) return shown;
    shown.address = std::to_string(body.at("chat_id").get<int64_t>());
    shown.text = WithoutHtml(body.at("text"));
    if (!body.contains("reply_markup")) return shown;
    for (const Json& row : body.at("reply_markup").at("inline_keyboard")) {
      for (const Json& button : row) {
        shown.buttons.push_back(button.at("callback_data"));
      }
    }
    return shown;
  }

  WebAnswer Busy(int seconds) const override {
    return {429, DumpJson({{"ok", false},
                           {"error_code", 429},
                           {"description", "Too Many Requests"},
                           {"parameters", {{"retry_after", seconds}}}})};
  }

  WebAnswer Gone() const override {
    return ErrorAnswer(403, "Forbidden: bot was blocked by the user");
  }

  WebAnswer Denied() const override { return ErrorAnswer(401, "Unauthorized"); }

  WebAnswer Taken() const override { return {200, "{\"ok\":true}"}; }
};

}  // namespace

std::unique_ptr<Provider> MakeTelegramProvider() {
  return std::make_unique<TelegramProvider>();
}

}  // namespace sportello
