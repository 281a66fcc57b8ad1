// Opening hours with all that may close a shop, and the words for them.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "handoff/hours.h"
#include "handoff/hours_words.h"

namespace sportello {
namespace {

using namespace std::chrono_literals;

// A moment on Rome's wall clock in winter (UTC+1).
Time Winter(int year, unsigned month, unsigned day, int hour, int minute) {
  const std::chrono::sys_days date{std::chrono::year(year) /
                                   std::chrono::month(month) /
                                   std::chrono::day(day)};
  return Time(date.time_since_epoch()) + std::chrono::hours(hour - 1) +
         std::chrono::minutes(minute);
}

Time Summer(int year, unsigned month, unsigned day, int hour, int minute) {
  return Winter(year, month, day, hour, minute) - 1h;
}

HoursRules Shop() {
  HoursRules rules;
  rules.weekly = "monday-friday 09:00-13:00 14:00-18:00";
  rules.italian_holidays = true;
  return rules;
}

OpeningHours Open(const HoursRules& rules) {
  auto hours = OpeningHours::Make(rules);
  REQUIRE_MESSAGE(hours.ok(), hours.error().message);
  return *hours;
}

std::string Why(const HoursRules& rules) {
  const auto hours = OpeningHours::Make(rules);
  return hours.ok() ? "" : hours.error().message;
}

std::string Say(const OpeningHours& hours, Time now,
                std::string_view language = "it") {
  return DescribeOpening(hours, now, language).sentence;
}

std::string Calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events +
         "END:VCALENDAR\r\n";
}

std::string Event(const std::string& lines) {
  static int number = 0;
  return "BEGIN:VEVENT\r\nUID:" + std::to_string(++number) +
         "\r\nDTSTAMP:20260101T000000Z\r\n" + lines + "END:VEVENT\r\n";
}

// A calendar file that goes away with the test.
class CalendarFile {
 public:
  explicit CalendarFile(const std::string& events) {
    close(mkstemp(path_.data()));
    Write(Calendar(events));
  }
  ~CalendarFile() { std::remove(path_.c_str()); }
  // Each time with a later time of change.
  void Write(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    const auto time = std::filesystem::last_write_time(path_);
    std::filesystem::last_write_time(path_,
                                     time + std::chrono::seconds(++writes_));
  }
  const std::string& path() const { return path_; }
  HoursRules Rules() const {
    auto feed = ClosureFeed::Open(path_);
    REQUIRE(feed.ok());
    HoursRules rules = Shop();
    rules.feed = *feed;
    return rules;
  }

 private:
  std::string path_ = "/tmp/sportello_calendar_XXXXXX";
  int writes_ = 0;
};

TEST_CASE("A public holiday closes the shop where holidays count") {
  HoursRules rules = Shop();
  CHECK_FALSE(Open(rules).IsOpen(Winter(2026, 12, 8, 10, 0)));  // a Tuesday
  rules.italian_holidays = false;
  CHECK(Open(rules).IsOpen(Winter(2026, 12, 8, 10, 0)));
}

TEST_CASE("The next opening leaps over weekend and Easter Monday") {
  const auto next = Open(Shop()).NextOpening(Summer(2026, 4, 3, 18, 0));
  CHECK(next == Summer(2026, 4, 7, 9, 0));
}

TEST_CASE("The patron day closes the shop in every year") {
  HoursRules rules = Shop();
  rules.patron_day = "06-24";
  CHECK_FALSE(Open(rules).IsOpen(Summer(2026, 6, 24, 10, 0)));
  CHECK_FALSE(Open(rules).IsOpen(Summer(2027, 6, 24, 10, 0)));
  CHECK(Open(rules).IsOpen(Summer(2026, 6, 23, 10, 0)));
}

TEST_CASE("Own closures may be single days, ranges, and run over New Year") {
  HoursRules rules = Shop();
  rules.closures = {"2026-08-10/2026-08-21", "12-28/01-03", "2026-11-02"};
  const OpeningHours hours = Open(rules);
  CHECK(hours.IsOpen(Summer(2026, 8, 7, 10, 0)));
  CHECK(hours.NextOpening(Summer(2026, 8, 7, 18, 30)) ==
        Summer(2026, 8, 24, 9, 0));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 12, 29, 10, 0)));
  CHECK_FALSE(hours.IsOpen(Winter(2025, 1, 2, 10, 0)));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 11, 2, 10, 0)));
  CHECK(hours.IsOpen(Winter(2026, 11, 3, 10, 0)));
}

TEST_CASE("A half day has its own hours, even on a holiday or in a closure") {
  HoursRules rules = Shop();
  rules.closures = {"12-24/12-31", "12-24 09:00-12:30",
                    "2026-12-08 10:00-12:00"};
  const OpeningHours hours = Open(rules);
  CHECK(hours.IsOpen(Winter(2026, 12, 24, 12, 29)));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 12, 24, 12, 30)));
  CHECK(hours.IsOpen(Winter(2026, 12, 8, 11, 0)));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 12, 8, 9, 30)));
}

TEST_CASE("Where people are always there, a closure still counts") {
  HoursRules rules;
  rules.closures = {"2026-12-25"};
  const OpeningHours hours = Open(rules);
  CHECK(hours.IsOpen(Winter(2026, 12, 24, 23, 59)));
  CHECK(hours.ClosesAt(Winter(2026, 12, 24, 12, 0)) ==
        Winter(2026, 12, 25, 0, 0));
  CHECK(hours.NextOpening(Winter(2026, 12, 25, 3, 0)) ==
        Winter(2026, 12, 26, 0, 0));
  CHECK_FALSE(hours.ClosesAt(Winter(2026, 11, 1, 12, 0)).has_value());
}

TEST_CASE("Intervals that meet at midnight are one") {
  HoursRules rules;
  rules.weekly = "friday 20:00-24:00; saturday 00:00-02:00";
  CHECK(Open(rules).ClosesAt(Winter(2026, 1, 9, 21, 0)) ==
        Winter(2026, 1, 10, 2, 0));
}

TEST_CASE("A shop that never opens again has no next opening") {
  HoursRules rules = Shop();
  rules.closures = {"01-01/12-31"};
  const OpeningHours hours = Open(rules);
  CHECK_FALSE(hours.NextOpening(Winter(2026, 1, 5, 10, 0)).has_value());
  CHECK_FALSE(hours.AddOpenTime(Winter(2026, 1, 5, 10, 0), 1h).has_value());
  CHECK(Say(hours, Winter(2026, 1, 5, 10, 0)) ==
        "In questo periodo siamo chiusi.");
}

TEST_CASE("Two working hours run over lunch, night and weekend") {
  const OpeningHours hours = Open(Shop());
  CHECK(hours.AddOpenTime(Winter(2026, 1, 9, 12, 0), 2h) ==
        Winter(2026, 1, 9, 15, 0));
  CHECK(hours.AddOpenTime(Winter(2026, 1, 9, 17, 30), 2h) ==
        Winter(2026, 1, 12, 10, 30));
  CHECK(hours.AddOpenTime(Winter(2026, 1, 10, 3, 0), 4h) ==
        Winter(2026, 1, 12, 13, 0));
}

TEST_CASE("Open time between two moments is what AddOpenTime adds") {
  const OpeningHours hours = Open(Shop());
  const Time from = Winter(2026, 1, 9, 17, 30);
  for (const auto length : {1min, 30min, 31min, 480min, 2000min}) {
    CHECK(hours.OpenTimeBetween(from, *hours.AddOpenTime(from, length)) ==
          length);
  }
  CHECK(hours.OpenTimeBetween(from, from - 1h) == 0ms);
}

TEST_CASE("The day of summer time has its intervals an hour shorter") {
  HoursRules rules;
  rules.weekly = "sunday 00:00-24:00";
  const OpeningHours hours = Open(rules);
  // 29 March 2026, 2:00 becomes 3:00.
  CHECK(hours.OpenTimeBetween(Winter(2026, 3, 28, 12, 0),
                              Summer(2026, 3, 30, 12, 0)) == 23h);
  // 25 October 2026, 3:00 becomes 2:00.
  CHECK(hours.OpenTimeBetween(Summer(2026, 10, 24, 12, 0),
                              Winter(2026, 10, 26, 12, 0)) == 25h);
}

TEST_CASE("The next opening is told in words of the language") {
  const OpeningHours hours = Open(Shop());
  CHECK(Say(hours, Winter(2026, 1, 9, 13, 5)) == "Riapriamo oggi alle 14:00.");
  CHECK(Say(hours, Winter(2026, 1, 7, 22, 0)) == "Riapriamo domani alle 9:00.");
  CHECK(Say(hours, Winter(2026, 1, 9, 18, 0)) == "Riapriamo lunedì alle 9:00.");
  CHECK(Say(hours, Winter(2026, 1, 9, 18, 0), "en") ==
        "We open again Monday at 9:00.");
  CHECK(Say(hours, Winter(2026, 12, 25, 10, 0)) ==
        "Oggi siamo chiusi (Natale). Riapriamo lunedì alle 9:00.");
  CHECK(Say(hours, Winter(2026, 1, 9, 10, 0)).empty());
}

TEST_CASE("The shop says in the last half hour when it closes") {
  const OpeningHours hours = Open(Shop());
  CHECK(Say(hours, Winter(2026, 1, 9, 12, 29)).empty());
  CHECK(Say(hours, Winter(2026, 1, 9, 12, 30)) == "Chiudiamo alle 13:00.");
  CHECK(DescribeOpening(hours, Winter(2026, 1, 9, 17, 45), "en").sentence ==
        "We close at 18:00.");
}

TEST_CASE("A day a week ahead or more is told with its date") {
  HoursRules rules = Shop();
  rules.closures = {"2026-12-23/2026-12-31", "2027-01-01/2027-03-31"};
  const OpeningHours hours = Open(rules);
  CHECK(Say(hours, Winter(2026, 12, 22, 19, 0)) ==
        "Riapriamo giovedì 1º aprile 2027 alle 9:00.");
  CHECK(MomentInWords(Winter(2026, 12, 7, 9, 0), Winter(2026, 11, 30, 9, 0),
                      hours, "en") == "Monday 7 December at 9:00");
  CHECK(MomentInWords(Winter(2026, 12, 7, 1, 30), Winter(2026, 12, 6, 9, 0),
                      hours, "it") == "domani all'1:30");
}

TEST_CASE("An all-day event of the calendar file closes the days it names") {
  CalendarFile file(
      Event("DTSTART;VALUE=DATE:20260112\r\nDTEND;VALUE=DATE:20260114\r\n"
            "TRANSP:TRANSPARENT\r\n") +
      Event("DTSTART;VALUE=DATE:20260120\r\n"));
  const OpeningHours hours = Open(file.Rules());
  CHECK(hours.NextOpening(Winter(2026, 1, 9, 18, 0)) ==
        Winter(2026, 1, 14, 9, 0));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 1, 20, 17, 59)));
  CHECK(hours.IsOpen(Winter(2026, 1, 21, 9, 0)));
}

TEST_CASE("A timed event closes its time, in UTC, a zone, or on our clock") {
  CalendarFile file(
      Event("DTSTART:20260112T090000Z\r\nDTEND:20260112T100000Z\r\n") +
      Event("DTSTART:20260113T150000\r\nDURATION:PT90M\r\n") +
      Event("DTSTART;TZID=Europe/London:20260114T100000\r\n"
            "DTEND;TZID=Europe/London:20260114T110000\r\n"));
  const OpeningHours hours = Open(file.Rules());
  CHECK(hours.ClosesAt(Winter(2026, 1, 12, 9, 0)) ==
        Winter(2026, 1, 12, 10, 0));
  CHECK(hours.NextOpening(Winter(2026, 1, 12, 10, 30)) ==
        Winter(2026, 1, 12, 11, 0));
  CHECK(hours.ClosesAt(Winter(2026, 1, 13, 14, 0)) ==
        Winter(2026, 1, 13, 15, 0));
  CHECK(hours.NextOpening(Winter(2026, 1, 13, 15, 0)) ==
        Winter(2026, 1, 13, 16, 30));
  CHECK(hours.ClosesAt(Winter(2026, 1, 14, 9, 0)) ==
        Winter(2026, 1, 14, 11, 0));
}

TEST_CASE("Repeated events count, exceptions and cancelled ones do not") {
  CalendarFile file(
      Event("DTSTART;VALUE=DATE:20250108\r\nRRULE:FREQ=MONTHLY;BYDAY=2TH\r\n"
            "EXDATE;VALUE=DATE:20260212\r\n") +
      Event("DTSTART;VALUE=DATE:20260320\r\nSTATUS:CANCELLED\r\n"));
  const OpeningHours hours = Open(file.Rules());
  CHECK_FALSE(hours.IsOpen(Winter(2026, 1, 8, 10, 0)));
  CHECK(hours.IsOpen(Winter(2026, 2, 12, 10, 0)));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 3, 12, 10, 0)));
  CHECK(hours.IsOpen(Winter(2026, 3, 20, 10, 0)));
}

TEST_CASE("A changed calendar file counts, a broken one changes nothing") {
  CalendarFile file(Event("DTSTART;VALUE=DATE:20260112\r\n"));
  const HoursRules rules = file.Rules();
  const OpeningHours hours = Open(rules);
  REQUIRE_FALSE(hours.IsOpen(Winter(2026, 1, 12, 10, 0)));
  file.Write("no calendar");
  rules.feed->Refresh();
  CHECK_FALSE(hours.IsOpen(Winter(2026, 1, 12, 10, 0)));
  file.Write(Calendar(Event("DTSTART;VALUE=DATE:20260113\r\n")));
  rules.feed->Refresh();
  CHECK(hours.IsOpen(Winter(2026, 1, 12, 10, 0)));
  CHECK_FALSE(hours.IsOpen(Winter(2026, 1, 13, 10, 0)));
}

TEST_CASE("A calendar file that is none is refused at the start") {
  CalendarFile file("");
  file.Write("hello");
  const auto feed = ClosureFeed::Open(file.path());
  REQUIRE_FALSE(feed.ok());
  CHECK(feed.error().message ==
        "ical_file: " + file.path() +
            ": is no calendar (BEGIN:VCALENDAR is missing or broken)");
  CHECK_FALSE(ClosureFeed::Open(file.path() + ".none").ok());
}

TEST_CASE("A wrong rule is named with its setting and word") {
  HoursRules rules = Shop();
  rules.closures = {"2026-13-01"};
  CHECK(Why(rules) ==
        "closures: '2026-13-01' is no day such as 2026-12-24, 12-24 or "
        "2026-08-10/2026-08-23");
  rules.closures = {"2026-08-10/2026-08-01"};
  CHECK(Why(rules) ==
        "closures: '2026-08-10/2026-08-01' ends before it begins");
  rules.closures = {"12-24 09:00-12:00 11:00-13:00"};
  CHECK(Why(rules) == "closures: two intervals of 12-24 overlap");
  rules.closures = {};
  rules.patron_day = "24 June";
  CHECK(Why(rules) ==
        "patron_day: '24 June' is no month and day such as 06-24");
}

}  // namespace
}  // namespace sportello
