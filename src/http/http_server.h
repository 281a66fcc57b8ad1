// The front door: connections, limits and deadlines in an event loop, whole
// requests on a small pool of workers, routing and answering by cpp-httplib.
//
// Handlers never see a socket, and nothing outside http/ knows httplib. An
// idle connection costs no thread.
#ifndef SPORTELLO_HTTP_HTTP_SERVER_H_
#define SPORTELLO_HTTP_HTTP_SERVER_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace sportello {

// Every limit has a name in the settings; see the settings table for units.
struct HttpLimits {
  int max_connections = 10'000;
  int max_connections_per_address = 512;
  int max_head_bytes = 16 * 1024;
  int max_header_lines = 64;
  int max_target_bytes = 2048;
  int max_body_bytes = 64 * 1024;
  std::chrono::milliseconds head_timeout{5'000};
  std::chrono::milliseconds exchange_timeout{15'000};
  std::chrono::milliseconds idle_timeout{60'000};
  int workers = 4;
  int max_queued_requests = 1024;
  // Address of the reverse proxy whose X-Forwarded-For is believed; empty =
  // none.
  std::string trusted_proxy;
};

struct HttpRequest {
  std::string method;
  std::string path;                                             // decoded
  std::vector<std::pair<std::string, std::string>> query;       // decoded
  std::vector<std::pair<std::string, std::string>> parameters;  // of the route
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string remote_address;  // of the customer, proxy already resolved

  // Empty when absent.
  std::string_view Query(std::string_view name) const;
  std::string_view Parameter(std::string_view name) const;
  std::string_view Header(std::string_view name) const;  // case-insensitive
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

// An error as application/problem+json (RFC 9457). `detail` is a sentence
// that helps whoever reads it; `type` is a stable short name.
HttpResponse Problem(int status, std::string_view type, std::string_view title,
                     std::string_view detail);
// The response for an Error: invalid 400, denied 403, not found 404,
// conflict 409, unavailable 503 with Retry-After, internal 500.
HttpResponse ProblemFor(const Error& error);

// Answers one request, exactly once, from any thread; later calls are
// ignored. If every copy is destroyed unanswered, the client gets a 500.
class Responder {
 public:
  virtual ~Responder() = default;
  virtual void Send(HttpResponse response) = 0;
};

// Runs on a worker thread and must not block for long: long waits keep the
// Responder and send later. Exceptions become a neutral 500.
using HttpHandler =
    std::function<void(const HttpRequest&, std::shared_ptr<Responder>)>;

struct HttpRoute {
  std::string method;   // "GET", "POST", ...
  std::string pattern;  // "/v1/conversations/{id}/messages"
};

class HttpServer {
 public:
  explicit HttpServer(HttpLimits limits);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Before Start. `{name}` matches one path segment.
  void Route(std::string method, std::string pattern, HttpHandler handler);
  const std::vector<HttpRoute>& routes() const;

  // Binds and begins to serve on threads of its own. `address` is a number
  // ("127.0.0.1", "::1") or "localhost"; port 0 picks a free one. Errors:
  // kConflict when the port is in use, kDenied for a privileged port,
  // kInvalid for an unknown address.
  Status Start(const std::string& address, int port);
  int port() const;

  // Stops accepting, lets running requests end for at most `deadline`, then
  // closes all. Returns when all threads have ended.
  void Stop(std::chrono::milliseconds deadline);

  // Calls `task` on the event loop after `delay`; for waiting requests.
  void After(std::chrono::milliseconds delay, std::function<void()> task);

 private:
  class Front;
  std::unique_ptr<Front> front_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_HTTP_SERVER_H_
