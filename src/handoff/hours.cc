#include "handoff/hours.h"

// As Debian built its library: rules from /usr/share/zoneinfo.
#define USE_OS_TZDB 1
#define ONLY_C_LOCALE 1
#define HAS_STRING_VIEW 1
#include <date/tz.h>

#include <algorithm>
#include <optional>

namespace sportello {
namespace {

constexpr std::array<std::string_view, 7> kDays = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};

std::string Quoted(std::string_view text) {
  return "'" + std::string(text.substr(0, 60)) + "'";
}

std::optional<size_t> DayOf(std::string_view name) {
  for (size_t i = 0; i < kDays.size(); ++i) {
    if (kDays.at(i) == name) return i;
  }
  return std::nullopt;
}

// "09:30" in minutes; 24:00 is the end of the day.
std::optional<int> MinuteOf(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t at : {0U, 1U, 3U, 4U}) {
    if (text[at] < '0' || text[at] > '9') return std::nullopt;
  }
  const int hours = (text[0] - '0') * 10 + (text[1] - '0');
  const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
  const int minute = hours * 60 + minutes;
  if (minutes > 59 || minute > 24 * 60) return std::nullopt;
  return minute;
}

Result<DayInterval> ParseInterval(std::string_view word) {
  const size_t dash = word.find('-');
  if (dash != std::string_view::npos) {
    const std::optional<int> from = MinuteOf(word.substr(0, dash));
    const std::optional<int> to = MinuteOf(word.substr(dash + 1));
    if (from.has_value() && to.has_value()) {
      if (*from < *to) return DayInterval{*from, *to};
      return Invalid(Quoted(word) + " ends before it begins");
    }
  }
  return Invalid(Quoted(word) + " is no interval such as 09:00-13:00");
}

// "monday" or "monday-friday": first and last day.
Result<std::pair<size_t, size_t>> ParseDays(std::string_view word) {
  const size_t dash = word.find('-');
  const std::optional<size_t> first = DayOf(word.substr(0, dash));
  const std::optional<size_t> last =
      dash == std::string_view::npos ? first : DayOf(word.substr(dash + 1));
  if (!first.has_value() || !last.has_value()) {
    return Invalid(Quoted(word) + " is no day such as monday");
  }
  if (*last < *first) return Invalid(Quoted(word) + " ends before it begins");
  return std::make_pair(*first, *last);
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  size_t at = 0;
  while ((at = text.find_first_not_of(" \t\n", at)) != text.npos) {
    const size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

Status AddDays(std::string_view part, WeeklyHours& week) {
  const std::vector<std::string_view> words = Words(part);
  if (words.empty()) return Status();
  const Result<std::pair<size_t, size_t>> days = ParseDays(words.front());
  if (!days.ok()) return days.error();
  std::vector<DayInterval> intervals;
  for (size_t i = 1; i < words.size(); ++i) {
    const Result<DayInterval> interval = ParseInterval(words[i]);
    if (!interval.ok()) return interval.error();
    intervals.push_back(*interval);
  }
  for (size_t day = days->first; day <= days->second; ++day) {
    auto& all = week.days.at(day);
    all.insert(all.end(), intervals.begin(), intervals.end());
    std::sort(all.begin(), all.end(),
              [](auto a, auto b) { return a.from < b.from; });
    for (size_t i = 1; i < all.size(); ++i) {
      if (all[i].from >= all[i - 1].to) continue;
      return Invalid("two intervals of " + std::string(kDays.at(day)) +
                     " overlap");
    }
  }
  return Status();
}

const date::time_zone* FindZone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace

struct OpeningHours::Zone {
  const date::time_zone* rules;  // of the library's own, never freed
};

Result<WeeklyHours> ParseWeeklyHours(std::string_view text) {
  WeeklyHours week;
  while (!text.empty()) {
    const size_t end = std::min(text.find(';'), text.size());
    const Status status = AddDays(text.substr(0, end), week);
    if (!status.ok()) return status.error();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return week;
}

Status CheckTimeZone(const std::string& name) {
  if (FindZone(name) != nullptr) return Status();
  return Invalid(Quoted(name) + " is no time zone such as Europe/Rome");
}

Result<OpeningHours> OpeningHours::Make(std::string_view text,
                                        const std::string& time_zone) {
  OpeningHours hours;
  if (Words(text).empty()) return hours;
  Result<WeeklyHours> week = ParseWeeklyHours(text);
  if (!week.ok()) return week.error();
  const date::time_zone* rules = FindZone(time_zone);
  if (rules == nullptr) return CheckTimeZone(time_zone).error();
  hours.week_ = std::move(week).value();
  hours.zone_ = std::make_shared<const Zone>(Zone{rules});
  return hours;
}

bool OpeningHours::IsOpen(Time at) const {
  if (zone_ == nullptr) return true;
  using std::chrono::duration_cast;
  const auto offset =
      zone_->rules
          ->get_info(std::chrono::time_point_cast<std::chrono::seconds>(at))
          .offset;
  const auto local = at.time_since_epoch() + offset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto minute = static_cast<int>(
      duration_cast<std::chrono::minutes>(local - day).count());
  // Day 0 of the epoch was a Thursday.
  const auto weekday = static_cast<size_t>(((day.count() + 3) % 7 + 7) % 7);
  const auto& intervals = week_.days.at(weekday);
  return std::any_of(intervals.begin(), intervals.end(),
                     [minute](const DayInterval& interval) {
                       return interval.from <= minute && minute < interval.to;
                     });
}

}  // namespace sportello
