#include "channels/web_caller.h"

#include <curl/curl.h>

#include <mutex>

namespace sportello {
namespace {

constexpr long kConnectMs = 10'000;
constexpr size_t kMaxAnswer = 4 << 20;  // a batch of 100 events

struct HeaderListFree {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

int OnCallProgress(void* stop, curl_off_t /*all*/, curl_off_t /*now*/,
                   curl_off_t /*to_send*/, curl_off_t /*sent*/) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

size_t KeepBody(char* bytes, size_t size, size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > kMaxAnswer) return 0;
  body.append(bytes, size * count);
  return size * count;
}

// The request was on its way when the line failed.
bool WasSent(CURL* curl, CURLcode code) {
  long request_bytes = 0;
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &request_bytes);
  return code != CURLE_COULDNT_CONNECT && code != CURLE_COULDNT_RESOLVE_HOST &&
         request_bytes > 0;
}

}  // namespace

// With its deleter: a member's type has no anonymous namespace in a unit of
// several files.
struct WebCaller::State {
  struct HandleFree {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  const std::atomic<bool>& stop;
  std::unique_ptr<CURL, HandleFree> curl;
};

WebCaller::WebCaller(const std::atomic<bool>& stop)
    : state_(std::make_unique<State>(State{stop, nullptr})) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  state_->curl.reset(curl_easy_init());
}

WebCaller::~WebCaller() = default;

WebAnswer WebCaller::Call(const WebCall& call) {
  CURL* const curl = state_->curl.get();
  WebAnswer answer;
  if (curl == nullptr) {
    answer.error = "no memory";
    return answer;
  }
  curl_easy_reset(curl);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(call.timeout.count()));
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(call.body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, KeepBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, OnCallProgress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &state_->stop);
  // "Expect: 100-continue" would cost a second at servers that ignore it.
  std::unique_ptr<curl_slist, HeaderListFree> headers(
      curl_slist_append(nullptr, "Content-Type: application/json"));
  curl_slist_append(headers.get(), "Expect:");
  for (const auto& [name, value] : call.headers) {
    std::string line = name;
    line.append(": ").append(value);
    curl_slist_append(headers.get(), line.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    answer.error = curl_easy_strerror(code);
    answer.may_be_done = WasSent(curl, code);
    answer.body.clear();
    return answer;
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  if (retry_after > 0) answer.retry_after = std::chrono::seconds(retry_after);
  return answer;
}

}  // namespace sportello
