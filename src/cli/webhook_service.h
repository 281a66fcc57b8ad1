// Webhooks as the daemon runs them, made of the settings.
#ifndef SPORTELLO_CLI_WEBHOOK_SERVICE_H_
#define SPORTELLO_CLI_WEBHOOK_SERVICE_H_

#include <memory>

#include "base/clock.h"
#include "cli/settings.h"
#include "handoff/ticket_work.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

class WebhookService {
 public:
  // Null when the settings name no address. A secret is made when no file is
  // named. What is referred to must outlive the service.
  static Result<std::unique_ptr<WebhookService>> Make(const Settings& settings,
                                                      Store& store,
                                                      const Clock& clock,
                                                      Metrics& metrics);
  ~WebhookService();
  WebhookService(const WebhookService&) = delete;
  WebhookService& operator=(const WebhookService&) = delete;

  // For TicketWork::AddListener, before Start().
  TicketListener& listener();
  void Start();
  // Before the store goes.
  void Stop();

 private:
  WebhookService();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_WEBHOOK_SERVICE_H_
