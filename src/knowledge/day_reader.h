// Days as people write them, in Italian and English.
//
//   "domani", "lunedì prossimo", "tra 3 giorni", "il 12 novembre", "12/11"
//   "tomorrow", "next monday", "in 3 days", "november 12th", "2026-11-12"
//
// Pure; the day that "today" means comes in as an argument.
#ifndef SPORTELLO_KNOWLEDGE_DAY_READER_H_
#define SPORTELLO_KNOWLEDGE_DAY_READER_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "language/normalizer.h"

namespace sportello {

using Day = std::chrono::sys_days;

// Where a day without a year, or a weekday alone, is to be looked for.
enum class DaySide { kAny, kFuture, kPast };

struct DayFound {
  Day day{};
  size_t first = 0;  // token
  size_t last = 0;   // token behind the last one
};

// The only day in the text; nothing when there is none, or several. Days are
// written day first, as in Europe; a year of two digits is of this century.
std::optional<DayFound> FindDay(const NormalizedText& text, Day today,
                                DaySide side);

// "2026-11-12" and back; nothing when it is no day.
std::string DumpDay(Day day);
std::optional<Day> ParseDay(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_DAY_READER_H_
