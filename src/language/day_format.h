// Days and times in a customer's language, by ICU (CLDR's data): "lunedì 23
// novembre 2026", "Monday 23 November 2026", "9:00".
#ifndef SPORTELLO_LANGUAGE_DAY_FORMAT_H_
#define SPORTELLO_LANGUAGE_DAY_FORMAT_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace sportello {

enum class DayForm : uint8_t {
  kWhole,        // "lunedì 23 novembre 2026"
  kWeekday,      // "lunedì"
  kDayAndMonth,  // "23 novembre"
  kDate,         // "23 novembre 2026"
};

// ISO ("2026-11-23") when ICU cannot. The first of a month is "1º" in Italian
// where no weekday's name stands before it. Safe from many threads; some
// microseconds after the first call of a thread with this form and language.
std::string FormatDay(std::string_view language, std::chrono::sys_days day,
                      DayForm form = DayForm::kWhole);

// A minute of the day (0 to 1439) as a shop writes it: "9:00", "18:30".
std::string FormatClock(std::string_view language, int minute);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_DAY_FORMAT_H_
