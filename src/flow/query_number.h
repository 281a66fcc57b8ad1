// Numbers in the query of a request.
#ifndef SPORTELLO_FLOW_QUERY_NUMBER_H_
#define SPORTELLO_FLOW_QUERY_NUMBER_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/http_server.h"

namespace sportello {

// The value of ?name=..., or `fallback` when it is absent. Larger than `most`
// is `most`. Error kInvalid for what is no whole number of at least `least`.
inline Result<int64_t> QueryNumber(const HttpRequest& request,
                                   std::string_view name, int64_t fallback,
                                   int64_t least, int64_t most) {
  const std::string_view text = request.Query(name);
  if (text.empty()) return fallback;
  int64_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || value < least) {
    return Invalid("'" + std::string(name) + "' must be a whole number, " +
                   std::to_string(least) + " or more.");
  }
  return value < most ? value : most;
}

}  // namespace sportello

#endif  // SPORTELLO_FLOW_QUERY_NUMBER_H_
