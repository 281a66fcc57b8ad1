#include "handoff/hours.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

Time At(int year, unsigned month, unsigned day, int hour, int minute) {
  using namespace std::chrono;
  const sys_days date{std::chrono::year(year) / std::chrono::month(month) /
                      std::chrono::day(day)};
  return Time(date.time_since_epoch()) + hours(hour) + minutes(minute);
}

OpeningHours Rome(std::string_view text) {
  auto hours = OpeningHours::Make(text, "Europe/Rome");
  REQUIRE(hours.ok());
  return *hours;
}

std::string Why(std::string_view text) {
  const auto hours = ParseWeeklyHours(text);
  return hours.ok() ? "" : hours.error().message;
}

TEST_CASE("Hours that are not set are always open") {
  CHECK(OpeningHours().IsOpen(At(2026, 1, 1, 3, 0)));
  CHECK(Rome("").IsOpen(At(2026, 1, 1, 3, 0)));
}

TEST_CASE("The hours are those of the company's time zone, in summer too") {
  const OpeningHours hours = Rome("monday-friday 09:00-18:00");
  // Monday 2026-01-05: Rome is one hour ahead of UTC.
  CHECK_FALSE(hours.IsOpen(At(2026, 1, 5, 7, 59)));
  CHECK(hours.IsOpen(At(2026, 1, 5, 8, 0)));
  CHECK_FALSE(hours.IsOpen(At(2026, 1, 5, 17, 0)));
  // Monday 2026-07-06: two hours.
  CHECK(hours.IsOpen(At(2026, 7, 6, 7, 0)));
  CHECK_FALSE(hours.IsOpen(At(2026, 7, 6, 16, 0)));
}

TEST_CASE("A day may have several intervals and a day not named is closed") {
  const OpeningHours hours = Rome("saturday 09:00-12:00 15:00-24:00");
  CHECK(hours.IsOpen(At(2026, 1, 10, 8, 30)));
  CHECK_FALSE(hours.IsOpen(At(2026, 1, 10, 12, 0)));
  CHECK(hours.IsOpen(At(2026, 1, 10, 22, 59)));
  CHECK_FALSE(hours.IsOpen(At(2026, 1, 10, 23, 0)));  // Sunday in Rome
}

TEST_CASE("The weekday of a time before 1970 is right") {
  CHECK(Rome("wednesday 00:00-24:00").IsOpen(At(1969, 12, 31, 12, 0)));
  CHECK_FALSE(Rome("thursday 00:00-24:00").IsOpen(At(1969, 12, 31, 12, 0)));
}

TEST_CASE("What is wrong with the hours is said with the word") {
  CHECK(Why("lunedì 09:00-18:00") == "'lunedì' is no day such as monday");
  CHECK(Why("monday 9-18") == "'9-18' is no interval such as 09:00-13:00");
  CHECK(Why("monday 18:00-09:00") == "'18:00-09:00' ends before it begins");
  CHECK(Why("sunday-monday 09:00-10:00") ==
        "'sunday-monday' ends before it begins");
  CHECK(Why("monday 09:00-13:00 12:00-14:00") ==
        "two intervals of monday overlap");
  CHECK(Why("monday 09:00-25:00") ==
        "'09:00-25:00' is no interval such as 09:00-13:00");
}

TEST_CASE("A time zone that does not exist is refused by name") {
  const Status status = CheckTimeZone("Europe/Roma");
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message ==
        "'Europe/Roma' is no time zone such as Europe/Rome");
}

}  // namespace
}  // namespace sportello
