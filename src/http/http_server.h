// The front door: connections, limits and deadlines in an event loop, whole
// requests on a small pool of workers, answers from any thread.
//
//   HttpServer server(limits);
//   server.Route("POST", "/v1/chat", handler);
//   Status started = server.Start("127.0.0.1", 8080);
//
// Handlers never see a socket. An idle connection costs no thread, and one
// connection has at most one request in work: pipelined ones wait for their
// turn, so that answers keep the order of the requests.
//
// The loop is plain epoll: Linux is the only target, the loop has to know
// when a round of events ends (then the workers get all its requests with one
// lock and the answers leave together), and a deadline moves several times a
// request, which is a plain store in our wheel of deadlines.
//
// cpp-httplib is the client (http_client.h), not the server: its
// process_request() wants the answer before it returns, which would hold a
// worker for every commit and every waiting customer. It also costs 16 times
// our own reading, routing and answering: 5.8 against 0.35 us a request
// (tests/bench/http_process_request.cc and http_parts.cc).
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
  // For receiving a request, and again for handing its answer to the client.
  std::chrono::milliseconds exchange_timeout{15'000};
  // Between the request and the handler's answer; then 503.
  std::chrono::milliseconds answer_timeout{60'000};
  std::chrono::milliseconds idle_timeout{60'000};
  int workers = 4;
  int max_queued_requests = 1024;
  // Address, as a number, of the reverse proxy whose X-Forwarded-For is
  // believed; empty = none.
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
  // Path and query are valid UTF-8; header values may hold any bytes but
  // control characters.

  // Empty when absent; the first one when repeated.
  std::string_view Query(std::string_view name) const;
  std::string_view Parameter(std::string_view name) const;
  std::string_view Header(std::string_view name) const;  // case-insensitive
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  // Content-Security-Policy, Cache-Control and Referrer-Policy given here
  // replace the defaults. Content-Length, Connection and Date are the front's.
  std::vector<std::pair<std::string, std::string>> headers;
};

// An error as application/problem+json (RFC 9457). `detail` is a sentence
// that helps whoever reads it; `type` is a stable short name.
HttpResponse MakeProblem(int status, std::string_view type,
                         std::string_view title, std::string_view detail);
// 429 with Retry-After, in whole seconds.
HttpResponse MakeTooMany(std::chrono::seconds retry_after,
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
// Responder and send later. The request is gone when the handler returns.
// Exceptions become a neutral 500.
using HttpHandler =
    std::function<void(const HttpRequest&, std::shared_ptr<Responder>)>;

// Counts since Start, but `open_connections`, which is the present number.
struct HttpStats {
  uint64_t connections = 0;
  uint64_t requests = 0;  // whole ones, handed to a worker or shed
  // Answers by class: [1] is 2xx, [2] 3xx, [3] 4xx, [4] 5xx.
  uint64_t answers[5] = {};
  uint64_t refused = 0;   // heads and bodies that broke a rule or a limit
  uint64_t shed = 0;      // 503: no room in the queue or for a connection
  uint64_t capped = 0;    // 429: too many connections of one address
  uint64_t timeouts = 0;  // deadlines passed, idle connections excepted
  int64_t open_connections = 0;
};

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

  // Before Start. `{name}` matches one path segment, a literal segment comes
  // before a name. GET answers HEAD too, and OPTIONS is answered with the
  // methods of the path unless it has a route of its own.
  void Route(std::string method, std::string pattern, HttpHandler handler);
  const std::vector<HttpRoute>& routes() const;

  // Takes the port; who connects is refused until Start(). `address` is a
  // number ("127.0.0.1", "::1") or "localhost"; port 0 picks a free one.
  // Errors: kConflict when the port is in use, kDenied for a privileged port,
  // kInvalid for an unknown address.
  Status Bind(const std::string& address, int port);
  // Begins to serve there on threads of its own. kConflict: no port is bound,
  // or another program began to listen there meanwhile.
  Status Start();
  // Both at once.
  Status Start(const std::string& address, int port);
  int port() const;

  // Stops accepting, lets running requests end for at most `deadline`, then
  // closes all. Returns when all threads have ended.
  void Stop(std::chrono::milliseconds deadline);

  // Calls `task` on the event loop after `delay`; for waiting requests. Any
  // thread; a task must not block. Tasks that wait when the server stops are
  // dropped.
  void After(std::chrono::milliseconds delay, std::function<void()> task);

  // Any thread.
  HttpStats stats() const;

 private:
  class Front;
  std::unique_ptr<Front> front_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_HTTP_SERVER_H_
