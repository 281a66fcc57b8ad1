#include "handoff/weekly_hours.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/wording.h"

namespace sportello {
namespace {

constexpr std::array<std::string_view, 7> kDays = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};

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
  if (minutes > 59 || minute > kMinutesOfDay) return std::nullopt;
  return minute;
}

// "monday" or "monday-friday": first and last day.
Result<std::pair<size_t, size_t>> ParseDays(std::string_view word) {
  const size_t dash = word.find('-');
  const std::optional<size_t> first = DayOf(word.substr(0, dash));
  const std::optional<size_t> last =
      dash == std::string_view::npos ? first : DayOf(word.substr(dash + 1));
  if (!first.has_value() || !last.has_value()) {
    return Invalid(Quote(word) + " is no day such as monday");
  }
  if (*last < *first) return Invalid(Quote(word) + " ends before it begins");
  return std::make_pair(*first, *last);
}

Status AddDays(std::string_view part, WeeklyHours& week) {
  const std::vector<std::string_view> words = SplitWords(part);
  if (words.empty()) return Status();
  const Result<std::pair<size_t, size_t>> days = ParseDays(words.front());
  if (!days.ok()) return days.error();
  std::vector<DayInterval> intervals;
  for (size_t i = 1; i < words.size(); ++i) {
    const Result<DayInterval> interval = ParseDayInterval(words[i]);
    if (!interval.ok()) return interval.error();
    intervals.push_back(*interval);
  }
  for (size_t day = days->first; day <= days->second; ++day) {
    auto& all = week.days.at(day);
    all.insert(all.end(), intervals.begin(), intervals.end());
    Status sorted = SortIntervals(all, kDays.at(day));
    if (!sorted.ok()) return sorted;
  }
  return Status();
}

}  // namespace

std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  size_t at = 0;
  while ((at = text.find_first_not_of(" \t\n", at)) != text.npos) {
    const size_t end = std::min(text.find_first_of(" \t\n", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

Result<DayInterval> ParseDayInterval(std::string_view word) {
  const size_t dash = word.find('-');
  if (dash != std::string_view::npos) {
    const std::optional<int> from = MinuteOf(word.substr(0, dash));
    const std::optional<int> to = MinuteOf(word.substr(dash + 1));
    if (from.has_value() && to.has_value()) {
      if (*from < *to) return DayInterval{*from, *to};
      return Invalid(Quote(word) + " ends before it begins");
    }
  }
  return Invalid(Quote(word) + " is no interval such as 09:00-13:00");
}

Status SortIntervals(std::vector<DayInterval>& intervals,
                     std::string_view day) {
  std::sort(intervals.begin(), intervals.end(),
            [](auto a, auto b) { return a.from < b.from; });
  for (size_t i = 1; i < intervals.size(); ++i) {
    if (intervals[i].from >= intervals[i - 1].to) continue;
    return Invalid("two intervals of " + std::string(day) + " overlap");
  }
  return Status();
}

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

}  // namespace sportello
