// Days in a customer's language, by ICU (CLDR's data): "lunedì 23 novembre
// 2026", "Monday, 23 November 2026".
#ifndef SPORTELLO_LANGUAGE_DAY_FORMAT_H_
#define SPORTELLO_LANGUAGE_DAY_FORMAT_H_

#include <chrono>
#include <string>
#include <string_view>

namespace sportello {

// ISO ("2026-11-23") when ICU cannot. Safe from many threads; some
// microseconds after the first call of a language.
std::string FormatDay(std::string_view language, std::chrono::sys_days day);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_DAY_FORMAT_H_
