// Days that are not as the week says: own closures, half days.
#ifndef SPORTELLO_HANDOFF_SPECIAL_DAYS_H_
#define SPORTELLO_HANDOFF_SPECIAL_DAYS_H_

#include <chrono>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "handoff/weekly_hours.h"

namespace sportello {

struct SpecialDays {
  bool yearly = false;  // the year of the two dates means nothing then
  std::chrono::year_month_day first{};
  std::chrono::year_month_day last{};  // included
  std::vector<DayInterval> hours;      // empty = closed all day

  bool Cover(std::chrono::year_month_day date) const;
};

// "2026-08-10/2026-08-23"     closed from the first to the last day
// "12-24"                     closed on that day of each year
// "2026-12-24 09:00-13:00"    open in these hours only, holiday or not
// Error: what is wrong with which word.
Result<SpecialDays> ParseSpecialDays(std::string_view text);

// "06-24": month and day of each year.
Result<std::chrono::month_day> ParseMonthDay(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_SPECIAL_DAYS_H_
