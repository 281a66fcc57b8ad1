#include "handoff/rating_link.h"

#include <charconv>

#include "base/secret.h"

namespace sportello {

std::string RatingToken(std::string_view secret, int64_t ticket) {
  const std::string number = std::to_string(ticket);
  return number + "-" +
         HmacHex(secret, "rating of ticket " + number).substr(0, 32);
}

std::optional<int64_t> ReadRatingToken(std::string_view secret,
                                       std::string_view token) {
  int64_t ticket = 0;
  const auto read =
      std::from_chars(token.data(), token.data() + token.size(), ticket);
  if (read.ec != std::errc() || ticket < 1) return std::nullopt;
  if (!IsSameSecret(RatingToken(secret, ticket), token)) return std::nullopt;
  return ticket;
}

}  // namespace sportello
