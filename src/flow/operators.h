// Who may see how the daemon is doing.
#ifndef SPORTELLO_FLOW_OPERATORS_H_
#define SPORTELLO_FLOW_OPERATORS_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "http/http_server.h"

namespace sportello {

// Immutable and safe from many threads.
class Operators {
 public:
  // `behind_proxy`: a trusted proxy is set, so that addresses are those of
  // the customers.
  Operators(const std::vector<std::string>& addresses, bool behind_proxy)
      : addresses_(addresses.begin(), addresses.end()),
        behind_proxy_(behind_proxy) {}

  // A request that some proxy passed on, and that we know nothing of, comes
  // from a stranger.
  bool Includes(const HttpRequest& request) const {
    if (!addresses_.contains(request.remote_address)) return false;
    return behind_proxy_ || (request.Header("X-Forwarded-For").empty() &&
                             request.Header("Forwarded").empty());
  }

  const std::set<std::string, std::less<>>& addresses() const {
    return addresses_;
  }

 private:
  const std::set<std::string, std::less<>> addresses_;
  const bool behind_proxy_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_OPERATORS_H_
