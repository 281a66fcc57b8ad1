// Registers routes so that each is counted and may be called by the pages of
// allowed origins (CORS, https://fetch.spec.whatwg.org/).
#ifndef SPORTELLO_FLOW_DOOR_H_
#define SPORTELLO_FLOW_DOOR_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "http/http_server.h"
#include "metrics/metrics.h"

namespace sportello {

class Door {
 public:
  // Both outlive the server's run.
  Door(HttpServer& server, Metrics& metrics,
       const std::vector<std::string>& allowed_origins);

  // For the same origin only.
  void Route(const std::string& method, const std::string& pattern,
             HttpHandler handler);
  // For allowed origins too; answers their preflight requests.
  void RouteForOrigins(const std::string& method, const std::string& pattern,
                       HttpHandler handler);

 private:
  HttpServer& server_;
  Metrics& metrics_;
  const std::shared_ptr<const std::set<std::string, std::less<>>> origins_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_DOOR_H_
