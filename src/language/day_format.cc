#include "language/day_format.h"

#include <unicode/udat.h>

#include <array>
#include <memory>

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

}  // namespace

std::string FormatDay(std::string_view language, std::chrono::sys_days day) {
  constexpr char16_t kPattern[] = u"EEEE d MMMM y";
  constexpr char16_t kZone[] = u"UTC";
  UErrorCode error = U_ZERO_ERROR;
  // A format is not safe from many threads, so each thread keeps its own.
  thread_local std::string opened;
  thread_local std::unique_ptr<UDateFormat, CloseFormat> format;
  const std::string locale = LocaleOf(language);
  if (format == nullptr || opened != locale) {
    format.reset(udat_open(UDAT_PATTERN, UDAT_PATTERN, locale.c_str(), kZone,
                           -1, kPattern, -1, &error));
    opened = locale;
  }
  if (U_FAILURE(error) || format == nullptr) return Iso(day);
  const double millis = static_cast<double>(
      std::chrono::milliseconds(day.time_since_epoch()).count());
  std::array<char16_t, 128> text{};
  const int32_t length = udat_format(format.get(), millis, text.data(),
                                     text.size(), nullptr, &error);
  if (U_FAILURE(error) || length <= 0) return Iso(day);
  return FromUtf16({text.data(), static_cast<size_t>(length)});
}

}  // namespace sportello
