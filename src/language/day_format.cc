#include "language/day_format.h"

#include <unicode/udat.h>

#include <array>
#include <memory>
#include <utility>

#include "language/utf16.h"

namespace sportello {
namespace {

struct CloseFormat {
  void operator()(UDateFormat* format) const { udat_close(format); }
};

std::string Iso(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

// Day before month in English too: the content's customers are in Europe.
std::string LocaleOf(std::string_view language) {
  return language == "en" ? "en_GB" : std::string(language);
}

constexpr size_t kClock = 4;
constexpr std::array<const char16_t*, 5> kPatterns = {
    u"EEEE d MMMM y", u"EEEE", u"d MMMM", u"d MMMM y", u"H:mm"};

// Empty when ICU cannot.
std::string Format(std::string_view language, size_t pattern,
                   std::chrono::sys_time<std::chrono::minutes> moment) {
  struct Opened {
    std::string locale;
    std::unique_ptr<UDateFormat, CloseFormat> format;
  };
  constexpr char16_t kZone[] = u"UTC";
  UErrorCode error = U_ZERO_ERROR;
  // A format is not safe from many threads, so each thread keeps its own.
  thread_local std::array<Opened, kPatterns.size()> all;
  Opened& opened = all.at(pattern);
  std::string locale = LocaleOf(language);
  if (opened.format == nullptr || opened.locale != locale) {
    opened.format.reset(udat_open(UDAT_PATTERN, UDAT_PATTERN, locale.c_str(),
                                  kZone, -1, kPatterns.at(pattern), -1,
                                  &error));
    opened.locale = std::move(locale);
  }
  if (U_FAILURE(error) || opened.format == nullptr) return "";
  const double millis = static_cast<double>(
      std::chrono::milliseconds(moment.time_since_epoch()).count());
  std::array<char16_t, 128> text{};
  const int32_t length = udat_format(opened.format.get(), millis, text.data(),
                                     text.size(), nullptr, &error);
  if (U_FAILURE(error) || length <= 0) return "";
  return FromUtf16({text.data(), static_cast<size_t>(length)});
}

}  // namespace

std::string FormatDay(std::string_view language, std::chrono::sys_days day,
                      DayForm form) {
  std::string text = Format(language, static_cast<size_t>(form), day);
  if (text.empty()) return Iso(day);
  const bool date = form == DayForm::kDayAndMonth || form == DayForm::kDate;
  if (date && language == "it" && text.starts_with("1 ")) {
    text.insert(1, "º");
  }
  return text;
}

std::string FormatClock(std::string_view language, int minute) {
  return Format(language, kClock,
                std::chrono::sys_time<std::chrono::minutes>(
                    std::chrono::minutes(minute)));
}

}  // namespace sportello
