#include "language/value_format.h"

#include <unicode/udat.h>
#include <unicode/unum.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <memory>
#include <utility>

#include "language/day_format.h"
#include "language/utf16.h"

namespace sportello {
namespace {

constexpr std::array<std::pair<std::string_view, ValueFormat>, 4> kFormats = {{
    {"date", ValueFormat::kDate},
    {"time", ValueFormat::kTime},
    {"price", ValueFormat::kPrice},
    {"number", ValueFormat::kNumber},
}};

struct CloseNumbers {
  void operator()(UNumberFormat* format) const { unum_close(format); }
};
struct CloseTimes {
  void operator()(UDateFormat* format) const { udat_close(format); }
};

using Buffer = std::array<char16_t, 128>;

// As in day_format.cc: the customers are in Europe.
std::string LocaleFor(std::string_view language) {
  return language == "en" ? "en_GB" : std::string(language);
}

// The number that begins the text, and what stands behind it.
std::optional<std::pair<double, std::string_view>> ReadNumber(
    std::string_view text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc()) return std::nullopt;
  return std::pair{number,
                   text.substr(static_cast<size_t>(read.ptr - text.data()))};
}

// Two digits at `at`, or -1.
int TwoAt(std::string_view text, size_t at) {
  int value = 0;
  if (at + 2 > text.size()) return -1;
  const char* end = text.data() + at + 2;
  const auto read = std::from_chars(text.data() + at, end, value);
  return read.ec == std::errc() && read.ptr == end && value >= 0 ? value : -1;
}

std::string Price(std::string_view language, const std::string& value) {
  const auto number = ReadNumber(value);
  if (!number.has_value()) return value;
  std::u16string currency = u"EUR";
  std::string_view code = number->second;
  if (!code.empty() && code.front() == ' ') code.remove_prefix(1);
  const bool coded = code.size() == 3 &&
                     std::all_of(code.begin(), code.end(),
                                 [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!coded && !code.empty()) return value;
  if (coded) currency.assign(code.begin(), code.end());
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UNumberFormat, CloseNumbers> format(unum_open(
      UNUM_CURRENCY, nullptr, 0, LocaleFor(language).c_str(), nullptr, &error));
  Buffer text{};
  const int32_t length =
      unum_formatDoubleCurrency(format.get(), number->first, currency.data(),
                                text.data(), text.size(), nullptr, &error);
  if (U_FAILURE(error) || length <= 0) return value;
  return FromUtf16({text.data(), static_cast<size_t>(length)});
}

std::string Number(std::string_view language, const std::string& value) {
  const auto number = ReadNumber(value);
  if (!number.has_value() || !number->second.empty()) return value;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UNumberFormat, CloseNumbers> format(unum_open(
      UNUM_DECIMAL, nullptr, 0, LocaleFor(language).c_str(), nullptr, &error));
  Buffer text{};
  const int32_t length = unum_formatDouble(
      format.get(), number->first, text.data(), text.size(), nullptr, &error);
  if (U_FAILURE(error) || length <= 0) return value;
  return FromUtf16({text.data(), static_cast<size_t>(length)});
}

std::string HourOf(std::string_view language, const std::string& value) {
  const size_t t = value.find('T');
  const size_t at = t == std::string::npos ? 0 : t + 1;
  const int hour = TwoAt(value, at);
  const int minute = TwoAt(value, at + 3);
  const bool read = value.size() >= at + 5 && value[at + 2] == ':' &&
                    hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
  if (!read) return value;
  UErrorCode error = U_ZERO_ERROR;
  constexpr char16_t kZone[] = u"UTC";
  const std::unique_ptr<UDateFormat, CloseTimes> format(
      udat_open(UDAT_SHORT, UDAT_NONE, LocaleFor(language).c_str(), kZone, -1,
                nullptr, 0, &error));
  const double millis = (hour * 60 + minute) * 60'000.0;
  Buffer text{};
  const int32_t length = udat_format(format.get(), millis, text.data(),
                                     text.size(), nullptr, &error);
  if (U_FAILURE(error) || length <= 0) return value;
  return FromUtf16({text.data(), static_cast<size_t>(length)});
}

std::string Date(std::string_view language, const std::string& value) {
  int year = 0;
  const bool shaped =
      value.size() >= 10 && value[4] == '-' && value[7] == '-' &&
      (value.size() == 10 || value[10] == 'T' || value[10] == ' ');
  if (!shaped) return value;
  const auto read = std::from_chars(value.data(), value.data() + 4, year);
  const int month = TwoAt(value, 5);
  const int day = TwoAt(value, 8);
  if (read.ec != std::errc() || month < 1 || day < 1) return value;
  const std::chrono::year_month_day date{
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? FormatDay(language, std::chrono::sys_days(date)) : value;
}

}  // namespace

std::optional<ValueFormat> ParseValueFormat(std::string_view name) {
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

std::vector<std::string> ValueFormatNames() {
  std::vector<std::string> names;
  names.reserve(std::size(kFormats));
  for (const auto& [name, format] : kFormats) names.emplace_back(name);
  return names;
}

std::string FormatValue(ValueFormat format, std::string_view language,
                        const std::string& value) {
  switch (format) {
    case ValueFormat::kText:
      return value;
    case ValueFormat::kDate:
      return Date(language, value);
    case ValueFormat::kTime:
      return HourOf(language, value);
    case ValueFormat::kPrice:
      return Price(language, value);
    case ValueFormat::kNumber:
      return Number(language, value);
  }
  return value;
}

}  // namespace sportello
