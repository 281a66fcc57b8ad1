// Opening hours: when people are there to answer, and when they will be.
//
// A week of intervals in the company's time zone, less public holidays, the
// patron day, own closures and the events of a calendar file; days with hours
// of their own (half days) win over all of these. The zone's rules come from
// the system's tz database, so a change of summer time arrives with tzdata.
//
// date/tz (Howard Hinnant) was chosen because C++20's own time zones are not
// in Debian 12's compiler.
#ifndef SPORTELLO_HANDOFF_HOURS_H_
#define SPORTELLO_HANDOFF_HOURS_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "handoff/closure_feed.h"
#include "handoff/special_days.h"
#include "handoff/weekly_hours.h"

namespace sportello {

// Error kInvalid when the tz database has no zone of this name.
Status CheckTimeZone(const std::string& name);

// As the settings say it. Queues differ in `weekly` and share the rest.
struct HoursRules {
  std::string weekly;  // as ParseWeeklyHours reads it; empty = always open
  std::string time_zone = "Europe/Rome";
  bool italian_holidays = false;
  std::string patron_day;                   // "06-24"; empty = none
  std::vector<std::string> closures;        // as ParseSpecialDays reads them
  std::shared_ptr<const ClosureFeed> feed;  // null = none
};

// A moment on the company's wall clock.
struct LocalMoment {
  std::chrono::year_month_day date;
  int minute = 0;  // of the day
};

// Immutable (but for the calendar file, which is looked at again) and safe
// from many threads. Where people are always there, holidays, the patron day
// and closures still hold when they are set.
class OpeningHours {
 public:
  // Always open, in UTC.
  OpeningHours();
  // `text` as ParseWeeklyHours reads it; no holidays, no closures.
  static Result<OpeningHours> Make(std::string_view text,
                                   const std::string& time_zone);
  // Error kInvalid: `setting: what is wrong`.
  static Result<OpeningHours> Make(HoursRules rules);

  // A few microseconds.
  bool IsOpen(Time at) const;

  // `at` itself when open; else when the next interval begins. nullopt: not
  // within 400 days.
  std::optional<Time> NextOpening(Time at) const;

  // When the interval that holds `at` ends (intervals that meet at midnight
  // are one). nullopt: closed at `at`, or open for more than 14 days.
  std::optional<Time> ClosesAt(Time at) const;

  // `from` plus so much time of opening: a promise of "two working hours".
  // nullopt: not within 400 days.
  std::optional<Time> AddOpenTime(Time from,
                                  std::chrono::milliseconds time) const;

  // How long it was open between two moments, at most 400 days apart.
  std::chrono::milliseconds OpenTimeBetween(Time from, Time to) const;

  // The public holiday of the day of `at`, in a language ("it", else English);
  // empty when it is none or holidays do not count here.
  std::string_view HolidayName(Time at, std::string_view language) const;

  LocalMoment LocalOf(Time at) const;

 private:
  struct Calendar;
  std::shared_ptr<const Calendar> calendar_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_HOURS_H_
