#include "handoff/special_days.h"

#include <charconv>
#include <optional>
#include <string>

#include "base/wording.h"

namespace sportello {
namespace {

using std::chrono::month_day;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Yearly dates are kept in a leap year, so that 02-29 exists.
constexpr std::chrono::year kAnyYear{2000};

std::optional<int> Digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<month_day> MonthDayOf(std::string_view text) {
  if (text.size() != 5 || text[2] != '-') return std::nullopt;
  const auto month = Digits(text.substr(0, 2));
  const auto day = Digits(text.substr(3, 2));
  if (!month.has_value() || !day.has_value()) return std::nullopt;
  const month_day date{std::chrono::month(static_cast<unsigned>(*month)),
                       std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

// "2026-12-24" or "12-24"; sets `yearly`.
std::optional<year_month_day> DateOf(std::string_view text, bool& yearly) {
  yearly = text.size() == 5;
  if (yearly) {
    const auto date = MonthDayOf(text);
    if (!date.has_value()) return std::nullopt;
    return year_month_day{kAnyYear, date->month(), date->day()};
  }
  if (text.size() != 10 || text[4] != '-') return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto date = MonthDayOf(text.substr(5));
  if (!year.has_value() || !date.has_value()) return std::nullopt;
  const year_month_day whole{std::chrono::year(*year), date->month(),
                             date->day()};
  if (!whole.ok()) return std::nullopt;
  return whole;
}

Status ParseDates(std::string_view word, SpecialDays& days) {
  const size_t slash = word.find('/');
  bool last_yearly = false;
  const auto first = DateOf(word.substr(0, slash), days.yearly);
  const auto last = slash == std::string_view::npos
                        ? DateOf(word, last_yearly)
                        : DateOf(word.substr(slash + 1), last_yearly);
  if (!first.has_value() || !last.has_value() || days.yearly != last_yearly) {
    return Invalid(Quote(word) +
                   " is no day such as 2026-12-24, 12-24 or "
                   "2026-08-10/2026-08-23");
  }
  // Yearly days may run over the end of the year: 12-27/01-05.
  if (!days.yearly && *last < *first) {
    return Invalid(Quote(word) + " ends before it begins");
  }
  days.first = *first;
  days.last = *last;
  return Status();
}

}  // namespace

bool SpecialDays::Cover(year_month_day date) const {
  if (!yearly) return first <= date && date <= last;
  const year_month_day day{kAnyYear, date.month(), date.day()};
  if (first <= last) return first <= day && day <= last;
  return first <= day || day <= last;
}

Result<month_day> ParseMonthDay(std::string_view text) {
  const auto date = MonthDayOf(text);
  if (date.has_value()) return *date;
  return Invalid(Quote(text) + " is no month and day such as 06-24");
}

Result<SpecialDays> ParseSpecialDays(std::string_view text) {
  const std::vector<std::string_view> words = SplitWords(text);
  SpecialDays days;
  const Status dates =
      ParseDates(words.empty() ? std::string_view() : words.front(), days);
  if (!dates.ok()) return dates.error();
  for (size_t i = 1; i < words.size(); ++i) {
    const Result<DayInterval> interval = ParseDayInterval(words[i]);
    if (!interval.ok()) return interval.error();
    days.hours.push_back(*interval);
  }
  const Status sorted = SortIntervals(days.hours, words.front());
  if (!sorted.ok()) return sorted.error();
  return days;
}

}  // namespace sportello
