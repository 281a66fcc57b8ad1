// Values of a company's interface in the customer's language.
#include "language/value_format.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

TEST_CASE("A price has the language's comma, sign and place of the sign") {
  CHECK(FormatValue(ValueFormat::kPrice, "it", "1299.9") == "1.299,90\u00a0€");
  CHECK(FormatValue(ValueFormat::kPrice, "en", "1299.9") == "€1,299.90");
  CHECK(FormatValue(ValueFormat::kPrice, "en", "5 GBP") == "£5.00");
}

TEST_CASE("A day and an hour are said as people say them") {
  CHECK(FormatValue(ValueFormat::kDate, "it", "2026-11-27") ==
        "venerdì 27 novembre 2026");
  CHECK(FormatValue(ValueFormat::kDate, "en", "2026-11-27T09:05:00Z") ==
        "Friday 27 November 2026");
  CHECK(FormatValue(ValueFormat::kTime, "it", "2026-11-27T09:05:00Z") ==
        "09:05");
  CHECK(FormatValue(ValueFormat::kTime, "en", "14:30") == "14:30");
  CHECK(FormatValue(ValueFormat::kNumber, "it", "12345.5") == "12.345,5");
}

TEST_CASE("What is no such value stays as it is") {
  for (const char* text : {"Friday", "2026-13-01", "2026-11-31", "", "25:00",
                           "12 apples", "1.2.3", "2026-11-2"}) {
    for (const ValueFormat format :
         {ValueFormat::kDate, ValueFormat::kTime, ValueFormat::kPrice,
          ValueFormat::kNumber}) {
      CHECK(FormatValue(format, "it", text) == text);
    }
  }
}

TEST_CASE("A format has a name") {
  CHECK(ParseValueFormat("price") == ValueFormat::kPrice);
  CHECK_FALSE(ParseValueFormat("prise").has_value());
}

}  // namespace
}  // namespace sportello
