#include "flow/door.h"

#include <array>
#include <atomic>
#include <string_view>
#include <utility>

namespace sportello {
namespace {

using Origins = std::set<std::string, std::less<>>;

// Answers by class of status: [0] is 1xx.
using RouteCounters = std::array<Counter, 5>;

// Counts the answer and adds the headers that the caller's origin needs.
class CountingResponder : public Responder {
 public:
  CountingResponder(std::shared_ptr<Responder> next,
                    std::shared_ptr<const RouteCounters> counters,
                    std::string origin, bool vary)
      : next_(std::move(next)),
        counters_(std::move(counters)),
        origin_(std::move(origin)),
        vary_(vary) {}

  void Send(HttpResponse response) override {
    if (sent_.exchange(true)) return;
    const int kind = response.status / 100;
    if (kind >= 1 && kind <= 5) {
      (*counters_)[static_cast<size_t>(kind - 1)].Increment();
    }
    if (vary_) response.headers.emplace_back("Vary", "Origin");
    if (!origin_.empty()) {
      response.headers.emplace_back("Access-Control-Allow-Origin", origin_);
      response.headers.emplace_back("Access-Control-Expose-Headers",
                                    "Retry-After");
    }
    next_->Send(std::move(response));
  }

 private:
  const std::shared_ptr<Responder> next_;
  const std::shared_ptr<const RouteCounters> counters_;
  const std::string origin_;
  const bool vary_;
  std::atomic<bool> sent_{false};
};

std::shared_ptr<const RouteCounters> MakeCounters(Metrics& metrics,
                                                  const std::string& route) {
  RouteCounters counters;
  for (const size_t i : {1U, 2U, 3U, 4U}) {
    counters.at(i) = metrics.AddCounter(
        "http_responses_total", "Answers, by route and class of status.",
        {{"route", route}, {"code", std::to_string(i + 1) + "xx"}});
  }
  return std::make_shared<const RouteCounters>(counters);
}

// The request's origin when it is allowed, else "".
std::string AllowedOrigin(const Origins& origins, const HttpRequest& request) {
  const auto it = origins.find(request.Header("Origin"));
  return it == origins.end() ? "" : *it;
}

void AnswerPreflight(const Origins& origins, const HttpRequest& request,
                     Responder& responder) {
  HttpResponse response;
  response.status = 204;
  response.headers.emplace_back("Vary", "Origin");
  const std::string origin = AllowedOrigin(origins, request);
  if (!origin.empty()) {
    response.headers.emplace_back("Access-Control-Allow-Origin", origin);
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
    response.headers.emplace_back("Access-Control-Allow-Headers",
                                  "Content-Type, Authorization, "
                                  "X-Ms-Bot-Agent, X-Requested-With");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  responder.Send(std::move(response));
}

}  // namespace

Door::Door(HttpServer& server, Metrics& metrics,
           const std::vector<std::string>& allowed_origins)
    : server_(server),
      metrics_(metrics),
      origins_(std::make_shared<const Origins>(allowed_origins.begin(),
                                               allowed_origins.end())) {}

void Door::Route(const std::string& method, const std::string& pattern,
                 HttpHandler handler) {
  server_.Route(method, pattern,
                [counters = MakeCounters(metrics_, pattern),
                 handler = std::move(handler)](const HttpRequest& request,
                                               auto responder) {
                  handler(request,
                          std::make_shared<CountingResponder>(
                              std::move(responder), counters, "", false));
                });
}

void Door::RouteForOrigins(const std::string& method,
                           const std::string& pattern, HttpHandler handler) {
  if (origins_->empty()) {
    Route(method, pattern, std::move(handler));
    return;
  }
  server_.Route(method, pattern,
                [counters = MakeCounters(metrics_, pattern), origins = origins_,
                 handler = std::move(handler)](const HttpRequest& request,
                                               auto responder) {
                  handler(request, std::make_shared<CountingResponder>(
                                       std::move(responder), counters,
                                       AllowedOrigin(*origins, request), true));
                });
  server_.Route(
      "OPTIONS", pattern,
      [origins = origins_](const HttpRequest& request, const auto& responder) {
        AnswerPreflight(*origins, request, *responder);
      });
}

}  // namespace sportello
