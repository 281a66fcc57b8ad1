// All questions are answered from the plan of single days: the intervals of a
// local date in minutes, turned into moments by the zone's rules.
#include "handoff/hours.h"

// As Debian built its library: rules from /usr/share/zoneinfo.
#define USE_OS_TZDB 1
#define ONLY_C_LOCALE 1
#define HAS_STRING_VIEW 1
#include <date/tz.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/wording.h"
#include "handoff/holidays.h"

namespace sportello {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::month_day;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int kHorizonDays = 400;
constexpr int kLongestOpening = 14;  // days

const date::time_zone* FindZone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

// Takes [from, to) out of the intervals.
void Cut(std::vector<DayInterval>& intervals, int from, int to) {
  if (from >= to) return;
  std::vector<DayInterval> kept;
  for (const DayInterval& interval : intervals) {
    if (interval.from < std::min(interval.to, from)) {
      kept.push_back({interval.from, std::min(interval.to, from)});
    }
    if (std::max(interval.from, to) < interval.to) {
      kept.push_back({std::max(interval.from, to), interval.to});
    }
  }
  intervals = std::move(kept);
}

struct Opening {
  Time from;
  Time to;
};

}  // namespace

struct OpeningHours::Calendar {
  const date::time_zone* zone = nullptr;  // of the library's own, never freed
  bool always_open = true;                // no rule of any kind
  WeeklyHours week;
  bool italian_holidays = false;
  std::optional<month_day> patron_day;
  std::vector<SpecialDays> special_days;
  std::shared_ptr<const ClosureFeed> feed;

  seconds LocalSeconds(Time at) const {
    const auto utc = std::chrono::floor<seconds>(at);
    if (zone == nullptr) return utc.time_since_epoch();
    return utc.time_since_epoch() + zone->get_info(utc).offset;
  }

  // A wall clock that is skipped in spring means the moment of the change; one
  // that comes twice in autumn means the first.
  Time MomentOf(sys_days day, int minute) const {
    const seconds local = day.time_since_epoch() + minutes(minute);
    if (zone == nullptr) return Time(local);
    return Time(zone->to_sys(date::local_seconds(local), date::choose::earliest)
                    .time_since_epoch());
  }

  bool IsClosedDay(year_month_day date) const {
    if (italian_holidays && ItalianHolidayOn(date).has_value()) return true;
    if (patron_day.has_value() &&
        *patron_day == month_day(date.month(), date.day())) {
      return true;
    }
    return std::any_of(
        special_days.begin(), special_days.end(),
        [date](const SpecialDays& days) { return days.Cover(date); });
  }

  void CutFeed(sys_days day, std::vector<DayInterval>& intervals) const {
    if (feed == nullptr || intervals.empty()) return;
    const seconds begin = day.time_since_epoch();
    const auto spans = feed->Around(Time(begin));
    for (const ClosureSpan& span : *spans) {
      seconds from{span.from_s};
      seconds to{span.to_s};
      if (!span.local) {
        from = LocalSeconds(Time(from));
        to = LocalSeconds(Time(to));
      }
      if (to <= begin || from >= begin + days(1)) continue;
      const auto first = std::chrono::floor<minutes>(from - begin);
      const auto last = std::chrono::ceil<minutes>(to - begin);
      Cut(intervals, static_cast<int>(first.count()),
          static_cast<int>(last.count()));
    }
  }

  std::vector<DayInterval> PlanOf(sys_days day) const {
    const year_month_day date{day};
    for (const SpecialDays& special : special_days) {
      if (!special.hours.empty() && special.Cover(date)) return special.hours;
    }
    if (IsClosedDay(date)) return {};
    const unsigned weekday = std::chrono::weekday(day).iso_encoding();
    std::vector<DayInterval> intervals = week.days.at(weekday - 1);
    CutFeed(day, intervals);
    return intervals;
  }

  // Calls `take` for the openings that end after `at`, in order, until it
  // says false or `most_days` have been looked at.
  void Walk(Time at, int most_days,
            const std::function<bool(const Opening&)>& take) const {
    const auto today = sys_days(std::chrono::floor<days>(LocalSeconds(at)));
    for (int i = 0; i <= most_days; ++i) {
      const sys_days day = today + days(i);
      for (const DayInterval& interval : PlanOf(day)) {
        const Opening opening{MomentOf(day, interval.from),
                              MomentOf(day, interval.to)};
        if (opening.to <= at || opening.to <= opening.from) continue;
        if (!take(opening)) return;
      }
    }
  }
};

Status CheckTimeZone(const std::string& name) {
  if (FindZone(name) != nullptr) return Status();
  return Invalid(Quote(name) + " is no time zone such as Europe/Rome");
}

OpeningHours::OpeningHours() : calendar_(std::make_shared<Calendar>()) {}

Result<OpeningHours> OpeningHours::Make(std::string_view text,
                                        const std::string& time_zone) {
  HoursRules rules;
  rules.weekly = text;
  rules.time_zone = time_zone;
  return Make(std::move(rules));
}

Result<OpeningHours> OpeningHours::Make(HoursRules rules) {
  auto calendar = std::make_shared<Calendar>();
  calendar->zone = FindZone(rules.time_zone);
  if (calendar->zone == nullptr) {
    return Invalid("time_zone: " +
                   CheckTimeZone(rules.time_zone).error().message);
  }
  Result<WeeklyHours> week = ParseWeeklyHours(rules.weekly);
  if (!week.ok()) return Invalid("opening_hours: " + week.error().message);
  if (SplitWords(rules.weekly).empty()) {
    for (auto& day : week->days) day = {{0, kMinutesOfDay}};
  } else {
    calendar->always_open = false;
  }
  calendar->week = std::move(week).value();
  calendar->italian_holidays = rules.italian_holidays;
  if (!rules.patron_day.empty()) {
    const Result<month_day> patron = ParseMonthDay(rules.patron_day);
    if (!patron.ok()) return Invalid("patron_day: " + patron.error().message);
    calendar->patron_day = *patron;
  }
  for (const std::string& text : rules.closures) {
    Result<SpecialDays> special = ParseSpecialDays(text);
    if (!special.ok()) return Invalid("closures: " + special.error().message);
    calendar->special_days.push_back(std::move(special).value());
  }
  calendar->feed = std::move(rules.feed);
  if (calendar->italian_holidays || calendar->patron_day.has_value() ||
      !calendar->special_days.empty() || calendar->feed != nullptr) {
    calendar->always_open = false;
  }
  OpeningHours hours;
  hours.calendar_ = std::move(calendar);
  return hours;
}

LocalMoment OpeningHours::LocalOf(Time at) const {
  const seconds local = calendar_->LocalSeconds(at);
  const auto day = std::chrono::floor<days>(local);
  const auto minute = std::chrono::floor<minutes>(local - day).count();
  return {year_month_day(sys_days(day)), static_cast<int>(minute)};
}

bool OpeningHours::IsOpen(Time at) const {
  if (calendar_->always_open) return true;
  const LocalMoment local = LocalOf(at);
  const std::vector<DayInterval> plan = calendar_->PlanOf(sys_days(local.date));
  return std::any_of(
      plan.begin(), plan.end(), [&local](const DayInterval& interval) {
        return interval.from <= local.minute && local.minute < interval.to;
      });
}

std::optional<Time> OpeningHours::NextOpening(Time at) const {
  if (IsOpen(at)) return at;
  std::optional<Time> found;
  calendar_->Walk(at, kHorizonDays, [&found, at](const Opening& opening) {
    found = std::max(opening.from, at);
    return false;
  });
  return found;
}

std::optional<Time> OpeningHours::ClosesAt(Time at) const {
  if (calendar_->always_open || !IsOpen(at)) return std::nullopt;
  std::optional<Time> end;
  calendar_->Walk(at, kLongestOpening, [&end](const Opening& opening) {
    if (end.has_value() && opening.from > *end) return false;
    end = opening.to;
    return true;
  });
  if (end.has_value() && *end > at + days(kLongestOpening)) return std::nullopt;
  return end;
}

std::optional<Time> OpeningHours::AddOpenTime(Time from,
                                              milliseconds time) const {
  if (calendar_->always_open) return from + time;
  std::optional<Time> end;
  calendar_->Walk(from, kHorizonDays, [&](const Opening& opening) {
    const Time begin = std::max(opening.from, from);
    const milliseconds length = opening.to - begin;
    if (time <= length) {
      end = begin + time;
      return false;
    }
    time -= length;
    return true;
  });
  return end;
}

milliseconds OpeningHours::OpenTimeBetween(Time from, Time to) const {
  if (to <= from) return milliseconds(0);
  if (calendar_->always_open) return to - from;
  milliseconds total{0};
  calendar_->Walk(from, kHorizonDays, [&](const Opening& opening) {
    if (opening.from >= to) return false;
    total += std::min(opening.to, to) - std::max(opening.from, from);
    return true;
  });
  return total;
}

std::string_view OpeningHours::HolidayName(Time at,
                                           std::string_view language) const {
  if (!calendar_->italian_holidays) return {};
  const auto holiday = ItalianHolidayOn(LocalOf(at).date);
  if (!holiday.has_value()) return {};
  return language == "it" ? holiday->it : holiday->en;
}

}  // namespace sportello
