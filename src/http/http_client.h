// A plain HTTP client for tests, benchmarks and webhooks, on cpp-httplib.
//
//   HttpClient client("http://127.0.0.1:8080");
//   Result<HttpResponse> answer = client.Post("/v1/chat", body);
//
// Keeps its connection open between calls. One thread at a time. An answer
// with an error status is an answer, not an Error.
#ifndef SPORTELLO_HTTP_HTTP_CLIENT_H_
#define SPORTELLO_HTTP_HTTP_CLIENT_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/http_server.h"

namespace sportello {

struct HttpClientLimits {
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds read_timeout{10'000};   // between two bytes
  std::chrono::milliseconds total_timeout{30'000};  // of the body
  size_t max_response_bytes = 1024 * 1024;
};

class HttpClient {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  // `base` is "http://host:port" or "https://host"; certificates are checked.
  // Redirects are not followed.
  explicit HttpClient(const std::string& base, HttpClientLimits limits = {});
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // kInvalid for a base, path or header that cannot be sent; kUnavailable
  // when there was no whole answer: refused, timeout, too large.
  Result<HttpResponse> Get(const std::string& path,
                           const Headers& headers = {});
  Result<HttpResponse> Post(
      const std::string& path, const std::string& body,
      const Headers& headers = {},
      const std::string& content_type = "application/json");

  // From any thread: the call that runs ends with kUnavailable soon.
  void Stop();

 private:
  class Line;
  std::unique_ptr<Line> line_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_HTTP_CLIENT_H_
