// Values of a company's interface as customers read them, by ICU (CLDR's
// data): "129.9" is "129,90 €" in Italian and "€129.90" in English.
#ifndef SPORTELLO_LANGUAGE_VALUE_FORMAT_H_
#define SPORTELLO_LANGUAGE_VALUE_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

enum class ValueFormat : uint8_t { kText, kDate, kTime, kPrice, kNumber };

// "date", "time", "price", "number"; nothing for other names.
std::optional<ValueFormat> ParseValueFormat(std::string_view name);
std::vector<std::string> ValueFormatNames();

// kDate and kTime read ISO 8601 ("2026-11-27", "14:30", both with a T between;
// the hour is taken as it is written), kPrice a number with or without a
// currency's code behind it ("129.90", "129.90 GBP"; else euro). What cannot
// be read so stays as it is. Safe from many threads.
std::string FormatValue(ValueFormat format, std::string_view language,
                        const std::string& value);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_VALUE_FORMAT_H_
