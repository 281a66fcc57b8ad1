// A secret of this installation, and what is derived from it.
//
// HMAC-SHA-256 (RFC 2104) by OpenSSL's libcrypto, which other parts need
// anyway.
#ifndef SPORTELLO_BASE_SECRET_H_
#define SPORTELLO_BASE_SECRET_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

// The secret kept in the file; made from the kernel's random numbers, for the
// owner's eyes only, when there is no such file. Errors: kUnavailable when it
// cannot be read or written.
Result<std::string> LoadOrMakeSecret(const std::string& path);
// The same, with `made` as the new secret.
Result<std::string> LoadOrMakeSecret(const std::string& path,
                                     const std::string& made);

// 32 bytes.
std::string HmacBytes(std::string_view secret, std::string_view text);
// The same as 64 hexadecimal digits.
std::string HmacHex(std::string_view secret, std::string_view text);

// RFC 4648, section 4: with padding, on one line.
std::string ToBase64(std::string_view bytes);
// Nothing for what ToBase64() would not have written.
std::optional<std::string> FromBase64(std::string_view text);

// In a time that does not tell where they differ.
bool IsSameSecret(std::string_view one, std::string_view other);

}  // namespace sportello

#endif  // SPORTELLO_BASE_SECRET_H_
