// SHA-256 (FIPS 180-4) by OpenSSL's libcrypto, which other parts need anyway.
#ifndef SPORTELLO_BASE_SHA256_H_
#define SPORTELLO_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace sportello {

// 64 hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace sportello

#endif  // SPORTELLO_BASE_SHA256_H_
