#include "flow/action_runner.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "http/http_client.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kConnectTimeout{2'000};
constexpr size_t kMaxAnswerBytes = 256 * 1024;

HttpClientLimits LimitsOf(const ActionRequest& request) {
  const milliseconds timeout(request.timeout_ms);
  HttpClientLimits limits;
  limits.connect_timeout = std::min(timeout, kConnectTimeout);
  limits.read_timeout = timeout;
  limits.total_timeout = timeout;
  limits.max_response_bytes = kMaxAnswerBytes;
  return limits;
}

}  // namespace

ActionRunner::ActionRunner(ActionOptions options)
    : options_(std::move(options)) {
  if (options_.hosts.empty()) return;  // nothing will ever be called
  for (int i = 0; i < options_.threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

ActionRunner::~ActionRunner() { Stop(); }

void ActionRunner::Run(ActionRequest request, std::string key, Done done) {
  const std::optional<ActionAddress> address = SplitUrl(request.url);
  if (!IsAllowedHost(options_.hosts, request.url)) {
    Log(LogLevel::kWarning, "action refused",
        {{"host", address.has_value() ? address->host : ""},
         {"why", "not among action_hosts"}});
    done({});
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && calls_.size() < options_.max_waiting) {
      calls_.push_back({std::move(request), std::move(key), std::move(done)});
      wake_.notify_one();
      return;
    }
  }
  Log(LogLevel::kWarning, "action refused",
      {{"host", address->host}, {"why", "too many calls wait"}});
  done({});
}

void ActionRunner::Stop() {
  std::deque<Call> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    left.swap(calls_);
    wake_.notify_all();
  }
  for (const Call& call : left) call.done({});
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void ActionRunner::Work() {
  for (;;) {
    Call call;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !calls_.empty(); });
      if (calls_.empty()) return;
      call = std::move(calls_.front());
      calls_.pop_front();
    }
    call.done(Perform(call.request, call.key));
  }
}

ActionOutcome ActionRunner::Perform(const ActionRequest& request,
                                    const std::string& key) const {
  const std::optional<ActionAddress> address = SplitUrl(request.url);
  HttpClient client(address->base, LimitsOf(request));
  HttpClient::Headers headers = {{"Accept", "application/json"},
                                 {"Idempotency-Key", key}};
  if (!options_.authorization.empty()) {
    headers.emplace_back("Authorization", options_.authorization);
  }
  Result<HttpResponse> answer =
      request.post ? client.Post(address->path, request.body, headers)
                   : client.Get(address->path, headers);
  if (!answer.ok()) {
    Log(LogLevel::kWarning, "action failed",
        {{"host", address->host}, {"why", "no answer"}});
    return {};
  }
  if (answer->status >= 500) {
    Log(LogLevel::kWarning, "action failed",
        {{"host", address->host},
         {"why", "status " + std::to_string(answer->status)}});
  }
  return {answer->status, std::move(answer->body)};
}

}  // namespace sportello
