#include "handoff/holidays.h"

#include <array>

namespace sportello {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

struct FixedHoliday {
  unsigned month;
  unsigned day;
  int since;  // first year
  Holiday holiday;
};

constexpr std::array<FixedHoliday, 11> kFixed = {{
    {1, 1, 0, {"Capodanno", "New Year's Day"}},
    {1, 6, 0, {"Epifania", "Epiphany"}},
    {4, 25, 0, {"Festa della Liberazione", "Liberation Day"}},
    {5, 1, 0, {"Festa dei lavoratori", "Labour Day"}},
    {6, 2, 0, {"Festa della Repubblica", "Republic Day"}},
    {8, 15, 0, {"Ferragosto", "Assumption Day"}},
    {10, 4, 2026, {"San Francesco", "Saint Francis' Day"}},
    {11, 1, 0, {"Ognissanti", "All Saints' Day"}},
    {12, 8, 0, {"Immacolata Concezione", "Immaculate Conception"}},
    {12, 25, 0, {"Natale", "Christmas Day"}},
    {12, 26, 0, {"Santo Stefano", "Saint Stephen's Day"}},
}};

}  // namespace

year_month_day EasterSunday(std::chrono::year year) {
  // The letters are those of the source.
  const int y = static_cast<int>(year);
  const int a = y % 19;
  const int b = y / 100;
  const int c = y % 100;
  const int d = b / 4;
  const int e = b % 4;
  const int f = (b + 8) / 25;
  const int g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30;
  const int i = c / 4;
  const int k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451;
  const int n = h + l - 7 * m + 114;
  return year / (n / 31) / (n % 31 + 1);
}

std::optional<Holiday> ItalianHolidayOn(year_month_day date) {
  for (const FixedHoliday& fixed : kFixed) {
    if (static_cast<unsigned>(date.month()) == fixed.month &&
        static_cast<unsigned>(date.day()) == fixed.day &&
        static_cast<int>(date.year()) >= fixed.since) {
      return fixed.holiday;
    }
  }
  const sys_days easter{EasterSunday(date.year())};
  if (sys_days{date} == easter) return Holiday{"Pasqua", "Easter Sunday"};
  if (sys_days{date} == easter + days(1)) {
    return Holiday{"Lunedì dell'Angelo", "Easter Monday"};
  }
  return std::nullopt;
}

}  // namespace sportello
