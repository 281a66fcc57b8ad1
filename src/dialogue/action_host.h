// Which hosts an action may call. Pure; the call itself is made by flow/.
#ifndef SPORTELLO_DIALOGUE_ACTION_HOST_H_
#define SPORTELLO_DIALOGUE_ACTION_HOST_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

// "https://api.shop.example/orders/1" in parts; nothing when it is no such
// address.
struct ActionAddress {
  std::string base;  // "https://api.shop.example"
  std::string host;  // "api.shop.example", with the port if it is written
  std::string path;  // "/orders/1"
};
std::optional<ActionAddress> SplitUrl(std::string_view url);

// Whether the address is one of these hosts'; false for what is no address.
bool IsAllowedHost(const std::vector<std::string>& hosts, std::string_view url);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_ACTION_HOST_H_
