// Identifiers that strangers cannot guess.
#ifndef SPORTELLO_BASE_ID_H_
#define SPORTELLO_BASE_ID_H_

#include <string>
#include <string_view>

namespace sportello {

// 22 characters of [A-Za-z0-9_-] holding 132 random bits from the kernel
// (getrandom(2)): no time, no counter. Safe from many threads.
std::string NewId();

// True for 1 to 64 characters of [A-Za-z0-9_-].
bool IsWellFormedId(std::string_view id);

}  // namespace sportello

#endif  // SPORTELLO_BASE_ID_H_
