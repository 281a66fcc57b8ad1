#include "language/day_format.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

constexpr sys_days kMonday{year(2026) / 11 / 23};
constexpr sys_days kNewYear{year(2027) / 1 / 1};

TEST_CASE("A day is said in the customer's language") {
  CHECK(FormatDay("it", kMonday) == "lunedì 23 novembre 2026");
  CHECK(FormatDay("en", kMonday) == "Monday 23 November 2026");
  CHECK(FormatDay("fr", kMonday) == "lundi 23 novembre 2026");
}

TEST_CASE("A part of a day is said alone") {
  CHECK(FormatDay("it", kMonday, DayForm::kWeekday) == "lunedì");
  CHECK(FormatDay("en", kMonday, DayForm::kWeekday) == "Monday");
  CHECK(FormatDay("it", kMonday, DayForm::kDayAndMonth) == "23 novembre");
  CHECK(FormatDay("en", kMonday, DayForm::kDate) == "23 November 2026");
}

TEST_CASE("Only the first of a month is an ordinal, and only in Italian") {
  CHECK(FormatDay("it", kNewYear, DayForm::kDayAndMonth) == "1º gennaio");
  CHECK(FormatDay("it", kNewYear, DayForm::kDate) == "1º gennaio 2027");
  CHECK(FormatDay("en", kNewYear, DayForm::kDayAndMonth) == "1 January");
  CHECK(FormatDay("it", sys_days(year(2027) / 1 / 11), DayForm::kDayAndMonth) ==
        "11 gennaio");
}

TEST_CASE("Hours have no zero before them") {
  CHECK(FormatClock("it", 9 * 60) == "9:00");
  CHECK(FormatClock("en", 18 * 60 + 5) == "18:05");
  CHECK(FormatClock("it", 0) == "0:00");
}

}  // namespace
}  // namespace sportello
