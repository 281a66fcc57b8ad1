// Passwords as hashes that are costly to guess: argon2id by libsodium.
//
// libsodium was chosen because it is in Debian 12, picks the parameters and
// writes them into the hash, and compares in constant time. A hash takes
// 64 MiB and some 60 ms, so at most two are computed at a time.
#ifndef SPORTELLO_DESK_PASSWORD_H_
#define SPORTELLO_DESK_PASSWORD_H_

#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

inline constexpr size_t kMinPasswordCharacters = 10;
inline constexpr size_t kMaxPasswordBytes = 1024;

// kInvalid: too short or too long; any characters are allowed.
Status CheckPassword(std::string_view password);

// "$argon2id$v=19$m=65536,t=2,p=1$...". kUnavailable without memory.
Result<std::string> HashPassword(std::string_view password);

// Whether the password is that of the hash; an empty hash takes as long and is
// nobody's. kUnavailable when two others are being checked at the moment.
Result<bool> VerifyPassword(const std::string& hash, std::string_view password);

// True for a hash with weaker parameters than those of today.
bool IsOutdated(const std::string& hash);

}  // namespace sportello

#endif  // SPORTELLO_DESK_PASSWORD_H_
