// The address under which the customer of a closed ticket says how it went.
//
// It can be followed without signing in, so it is signed; each ticket is rated
// once, so it works once.
#ifndef SPORTELLO_HANDOFF_RATING_LINK_H_
#define SPORTELLO_HANDOFF_RATING_LINK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sportello {

// "1042-0f3c...": the ticket's number and 128 bits that need the secret.
std::string RatingToken(std::string_view secret, int64_t ticket);
// The ticket; nothing for a token that is not ours.
std::optional<int64_t> ReadRatingToken(std::string_view secret,
                                       std::string_view token);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_RATING_LINK_H_
