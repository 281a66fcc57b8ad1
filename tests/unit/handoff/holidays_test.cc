#include "handoff/holidays.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

std::string Italian(std::chrono::year_month_day date) {
  const auto holiday = ItalianHolidayOn(date);
  return holiday.has_value() ? std::string(holiday->it) : "";
}

// The slow oracle: the rule of the church, counted in days. Easter is the
// Sunday after the fourteenth day of the lunar month that falls on or after
// 21 March; the month comes from epacts (Clavius 1582, the tables' long form).
std::chrono::year_month_day EasterByEpact(int year) {
  const int golden = year % 19 + 1;
  const int century = year / 100 + 1;
  const int solar = 3 * century / 4 - 12;
  const int lunar = (8 * century + 5) / 25 - 5;
  int epact = (11 * golden + 20 + lunar - solar) % 30;
  if (epact < 0) epact += 30;
  if ((epact == 25 && golden > 11) || epact == 24) ++epact;
  int from_march = 44 - epact;
  if (from_march < 21) from_march += 30;
  sys_days day = sys_days{std::chrono::year(year) / 3 / 1} +
                 std::chrono::days(from_march - 1);
  do {
    day += std::chrono::days(1);
  } while (std::chrono::weekday(day) != std::chrono::Sunday);
  return day;
}

TEST_CASE("Easter is on the days that almanacs print") {
  CHECK(EasterSunday(1961y) == 1961y / 4 / 2);
  CHECK(EasterSunday(2000y) == 2000y / 4 / 23);
  CHECK(EasterSunday(2008y) == 2008y / 3 / 23);
  CHECK(EasterSunday(2024y) == 2024y / 3 / 31);
  CHECK(EasterSunday(2025y) == 2025y / 4 / 20);
  CHECK(EasterSunday(2026y) == 2026y / 4 / 5);
  CHECK(EasterSunday(2027y) == 2027y / 3 / 28);
  CHECK(EasterSunday(2038y) == 2038y / 4 / 25);
  CHECK(EasterSunday(2285y) == 2285y / 3 / 22);
}

TEST_CASE("Easter of each year to 4000 is the Sunday that epacts give") {
  for (int year = 1583; year <= 4000; ++year) {
    REQUIRE(EasterSunday(std::chrono::year(year)) == EasterByEpact(year));
  }
}

TEST_CASE("2026 has thirteen Italian holidays, 4 October among them") {
  int count = 0;
  for (sys_days day = sys_days{2026y / 1 / 1}; day < sys_days{2027y / 1 / 1};
       day += std::chrono::days(1)) {
    count += ItalianHolidayOn(day).has_value() ? 1 : 0;
  }
  CHECK(count == 13);
  CHECK(Italian(2026y / 10 / 4) == "San Francesco");
  CHECK(Italian(2025y / 10 / 4).empty());
}

TEST_CASE("Easter Monday is a holiday and Good Friday is none") {
  CHECK(Italian(2026y / 4 / 6) == "Lunedì dell'Angelo");
  CHECK(Italian(2026y / 4 / 3).empty());
  CHECK(ItalianHolidayOn(2026y / 12 / 26)->en == "Saint Stephen's Day");
}

}  // namespace
}  // namespace sportello
