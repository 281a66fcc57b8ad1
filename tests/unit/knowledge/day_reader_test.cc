#include "knowledge/day_reader.h"

#include <doctest/doctest.h>

#include "language/analyzer.h"

namespace sportello {
namespace {

// Monday 23 November 2026 is today.
std::string Find(const std::string& text, DaySide side = DaySide::kAny,
                 const std::string& language = "it") {
  const Analyzer analyzer(language);
  const auto found =
      FindDay(analyzer.Normalize(text), *ParseDay("2026-11-23"), side);
  return found.has_value() ? DumpDay(found->day) : "-";
}

TEST_CASE("Italian days") {
  const std::pair<const char*, const char*> cases[] = {
      {"oggi", "2026-11-23"},
      {"è arrivato ieri sera", "2026-11-22"},
      {"l'altro ieri", "2026-11-21"},
      {"domani", "2026-11-24"},
      {"dopodomani", "2026-11-25"},
      {"venerdì", "2026-11-27"},
      {"lunedì", "2026-11-30"},
      {"lunedì prossimo", "2026-11-30"},
      {"sabato scorso", "2026-11-21"},
      {"lunedì scorso", "2026-11-16"},
      {"tra 3 giorni", "2026-11-26"},
      {"fra una settimana", "2026-11-30"},
      {"tra un paio di giorni", "2026-11-25"},
      {"due giorni fa", "2026-11-21"},
      {"tra un mese", "2026-12-23"},
      {"il 12 dicembre", "2026-12-12"},
      {"12 novembre", "2026-11-12"},
      {"venerdì 4 dicembre 2026", "2026-12-04"},
      {"il primo gennaio", "2027-01-01"},
      {"5/12", "2026-12-05"},
      {"05.12.2026", "2026-12-05"},
      {"5-12-26", "2026-12-05"},
      {"2026-12-05", "2026-12-05"},
      {"31/02/2026", "-"},
      {"3 giorni", "-"},
      {"lunedì o martedì", "-"},
      {"il mio ordine 123456", "-"},
  };
  for (const auto& entry : cases) {
    CHECK_MESSAGE(Find(entry.first) == entry.second, entry.first);
  }
}

TEST_CASE("English days") {
  const std::pair<const char*, const char*> cases[] = {
      {"today", "2026-11-23"},
      {"tomorrow morning", "2026-11-24"},
      {"the day after tomorrow", "2026-11-25"},
      {"the day before yesterday", "2026-11-21"},
      {"next friday", "2026-11-27"},
      {"last friday", "2026-11-20"},
      {"in 3 days", "2026-11-26"},
      {"in a couple of days", "2026-11-25"},
      {"two weeks ago", "2026-11-09"},
      {"12th of December", "2026-12-12"},
      {"December 12th", "2026-12-12"},
      {"on 12/12/2026", "2026-12-12"},
      {"i may return it", "-"},
  };
  for (const auto& entry : cases) {
    CHECK_MESSAGE(Find(entry.first, DaySide::kAny, "en") == entry.second,
                  entry.first);
  }
}

TEST_CASE("A day without a year is looked for on its side") {
  CHECK(Find("12 novembre", DaySide::kFuture) == "2027-11-12");
  CHECK(Find("12 dicembre", DaySide::kPast) == "2025-12-12");
  CHECK(Find("venerdì", DaySide::kPast) == "2026-11-20");
  CHECK(Find("10 gennaio") == "2027-01-10");
}

TEST_CASE("A day comes back from its text") {
  CHECK(DumpDay(*ParseDay("2026-02-28")) == "2026-02-28");
  CHECK_FALSE(ParseDay("2026-02-30").has_value());
  CHECK_FALSE(ParseDay("2026-2-3").has_value());
}

}  // namespace
}  // namespace sportello
