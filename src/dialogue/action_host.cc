#include "dialogue/action_host.h"

#include <algorithm>

namespace sportello {

std::optional<ActionAddress> SplitUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  const std::string_view name = url.substr(0, scheme);
  if (name != "https" && name != "http") return std::nullopt;
  const size_t host = scheme + 3;
  const size_t path = url.find('/', host);
  if (path == std::string_view::npos || path == host) return std::nullopt;
  const std::string_view authority = url.substr(host, path - host);
  if (authority.find_first_of("@?# \\") != std::string_view::npos) {
    return std::nullopt;
  }
  return ActionAddress{std::string(url.substr(0, path)), std::string(authority),
                       std::string(url.substr(path))};
}

bool IsAllowedHost(const std::vector<std::string>& hosts,
                   std::string_view url) {
  const std::optional<ActionAddress> address = SplitUrl(url);
  return address.has_value() &&
         std::find(hosts.begin(), hosts.end(), address->host) != hosts.end();
}

}  // namespace sportello
