#include "channels/web_caller.h"

#include "transfer/curl.h"

namespace sportello {
namespace {

constexpr size_t kMaxAnswer = 4 << 20;  // a batch of 100 events

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

struct WebCaller::State {
  const std::atomic<bool>& stop;
  CurlPtr curl;
};

WebCaller::WebCaller(const std::atomic<bool>& stop)
    : state_(std::make_unique<State>(State{stop, NewCurl()})) {}

WebCaller::~WebCaller() = default;

WebAnswer WebCaller::Call(const WebCall& call) {
  CURL* const curl = state_->curl.get();
  WebAnswer answer;
  if (curl == nullptr) {
    answer.error = "no memory";
    return answer;
  }
  PrepareCurl(curl, {"http,https", call.timeout}, state_->stop);
  curl_easy_setopt(curl, CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call.body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(call.body.size()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, KeepBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  // "Expect: 100-continue" would cost a second at servers that ignore it.
  CurlLines headers;
  headers.Add("Content-Type: application/json");
  headers.Add("Expect:");
  for (const auto& [name, value] : call.headers) {
    std::string line = name;
    line.append(": ").append(value);
    headers.Add(line);
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
