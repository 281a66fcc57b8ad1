#include "cli/webhook_service.h"

#include <fstream>
#include <utility>

#include "base/secret.h"
#include "cli/setting_rows.h"
#include "flow/webhook_sender.h"
#include "flow/webhook_writer.h"

namespace sportello {
namespace {

Result<std::string> WebhookSecretOf(const Settings& settings) {
  std::string path = settings.webhook.secret_file;
  std::string line;
  if (path.empty()) {
    path = settings.data + "/webhook.secret";
    Result<std::string> made = LoadOrMakeSecret(path, NewWebhookSecret());
    if (!made.ok()) return made.error();
    line = *std::move(made);
  } else if (std::ifstream file(path); !std::getline(file, line)) {
    return Unavailable("webhook_secret_file: " + path + ": cannot be read");
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  Result<std::string> key = ReadWebhookSecret(line);
  if (key.ok()) return key;
  return Invalid("webhook_secret_file: " + path + ": " + key.error().message);
}

}  // namespace

struct WebhookService::Parts {
  Parts(const std::string& url, Store& store, const Clock& clock,
        Metrics& metrics, WebhookOptions options)
      : writer(url), sender(store, clock, metrics, std::move(options)) {}

  WebhookWriter writer;
  WebhookSender sender;
};

WebhookService::WebhookService() = default;

WebhookService::~WebhookService() = default;

Result<std::unique_ptr<WebhookService>> WebhookService::Make(
    const Settings& settings, Store& store, const Clock& clock,
    Metrics& metrics) {
  std::unique_ptr<WebhookService> service;
  if (settings.webhook.url.empty()) return service;
  Result<std::string> key = WebhookSecretOf(settings);
  if (!key.ok()) return key.error();
  WebhookOptions options;
  options.secret = *std::move(key);
  options.first_wait = settings.webhook.first_wait;
  service.reset(new WebhookService());
  service->parts_ = std::make_unique<Parts>(settings.webhook.url, store, clock,
                                            metrics, std::move(options));
  return service;
}

TicketListener& WebhookService::listener() { return parts_->writer; }

void WebhookService::Start() { parts_->sender.Start(); }

void WebhookService::Stop() { parts_->sender.Stop(); }

void AddWebhookSettings(SettingRows& rows) {
  rows.push_back(TextSetting(
      "webhook_url",
      "Address of your own system (a CRM) that is told what happens to "
      "tickets; empty means none.",
      SPORTELLO_FIELD(webhook.url), [](const std::string& text) -> Status {
        if (text.empty()) return {};
        const Status url = CheckWebhookUrl(text);
        return url.ok()
                   ? url
                   : Invalid(QuoteSetting(text) + " " + url.error().message);
      }));
  rows.push_back(TextSetting(
      "webhook_secret_file",
      "File with the secret that calls are signed with; empty means "
      "webhook.secret in the data folder, which is made.",
      SPORTELLO_FIELD(webhook.secret_file)));
  rows.push_back(NumberSetting(
      "webhook_retry_s", "seconds", 1, 3600,
      "Wait before a call is made again; it doubles with each try.",
      SPORTELLO_FIELD(webhook.first_wait)));
}

}  // namespace sportello
