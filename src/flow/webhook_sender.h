// The thread that tells a company's own systems (a CRM) what happened to
// tickets: it posts what webhook_writer.h noted until the other side has taken
// it (2xx), so none is lost and one may come twice.
//
// The form is that of Standard Webhooks (standardwebhooks.com), for which
// there are verifying libraries in many languages:
//
//   webhook-id         the same at every try
//   webhook-timestamp  seconds of this try; an old one is not to be believed
//   webhook-signature  v1,BASE64 of HMAC-SHA256 of "ID.TIMESTAMP.BODY"
//
// After a failure a call is tried again in 10, 20, 40 ... seconds, at least
// every hour; after three days it is dead and stays visible. Calls may arrive
// in another order than events happened: `ticket.version` rises.
#ifndef SPORTELLO_FLOW_WEBHOOK_SENDER_H_
#define SPORTELLO_FLOW_WEBHOOK_SENDER_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rounds.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

class HttpClient;

inline constexpr std::chrono::hours kWebhookLifetime{72};

struct WebhookOptions {
  std::string secret;  // the key's bytes
  std::chrono::seconds first_wait{10};
  std::chrono::milliseconds timeout{5000};  // of one call
};

// The bytes of a secret as it is written: "whsec_" and Base64 of 24 to 64
// bytes. kInvalid for anything else.
Result<std::string> ReadWebhookSecret(std::string_view text);
// A new one, as it is written.
std::string NewWebhookSecret();

// "https://crm.example/hooks" or an http address; kInvalid.
Status CheckWebhookUrl(std::string_view url);

// The wait after so many failed tries; `attempts` counts from 1.
std::chrono::seconds WebhookRetryWait(int attempts,
                                      std::chrono::seconds first_wait);

class WebhookSender {
 public:
  // What is referred to must outlive the sender.
  WebhookSender(Store& store, const Clock& clock, Metrics& metrics,
                WebhookOptions options);
  ~WebhookSender();  // stops
  WebhookSender(const WebhookSender&) = delete;
  WebhookSender& operator=(const WebhookSender&) = delete;

  void Start();
  // Breaks off the call that runs: it is made again after the next start.
  void Stop();

  // Makes the calls whose time has come; the number that were tried. Also for
  // tests.
  int SendDue();

 private:
  struct Figures;
  // What became of one try.
  struct Outcome {
    bool sent = false;
    bool answered = false;  // the other side said something
    std::string why;
  };

  Result<std::string> BodyOf(const OutboxItem& item) const;
  Outcome Call(const OutboxItem& item, const std::string& body);
  // False: it could not be noted, or nobody answers.
  bool Try(OutboxItem item);
  void MarkDead(OutboxItem& item, const std::string& why);
  bool Save(const OutboxItem& item);

  Store& store_;
  const Clock& clock_;
  const WebhookOptions options_;
  std::unique_ptr<Figures> figures_;

  std::mutex mutex_;
  HttpClient* calling_ = nullptr;  // while a call runs
  Rounds rounds_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_WEBHOOK_SENDER_H_
