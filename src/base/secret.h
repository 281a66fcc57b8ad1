// A secret of this installation, and what is derived from it.
//
// HMAC-SHA-256 (RFC 2104) by OpenSSL's libcrypto, which other parts need
// anyway.
#ifndef SPORTELLO_BASE_SECRET_H_
#define SPORTELLO_BASE_SECRET_H_

#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

// The secret kept in the file; made from the kernel's random numbers, for the
// owner's eyes only, when there is no such file. Errors: kUnavailable when it
// cannot be read or written.
Result<std::string> LoadOrMakeSecret(const std::string& path);

// 64 hexadecimal digits.
std::string HmacHex(std::string_view secret, std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_BASE_SECRET_H_
