// A week of opening hours as an operator writes it, and the words of which it
// is made.
#ifndef SPORTELLO_HANDOFF_WEEKLY_HOURS_H_
#define SPORTELLO_HANDOFF_WEEKLY_HOURS_H_

#include <array>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sportello {

// Minutes of the day: open from `from` (included) to `to` (excluded).
struct DayInterval {
  int from = 0;
  int to = 0;
  bool operator==(const DayInterval&) const = default;
};

inline constexpr int kMinutesOfDay = 24 * 60;

// Monday is day 0. Intervals of a day are sorted and do not overlap.
struct WeeklyHours {
  std::array<std::vector<DayInterval>, 7> days;
  bool operator==(const WeeklyHours&) const = default;
};

// "monday-friday 09:00-13:00 14:00-18:00; saturday 09:00-12:30". A day that
// is not named is closed; "24:00" ends a day. Error: what is wrong with which
// word.
Result<WeeklyHours> ParseWeeklyHours(std::string_view text);

// "09:00-13:00": one interval.
Result<DayInterval> ParseDayInterval(std::string_view word);

// Sorts; error: two of them overlap on `day`, which the message names.
Status SortIntervals(std::vector<DayInterval>& intervals, std::string_view day);

// The words of a text, split at spaces, tabs and line ends.
std::vector<std::string_view> SplitWords(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_WEEKLY_HOURS_H_
