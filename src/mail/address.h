// Mail addresses: what we send to, and what we say of them.
//
// Stricter than RFC 5321 on purpose: what is refused here is either rare or an
// attack. libcurl would pass a CR LF in an address on to the server.
#ifndef SPORTELLO_MAIL_ADDRESS_H_
#define SPORTELLO_MAIL_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

// A name and an address, as in From:. The name is UTF-8, may be empty.
struct NamedAddress {
  std::string name;
  std::string address;
  bool operator==(const NamedAddress&) const = default;
};

// True for local@domain in ASCII: local part of at most 64 of letters, digits
// and !#$%&'*+-/=?^_`{|}~ with single dots inside, domain of two or more labels
// (or one: "localhost" is fine for tests), at most 254 in all.
bool IsMailAddress(std::string_view text);

// The first address that stands in a text, without what surrounds it ("la mia
// mail è anna@example.it, grazie" gives anna@example.it). The domain has a dot.
std::optional<std::string> FindMailAddress(std::string_view text);

// "a***@example.it": enough for its owner to know it again.
std::string MaskMailAddress(std::string_view address);

// Lower case. Local parts get case-folded on their way, so we compare so.
std::string FoldMailAddress(std::string_view address);

// "help@shop.it" and "tok1" make "help+tok1@shop.it".
std::string AddressWithToken(std::string_view address, std::string_view token);

// The token of "help+tok1@shop.it" for `address` "help@shop.it"; empty for
// another address or none.
std::string TokenInAddress(std::string_view text, std::string_view address);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_ADDRESS_H_
