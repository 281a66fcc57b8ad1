#include "handoff/hours_words.h"

#include <chrono>
#include <cstdlib>

#include "language/day_format.h"

namespace sportello {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;

constexpr minutes kSoon{30};

std::string DayInWords(std::chrono::year_month_day date,
                       std::chrono::year_month_day today, bool italian) {
  const sys_days day{date};
  const auto ahead = (day - sys_days{today}).count();
  if (ahead == 0) return italian ? "oggi" : "today";
  if (ahead == 1) return italian ? "domani" : "tomorrow";
  if (ahead == -1) return italian ? "ieri" : "yesterday";
  const std::string_view language = italian ? "it" : "en";
  std::string name = FormatDay(language, day, DayForm::kWeekday);
  if (ahead > 0 && ahead < 7) return name;
  const bool with_year = date.year() != today.year() && std::abs(ahead) > 62;
  return name + " " +
         FormatDay(language, day,
                   with_year ? DayForm::kDate : DayForm::kDayAndMonth);
}

}  // namespace

std::string TimeInWords(Time moment, const OpeningHours& hours,
                        std::string_view language) {
  const int minute = hours.LocalOf(moment).minute;
  if (language != "it") return "at " + FormatClock("en", minute);
  return (minute / 60 == 1 ? "all'" : "alle ") + FormatClock("it", minute);
}

std::string MomentInWords(Time moment, Time now, const OpeningHours& hours,
                          std::string_view language) {
  return DayInWords(hours.LocalOf(moment).date, hours.LocalOf(now).date,
                    language == "it") +
         " " + TimeInWords(moment, hours, language);
}

OpenWords DescribeOpening(const OpeningHours& hours, Time now,
                          std::string_view language) {
  const bool italian = language == "it";
  if (hours.IsOpen(now)) {
    const auto closes = hours.ClosesAt(now);
    if (!closes.has_value() || *closes - now > kSoon) return {};
    return {OpenState::kClosingSoon, (italian ? "Chiudiamo " : "We close ") +
                                         TimeInWords(*closes, hours, language) +
                                         "."};
  }
  OpenWords words{OpenState::kClosed, {}};
  const auto next = hours.NextOpening(now);
  if (!next.has_value()) {
    words.sentence = italian ? "In questo periodo siamo chiusi."
                             : "We are closed for the time being.";
    return words;
  }
  const std::string holiday(hours.HolidayName(now, language));
  if (!holiday.empty()) {
    words.sentence = italian ? "Oggi siamo chiusi (" + holiday + "). "
                             : "We are closed today (" + holiday + "). ";
  }
  words.sentence += (italian ? "Riapriamo " : "We open again ") +
                    MomentInWords(*next, now, hours, language) + ".";
  return words;
}

}  // namespace sportello
