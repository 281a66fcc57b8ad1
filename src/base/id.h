// Identifiers that strangers cannot guess.
#ifndef SPORTELLO_BASE_ID_H_
#define SPORTELLO_BASE_ID_H_

#include <string>
#include <string_view>

#include "base/clock.h"

namespace sportello {

// 22 characters of [A-Za-z0-9_-] holding 132 random bits from the kernel
// (getrandom(2)): no time, no counter. Safe from many threads.
std::string NewId();

// 7 characters of the time in milliseconds, then those of NewId(): ids made
// one after the other lie side by side in an index, whose pages are then
// written far less often. The idea is that of UUID version 7 (RFC 9562,
// section 5.7); text in byte order follows time until the year 2109.
std::string NewTimeOrderedId(Time now);

// 26 characters of [a-z2-7] (base32) holding 130 random bits: for places that
// do not keep the case of letters, such as mail addresses.
std::string NewLowerId();

// True for 1 to 64 characters of [A-Za-z0-9_-].
bool IsWellFormedId(std::string_view id);

}  // namespace sportello

#endif  // SPORTELLO_BASE_ID_H_
