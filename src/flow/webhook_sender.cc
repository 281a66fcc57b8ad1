#include "flow/webhook_sender.h"

#include <algorithm>
#include <utility>

#include "base/fail_point.h"
#include "base/id.h"
#include "base/json.h"
#include "base/log.h"
#include "base/secret.h"
#include "flow/action_runner.h"
#include "flow/chat_json.h"
#include "http/http_client.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kWebhookLook{500};
constexpr seconds kLongestWait = std::chrono::hours(1);
constexpr int kCallsAtOnce = 20;
constexpr size_t kMaxAnswer = 64 * 1024;
constexpr std::string_view kSecretPrefix = "whsec_";

HttpClientLimits WebhookLimits(milliseconds timeout) {
  HttpClientLimits limits;
  limits.connect_timeout = std::min(timeout, milliseconds(2000));
  limits.read_timeout = timeout;
  limits.total_timeout = timeout;
  limits.max_response_bytes = kMaxAnswer;
  return limits;
}

}  // namespace

Result<std::string> ReadWebhookSecret(std::string_view text) {
  const Error wrong =
      Invalid("a secret is 'whsec_' and Base64 of 24 to 64 bytes, on one line");
  if (!text.starts_with(kSecretPrefix)) return wrong;
  text.remove_prefix(kSecretPrefix.size());
  std::optional<std::string> bytes = FromBase64(text);
  if (!bytes || bytes->size() < 24 || bytes->size() > 64) return wrong;
  return *std::move(bytes);
}

std::string NewWebhookSecret() {
  // 256 random bits, as text, are the key's bytes.
  return std::string(kSecretPrefix) +
         ToBase64((NewId() + NewId()).substr(0, 48));
}

Status CheckWebhookUrl(std::string_view url) {
  if (SplitUrl(url)) return {};
  return Invalid("is no address such as https://crm.example/hooks");
}

seconds WebhookRetryWait(int attempts, seconds first_wait) {
  seconds wait = first_wait;
  for (int i = 1; i < attempts && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

struct WebhookSender::Figures {
  explicit Figures(Metrics& metrics)
      : sent(metrics.AddCounter("webhooks_sent_total",
                                "Calls that the company's system took.")),
        failed(metrics.AddCounter("webhook_tries_failed_total",
                                  "Calls that failed, each try.")),
        dead(metrics.AddCounter("webhooks_dead_total",
                                "Calls that were given up.")) {}

  Counter sent;
  Counter failed;
  Counter dead;
};

WebhookSender::WebhookSender(Store& store, const Clock& clock, Metrics& metrics,
                             WebhookOptions options)
    : store_(store),
      clock_(clock),
      options_(std::move(options)),
      figures_(std::make_unique<Figures>(metrics)) {}

WebhookSender::~WebhookSender() { Stop(); }

void WebhookSender::Start() {
  rounds_.Start([this] {
    SendDue();
    return kWebhookLook;
  });
}

void WebhookSender::Stop() {
  rounds_.Stop([this] {
    const std::scoped_lock lock(mutex_);
    if (calling_ != nullptr) calling_->Stop();
  });
}

int WebhookSender::SendDue() {
  const auto due =
      store_.outbox().ListDue(OutboxKind::kWebhook, clock_.Now(), kCallsAtOnce);
  if (!due.ok()) return 0;
  int tried = 0;
  for (const OutboxItem& item : *due) {
    if (rounds_.stopping()) break;
    ++tried;
    if (!Try(item)) break;
  }
  return tried;
}

// What was noted, with what the store knows now of the customer.
Result<std::string> WebhookSender::BodyOf(const OutboxItem& item) const {
  Result<Json> noted = ParseJson(item.payload);
  if (!noted.ok()) return noted.error();
  const auto ticket = store_.tickets().Find(item.ticket);
  if (!ticket.ok()) return ticket.error();
  const auto conversation = store_.FindConversation(item.conversation);
  if (!conversation.ok()) return conversation.error();
  if (!ticket->has_value() || !conversation->has_value()) {
    return NotFound("the ticket is gone");
  }
  const Customer& customer = (*conversation)->customer;
  Json data = {{"conversation", item.conversation},
               {"channel", (*conversation)->channel},
               {"ticket", (*noted)["ticket"]},
               {"contact", (*ticket)->contact},
               {"customer",
                {{"name", customer.name},
                 {"email", customer.email},
                 {"phone", customer.phone}}}};
  if (const auto seq = noted->find("seq"); seq != noted->end()) {
    const auto messages =
        store_.ListMessages(item.conversation, seq->get<int64_t>() - 1, 1);
    if (!messages.ok()) return messages.error();
    if (messages->empty()) return NotFound("the message is gone");
    data["message"] = {{"seq", messages->front().seq},
                       {"text", messages->front().text}};
  }
  if ((*noted)["type"] == "ticket.rated") {
    const auto rating =
        store_.tickets().FindRating(item.conversation, item.ticket);
    if (!rating.ok()) return rating.error();
    if (!rating->has_value()) return NotFound("the rating is gone");
    data["rating"] = {{"score", (*rating)->score},
                      {"comment", (*rating)->comment}};
  }
  return DumpJson(Json{{"type", (*noted)["type"]},
                       {"timestamp", (*noted)["at"]},
                       {"data", std::move(data)}});
}

WebhookSender::Outcome WebhookSender::Call(const OutboxItem& item,
                                           const std::string& body) {
  const auto address = SplitUrl(item.target);
  if (!address) return {false, true, "no http address"};
  const std::string time = std::to_string(ToMillis(clock_.Now()) / 1000);
  const std::string signature = ToBase64(
      HmacBytes(options_.secret, item.message_id + "." + time + "." + body));
  HttpClient client(address->base, WebhookLimits(options_.timeout));
  {
    const std::scoped_lock lock(mutex_);
    if (rounds_.stopping()) return {false, false, "stopping"};
    calling_ = &client;
  }
  const auto answer = client.Post(address->path, body,
                                  {{"webhook-id", item.message_id},
                                   {"webhook-timestamp", time},
                                   {"webhook-signature", "v1," + signature}});
  {
    const std::scoped_lock lock(mutex_);
    calling_ = nullptr;
  }
  if (!answer.ok()) return {false, false, "no answer"};
  if (answer->status / 100 == 2) return {true, true, ""};
  return {false, true, "answered " + std::to_string(answer->status)};
}

bool WebhookSender::Try(OutboxItem item) {
  const Result<std::string> body = BodyOf(item);
  if (!body.ok()) {
    if (body.error().code == Code::kUnavailable) return false;
    MarkDead(item, body.error().message);
    return Save(item);
  }
  FailPoint("webhook.send");
  const Outcome outcome = Call(item, *body);
  FailPoint("webhook.sent");
  if (rounds_.stopping() && !outcome.answered) return false;  // not its fault
  ++item.attempts;
  item.last_error = outcome.why;
  if (outcome.sent) {
    item.state = OutboxState::kSent;
    figures_->sent.Increment();
    return Save(item);
  }
  figures_->failed.Increment();
  item.next_try_at =
      clock_.Now() + WebhookRetryWait(item.attempts, options_.first_wait);
  if (item.next_try_at > item.created_at + kWebhookLifetime) {
    MarkDead(item, outcome.why);
  }
  return Save(item) && outcome.answered;
}

void WebhookSender::MarkDead(OutboxItem& item, const std::string& why) {
  item.state = OutboxState::kDead;
  item.last_error = why;
  figures_->dead.Increment();
  Log(LogLevel::kError, "webhook given up",
      {{"key", item.key}, {"ticket", item.ticket}, {"why", why}});
}

bool WebhookSender::Save(const OutboxItem& item) {
  const Status saved = store_.Write([&item](Transaction& transaction) {
    return transaction.outbox().Update(item);
  });
  if (!saved.ok()) {
    Log(LogLevel::kError, "webhook tried but not noted",
        {{"key", item.key}, {"why", saved.error().message}});
  }
  return saved.ok();
}

}  // namespace sportello
