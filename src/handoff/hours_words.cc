#include "handoff/hours_words.h"

#include <array>
#include <chrono>
#include <cstdlib>

namespace sportello {
namespace {

using std::chrono::minutes;
using std::chrono::sys_days;

constexpr minutes kSoon{30};

constexpr std::array<const char*, 7> kDaysIt = {
    "lunedì",  "martedì", "mercoledì", "giovedì",
    "venerdì", "sabato",  "domenica"};
constexpr std::array<const char*, 7> kDaysEn = {
    "Monday", "Tuesday",  "Wednesday", "Thursday",
    "Friday", "Saturday", "Sunday"};
constexpr std::array<const char*, 12> kMonthsIt = {
    "gennaio", "febbraio", "marzo",     "aprile",  "maggio",   "giugno",
    "luglio",  "agosto",   "settembre", "ottobre", "novembre", "dicembre"};
constexpr std::array<const char*, 12> kMonthsEn = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string ClockOf(int minute) {
  const std::string rest = std::to_string(minute % 60);
  return std::to_string(minute / 60) + ":" + (rest.size() < 2 ? "0" : "") +
         rest;
}

std::string DateOf(std::chrono::year_month_day date, bool with_year,
                   bool italian) {
  const auto month = static_cast<unsigned>(date.month()) - 1;
  const auto day = static_cast<unsigned>(date.day());
  // Italian says the first of a month, and the other days as they are.
  std::string text = italian && day == 1 ? "1º" : std::to_string(day);
  text +=
      std::string(" ") + (italian ? kMonthsIt.at(month) : kMonthsEn.at(month));
  if (with_year) text += " " + std::to_string(static_cast<int>(date.year()));
  return text;
}

std::string DayInWords(std::chrono::year_month_day date,
                       std::chrono::year_month_day today, bool italian) {
  const sys_days day{date};
  const auto ahead = (day - sys_days{today}).count();
  if (ahead == 0) return italian ? "oggi" : "today";
  if (ahead == 1) return italian ? "domani" : "tomorrow";
  if (ahead == -1) return italian ? "ieri" : "yesterday";
  const unsigned weekday = std::chrono::weekday(day).iso_encoding() - 1;
  std::string name = italian ? kDaysIt.at(weekday) : kDaysEn.at(weekday);
  if (ahead > 0 && ahead < 7) return name;
  const bool with_year = date.year() != today.year() && std::abs(ahead) > 62;
  return name + " " + DateOf(date, with_year, italian);
}

}  // namespace

std::string TimeInWords(Time moment, const OpeningHours& hours,
                        std::string_view language) {
  const int minute = hours.LocalOf(moment).minute;
  if (language != "it") return "at " + ClockOf(minute);
  return (minute / 60 == 1 ? "all'" : "alle ") + ClockOf(minute);
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
