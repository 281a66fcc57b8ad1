// Every place of the text is tried with every shape; the longest shape at the
// first place wins, and a second day elsewhere makes the text unsure.
#include "knowledge/day_reader.h"

#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace sportello {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

using Named = std::pair<std::string_view, int>;

// Normalised; the languages do not collide.
constexpr std::array<Named, 44> kMonths = {{
    {"gennaio", 1},   {"gen", 1},       {"january", 1},   {"jan", 1},
    {"febbraio", 2},  {"feb", 2},       {"february", 2},  {"marzo", 3},
    {"mar", 3},       {"march", 3},     {"aprile", 4},    {"apr", 4},
    {"april", 4},     {"maggio", 5},    {"mag", 5},       {"may", 5},
    {"giugno", 6},    {"giu", 6},       {"june", 6},      {"jun", 6},
    {"luglio", 7},    {"lug", 7},       {"july", 7},      {"jul", 7},
    {"agosto", 8},    {"ago", 8},       {"august", 8},    {"aug", 8},
    {"settembre", 9}, {"set", 9},       {"september", 9}, {"sept", 9},
    {"sep", 9},       {"ottobre", 10},  {"ott", 10},      {"october", 10},
    {"oct", 10},      {"novembre", 11}, {"november", 11}, {"nov", 11},
    {"dicembre", 12}, {"dic", 12},      {"december", 12}, {"dec", 12},
}};

constexpr std::array<Named, 14> kWeekdays = {{
    {"lunedi", 1},
    {"monday", 1},
    {"martedi", 2},
    {"tuesday", 2},
    {"mercoledi", 3},
    {"wednesday", 3},
    {"giovedi", 4},
    {"thursday", 4},
    {"venerdi", 5},
    {"friday", 5},
    {"sabato", 6},
    {"saturday", 6},
    {"domenica", 7},
    {"sunday", 7},
}};

constexpr std::array<Named, 26> kCounts = {{
    {"un", 1},      {"una", 1},   {"uno", 1},    {"a", 1},    {"an", 1},
    {"one", 1},     {"due", 2},   {"two", 2},    {"tre", 3},  {"three", 3},
    {"quattro", 4}, {"four", 4},  {"cinque", 5}, {"five", 5}, {"sei", 6},
    {"six", 6},     {"sette", 7}, {"seven", 7},  {"otto", 8}, {"eight", 8},
    {"nove", 9},    {"nine", 9},  {"dieci", 10}, {"ten", 10}, {"paio", 2},
    {"couple", 2},
}};

// Days in a unit; months are counted apart (as -1).
constexpr std::array<Named, 13> kUnits = {{
    {"giorno", 1},
    {"giorni", 1},
    {"gg", 1},
    {"day", 1},
    {"days", 1},
    {"settimana", 7},
    {"settimane", 7},
    {"week", 7},
    {"weeks", 7},
    {"mese", -1},
    {"mesi", -1},
    {"month", -1},
    {"months", -1},
}};

template <size_t kSize>
int LookUp(const std::array<Named, kSize>& table, std::string_view word) {
  for (const auto& [name, value] : table) {
    if (name == word) return value;
  }
  return 0;
}

std::optional<int> ParseCount(std::string_view text) {
  int value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

std::optional<Day> MakeDay(int y, int m, int d) {
  if (y < 100) y += 2000;
  if (m < 1 || m > 12 || d < 1 || d > 31 || y < 1900 || y > 2200) {
    return std::nullopt;
  }
  const year_month_day date(year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d)));
  if (!date.ok()) return std::nullopt;
  return Day(date);
}

class Finder {
 public:
  Finder(const NormalizedText& text, Day today, DaySide side)
      : text_(text), today_(today), side_(side) {}

  std::optional<DayFound> Run() {
    std::optional<DayFound> found;
    for (size_t i = 0; i < text_.tokens.size();) {
      const std::optional<DayFound> here = At(i);
      if (!here.has_value()) {
        ++i;
        continue;
      }
      if (found.has_value() && found->day != here->day) return std::nullopt;
      if (!found.has_value()) found = here;
      i = here->last;
    }
    return found;
  }

 private:
  std::string_view Word(size_t i) const {
    return i < text_.tokens.size() ? std::string_view(text_.tokens[i].text)
                                   : std::string_view();
  }

  std::optional<DayFound> At(size_t i) const {
    std::optional<DayFound> found = Relative(i);
    if (!found.has_value()) found = Counted(i);
    if (!found.has_value()) found = ByWeekday(i);
    if (!found.has_value()) found = ByMonth(i);
    if (!found.has_value()) found = Digits(i);
    return found;
  }

  DayFound Span(int offset, size_t i, size_t words) const {
    return {today_ + days(offset), i, i + words};
  }

  std::optional<DayFound> Relative(size_t i) const {
    const std::string_view word = Word(i);
    const std::string_view next = Word(i + 1);
    if (word == "oggi" || word == "today" || word == "stasera" ||
        word == "stamattina" || word == "tonight") {
      return Span(0, i, 1);
    }
    if (word == "dopo" && next == "domani") return Span(2, i, 2);
    if (word == "dopodomani") return Span(2, i, 1);
    if (word == "domani" || word == "tomorrow") return Span(1, i, 1);
    if ((word == "l" || word == "altro") &&
        Word(i + (word == "l" ? 2 : 1)) == "ieri") {
      return Span(-2, i, word == "l" ? 3 : 2);
    }
    if (word == "altroieri") return Span(-2, i, 1);
    if (word == "ieri" || word == "yesterday") return Span(-1, i, 1);
    if (word == "day" && (next == "after" || next == "before")) {
      if (Word(i + 2) == "tomorrow") return Span(2, i, 3);
      if (Word(i + 2) == "yesterday") return Span(-2, i, 3);
    }
    return std::nullopt;
  }

  // "tra 3 giorni", "in a week", "3 days ago", "due settimane fa".
  std::optional<DayFound> Counted(size_t i) const {
    const std::string_view word = Word(i);
    const bool ahead = word == "tra" || word == "fra" || word == "in" ||
                       word == "within" || word == "entro";
    size_t at = ahead ? i + 1 : i;
    int count = LookUp(kCounts, Word(at));
    if (count == 0) count = ParseCount(Word(at)).value_or(0);
    if (count == 0 || count > 400) return std::nullopt;
    ++at;
    if (Word(at) == "di" || Word(at) == "of" || Word(at) == "paio" ||
        Word(at) == "couple") {
      count = 2;
      if (Word(at) == "paio" || Word(at) == "couple") ++at;
      if (Word(at) == "di" || Word(at) == "of") ++at;
    }
    const int unit = LookUp(kUnits, Word(at));
    if (unit == 0) return std::nullopt;
    ++at;
    const bool ago = Word(at) == "fa" || Word(at) == "ago";
    if (ahead == ago) return std::nullopt;  // "3 days" alone is no day
    if (ago) ++at;
    const int sign = ago ? -1 : 1;
    if (unit > 0) return DayFound{today_ + days(sign * unit * count), i, at};
    year_month_day date(today_);
    date += months(sign * count);
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    return DayFound{Day(date), i, at};
  }

  static bool IsNext(std::string_view word) {
    return word == "prossimo" || word == "prossima" || word == "next" ||
           word == "prox";
  }
  static bool IsLast(std::string_view word) {
    return word == "scorso" || word == "scorsa" || word == "last" ||
           word == "passato" || word == "passata";
  }

  std::optional<DayFound> ByWeekday(size_t i) const {
    size_t at = i;
    bool next = IsNext(Word(at));
    bool last = IsLast(Word(at));
    if (next || last) ++at;
    const int wanted = LookUp(kWeekdays, Word(at));
    if (wanted == 0) return std::nullopt;
    ++at;
    if (IsNext(Word(at)) || IsLast(Word(at))) {
      next = IsNext(Word(at));
      last = !next;
      ++at;
    }
    // "venerdì 13 novembre": the date says it better.
    if (ByMonth(at).has_value() || Digits(at).has_value()) {
      std::optional<DayFound> dated = ByMonth(at);
      if (!dated.has_value()) dated = Digits(at);
      dated->first = i;
      return dated;
    }
    const int now = static_cast<int>(weekday(today_).iso_encoding());
    const int ahead = (wanted - now + 7) % 7;
    if (last || (!next && side_ == DaySide::kPast)) {
      int back = (7 - ahead) % 7;
      if (back == 0 && last) back = 7;
      return DayFound{today_ - days(back), i, at};
    }
    return DayFound{today_ + days(ahead == 0 ? 7 : ahead), i, at};
  }

  // The year that a date without one means.
  std::optional<Day> WithoutYear(int m, int d) const {
    const int y = static_cast<int>(year_month_day(today_).year());
    const std::optional<Day> same = MakeDay(y, m, d);
    if (!same.has_value()) return MakeDay(y + 1, m, d);
    if (side_ == DaySide::kFuture && *same < today_)
      return MakeDay(y + 1, m, d);
    if (side_ == DaySide::kPast && *same > today_) return MakeDay(y - 1, m, d);
    if (side_ != DaySide::kAny) return same;
    // Where both could be, the nearer one.
    if (*same + days(183) < today_) return MakeDay(y + 1, m, d);
    if (*same - days(183) > today_) return MakeDay(y - 1, m, d);
    return same;
  }

  // "12", "12th", "1o".
  static std::optional<int> DayOfMonth(std::string_view word) {
    const size_t end = word.find_first_not_of("0123456789");
    if (end == 0) return std::nullopt;
    if (end != std::string_view::npos) {
      const std::string_view tail = word.substr(end);
      if (tail != "th" && tail != "st" && tail != "nd" && tail != "rd" &&
          tail != "o") {
        return std::nullopt;
      }
      word = word.substr(0, end);
    }
    const std::optional<int> number = ParseCount(word);
    if (!number.has_value() || *number < 1 || *number > 31) {
      return std::nullopt;
    }
    return number;
  }

  // "12 novembre 2026", "12 of november", "november 12th".
  std::optional<DayFound> ByMonth(size_t i) const {
    size_t at = i;
    std::optional<int> d = DayOfMonth(Word(at));
    if (!d.has_value() && (Word(at) == "primo" || Word(at) == "first")) d = 1;
    int m = 0;
    if (d.has_value()) {
      ++at;
      if (Word(at) == "of" || Word(at) == "di") ++at;
      m = LookUp(kMonths, Word(at));
    } else {
      m = LookUp(kMonths, Word(at));
      d = DayOfMonth(Word(at + 1));
      if (d.has_value()) ++at;
    }
    if (m == 0 || !d.has_value()) return std::nullopt;
    ++at;
    const std::optional<int> y = ParseCount(Word(at));
    std::optional<Day> found;
    if (y.has_value() && (Word(at).size() == 4 || Word(at).size() == 2)) {
      found = MakeDay(*y, m, *d);
      if (found.has_value()) ++at;
    }
    if (!found.has_value()) found = WithoutYear(m, *d);
    if (!found.has_value()) return std::nullopt;
    return DayFound{*found, i, at};
  }

  // "12/11/2026", "12.11.26", "12-11", "2026-11-12".
  std::optional<DayFound> Digits(size_t i) const {
    std::vector<int> parts;
    std::string_view rest = Word(i);
    if (rest.find_first_of("/.-") == std::string_view::npos) {
      return std::nullopt;
    }
    const bool iso = rest.size() == 10 && rest[4] == '-';
    while (!rest.empty()) {
      const size_t end = rest.find_first_of("/.-");
      const std::string_view part = rest.substr(0, end);
      const std::optional<int> number = ParseCount(part);
      if (!number.has_value() || part.size() > 4) return std::nullopt;
      parts.push_back(*number);
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    std::optional<Day> found;
    if (parts.size() == 3) {
      found = iso ? MakeDay(parts[0], parts[1], parts[2])
                  : MakeDay(parts[2], parts[1], parts[0]);
    } else if (parts.size() == 2) {
      found = WithoutYear(parts[1], parts[0]);
    }
    if (!found.has_value()) return std::nullopt;
    return DayFound{*found, i, i + 1};
  }

  const NormalizedText& text_;
  const Day today_;
  const DaySide side_;
};

}  // namespace

std::optional<DayFound> FindDay(const NormalizedText& text, Day today,
                                DaySide side) {
  return Finder(text, today, side).Run();
}

std::string DumpDay(Day day) {
  const year_month_day date(day);
  const auto two = [](unsigned number) {
    std::string text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
  };
  return std::to_string(static_cast<int>(date.year())) + "-" +
         two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  const auto y = ParseCount(text.substr(0, 4));
  const auto m = ParseCount(text.substr(5, 2));
  const auto d = ParseCount(text.substr(8, 2));
  if (!y.has_value() || !m.has_value() || !d.has_value()) return std::nullopt;
  return MakeDay(*y, *m, *d);
}

}  // namespace sportello
