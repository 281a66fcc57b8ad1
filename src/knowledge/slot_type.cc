#include "knowledge/slot_type.h"

#include <algorithm>

#include "knowledge/code_reader.h"
#include "language/day_format.h"

namespace sportello {
namespace {

struct BuiltinType {
  std::string_view name;
  std::string_view regex;  // on the normalised text
  std::string_view example;
};

constexpr std::string_view kDayRegex = "[a-z0-9./-]+(?: [a-z0-9./-]+){0,3}";

constexpr BuiltinType kBuiltins[] = {
    {"text", "", ""},
    {"number", "[0-9]+(?:[.,][0-9]+)*", "3"},
    // A mailbox of RFC 5321 as people have them: no quotes, no comments.
    {"email",
     "[a-z0-9][a-z0-9.!#$%&*+/=?^_{|}~-]*@[a-z0-9][a-z0-9.-]*[.][a-z]{2,}",
     "nome@example.org"},
    // 6 to 15 digits (E.164), in groups as people write them.
    {"phone", "[0-9](?:[ ./-]?[0-9]){5,14}", "333 1234567"},
    {"yes_no", "", ""},
    {"date", kDayRegex, "12/11/2026"},
    {"future_date", kDayRegex, "12/11/2026"},
    {"past_date", kDayRegex, "12/11/2026"},
    {"postal_code", "[0-9]{5}", "40121"},
    {"iban", "[a-z]{2}[0-9]{2}(?: ?[a-z0-9]{1,4}){3,8}",
     "IT60 X054 2811 1010 0000 0123 456"},
    {"codice_fiscale", "[a-z]{6}[0-9a-z]{10}|[0-9]{11}", "RSSMRA80A01H501U"},
    {"partita_iva", "(?:it ?)?[0-9]{11}", "12345678903"},
    {"codice_sdi", "[a-z0-9]{6,7}", "M5UXCR1"},
};

// Small numbers as people write them, normalised; the languages do not collide.
constexpr std::pair<std::string_view, std::string_view> kNumberWords[] = {
    {"solo uno", "1"}, {"solo una", "1"}, {"uno solo", "1"}, {"una sola", "1"},
    {"just one", "1"}, {"only one", "1"}, {"due", "2"},      {"two", "2"},
    {"tre", "3"},      {"three", "3"},    {"quattro", "4"},  {"four", "4"},
    {"cinque", "5"},   {"five", "5"},     {"six", "6"},      {"sette", "7"},
    {"seven", "7"},    {"otto", "8"},     {"eight", "8"},    {"nove", "9"},
    {"nine", "9"},     {"dieci", "10"},   {"ten", "10"},     {"dodici", "12"},
    {"twelve", "12"},
};

// These say something else in a sentence ("una cosa", "sei sicuro?").
constexpr std::pair<std::string_view, std::string_view> kLoneNumberWords[] = {
    {"uno", "1"}, {"una", "1"}, {"un", "1"}, {"one", "1"}, {"sei", "6"},
};

std::string QuoteForRegex(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == ' ' || static_cast<unsigned char>(c) >= 0x80;
    if (!plain) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

// Where the tokens [first, last) stand.
void SetSpan(SlotReading& reading, const NormalizedText& text, size_t first,
             size_t last) {
  if (first >= last || last > text.tokens.size()) return;
  reading.begin = text.tokens[first].offset;
  reading.end =
      text.tokens[last - 1].offset + text.tokens[last - 1].text.size();
}

SlotReading ReadCode(std::string_view name, const NormalizedText& text,
                     std::string_view original) {
  SlotReading reading;
  const CodeFound found = FindCode(name, text, original);
  if (!found.code.empty()) reading.value = found.code;
  if (found.wrong) reading.problem = "wrong_" + std::string(name);
  SetSpan(reading, text, found.first, found.last);
  return reading;
}

SlotReading ReadDay(const NormalizedText& text, Day today, DaySide side) {
  SlotReading reading;
  const std::optional<DayFound> found = FindDay(text, today, side);
  if (!found.has_value()) return reading;
  if (side == DaySide::kFuture && found->day < today) {
    reading.problem = "wrong_past_day";
  } else if (side == DaySide::kPast && found->day > today) {
    reading.problem = "wrong_future_day";
  } else {
    reading.value = DumpDay(found->day);
  }
  SetSpan(reading, text, found->first, found->last);
  return reading;
}

}  // namespace

SlotType SlotType::Builtin(std::string_view name) {
  SlotType type;
  type.name_ = name;
  for (const BuiltinType& builtin : kBuiltins) {
    if (builtin.name != name) continue;
    type.regex_ = builtin.regex;
    type.example_ = builtin.example;
  }
  if (name == "number") {
    for (const auto& [word, value] : kNumberWords) {
      type.ways_.emplace(word, value);
      type.regex_.append("|").append(word);
    }
  }
  if (name == "text") type.kind_ = Kind::kText;
  if (name == "yes_no") type.kind_ = Kind::kYesNo;
  if (name.ends_with("date")) type.kind_ = Kind::kDay;
  if (name == "future_date") type.side_ = DaySide::kFuture;
  if (name == "past_date") type.side_ = DaySide::kPast;
  if (name == "iban" || name.starts_with("codice_") || name == "partita_iva") {
    type.kind_ = Kind::kCode;
  }
  std::vector<PatternProblem> problems;
  type.BuildMatcher(problems);
  return type;
}

void SlotType::AddChoices(const TypeContent& content, const Analyzer& analyzer,
                          std::vector<Problem>& problems) {
  std::vector<std::string> ways;
  for (const auto& [value, written] : content.values) {
    std::vector<std::string> all = written;
    // A choice's value is a name for the content, not for customers.
    if (!content.titled) all.push_back(value);
    choices_.emplace_back(
        value, content.titled && !written.empty() ? written.front() : value);
    for (const std::string& way : all) {
      const std::string normal = analyzer.Normalize(way).text;
      if (normal.empty()) continue;
      const auto [it, added] = ways_.try_emplace(normal, value);
      if (!added && it->second != value) {
        std::string message = "'";
        message.append(way).append("' means both '").append(it->second);
        message.append("' and '").append(value).append("' in type '");
        message.append(content.name).append("'");
        problems.push_back({Severity::kError, content.place, std::move(message),
                            "leave it with one of the two"});
      }
      ways.push_back(normal);
    }
  }
  std::sort(ways.begin(), ways.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  for (const std::string& way : ways) {
    regex_ += (regex_.empty() ? "" : "|") + QuoteForRegex(way);
  }
}

std::optional<SlotType> SlotType::Compile(const TypeContent& content,
                                          const Analyzer& analyzer,
                                          std::vector<Problem>& problems) {
  SlotType type;
  type.name_ = content.name;
  type.example_ = content.example;
  type.regex_ = content.pattern;
  type.AddChoices(content, analyzer, problems);
  std::vector<PatternProblem> refused;
  if (!type.BuildMatcher(refused)) {
    for (const PatternProblem& problem : refused) {
      problems.push_back(
          {Severity::kError, content.place,
           "the pattern of type '" + content.name + "': " + problem.message,
           "write it as RE2 does, in single quotes; it must fit the whole "
           "value, so ^ and $ are left out"});
    }
    return std::nullopt;
  }
  if (type.example_.empty() && !type.choices_.empty()) {
    type.example_ = type.choices_.front().second;
  }
  return type;
}

bool SlotType::BuildMatcher(std::vector<PatternProblem>& problems) {
  if (regex_.empty()) return true;
  const std::string group = "(?:" + regex_ + ")";
  // Types may be long lists, so the budget of phrases applies.
  matcher_ = Matcher::Build(
      {{"^ " + group + "$", PatternKind::kPhrase},
       {" (?P<value>" + group + ")(?: .*)?$", PatternKind::kPhrase}},
      problems);
  if (!problems.empty()) problems.resize(1);
  return matcher_.has_value();
}

bool SlotType::IsIdentifier() const {
  if (kind_ == Kind::kCode || name_ == "email" || name_ == "phone") {
    return true;
  }
  const bool builtin =
      std::any_of(std::begin(kBuiltins), std::end(kBuiltins),
                  [&](const BuiltinType& type) { return type.name == name_; });
  return kind_ == Kind::kPattern && choices_.empty() && !builtin;
}

bool SlotType::IsUnmistakable() const {
  return name_ == "email" || (kind_ == Kind::kCode && name_ != "codice_sdi");
}

bool SlotType::HasChoice(std::string_view value) const {
  if (IsYesNo()) return value == "yes" || value == "no";
  return std::any_of(choices_.begin(), choices_.end(),
                     [&](const auto& choice) { return choice.first == value; });
}

std::string SlotType::Show(const std::string& value,
                           std::string_view language) const {
  if (IsDay()) {
    const std::optional<Day> day = ParseDay(value);
    if (day.has_value()) return FormatDay(language, *day);
  }
  for (const auto& [known, title] : choices_) {
    if (known == value) return title;
  }
  return value;
}

PhraseSlot SlotType::ForPhrases(const Analyzer& analyzer) const {
  PhraseSlot slot;
  slot.regex = regex_;
  slot.to_end = IsText();
  const std::string example = analyzer.Normalize(example_).text;
  if (!example.empty()) slot.examples.push_back(example);
  return slot;
}

std::string SlotType::ValueOf(const NormalizedText& text,
                              std::string_view original, size_t begin,
                              size_t end) const {
  const auto way = ways_.find(text.text.substr(begin, end - begin));
  if (way != ways_.end()) return way->second;
  uint32_t from = 0;
  uint32_t to = 0;
  for (const Token& token : text.tokens) {
    if (token.offset < begin || token.offset >= end) continue;
    if (to == 0) from = token.begin;
    to = token.end;
  }
  return std::string(original.substr(from, to - from));
}

bool SlotType::HoldsOther(const std::string& text,
                          const std::string& value) const {
  for (const PatternMatch& match : matcher_->Match(text)) {
    Capture found{"", 0, static_cast<uint32_t>(text.size())};
    if (match.pattern != 0 && !match.captures.empty()) {
      found = match.captures.front();
    }
    const auto way =
        ways_.find(text.substr(found.begin, found.end - found.begin));
    if (way == ways_.end() || way->second != value) return true;
  }
  return false;
}

SlotReading SlotType::ReadPattern(const NormalizedText& text,
                                  std::string_view original) const {
  SlotReading reading;
  if (name_ == "number") {
    for (const auto& [word, value] : kLoneNumberWords) {
      if (text.text != word) continue;
      reading.value = value;
      reading.end = text.text.size();
      return reading;
    }
  }
  for (const PatternMatch& match : matcher_->Match(text.text)) {
    if (match.pattern == 0) {
      reading.end = text.text.size();
      reading.value = ValueOf(text, original, 0, reading.end);
      return reading;
    }
    if (match.captures.empty()) continue;
    const Capture& found = match.captures.front();
    // Another value in the rest makes it unsure which one is meant.
    std::string value = ValueOf(text, original, found.begin, found.end);
    const std::string rest = text.text.substr(found.end);
    if (!rest.empty() && HoldsOther(rest.substr(1), value)) return reading;
    reading.value = std::move(value);
    reading.begin = found.begin;
    reading.end = found.end;
    return reading;
  }
  return reading;
}

SlotReading SlotType::Read(const NormalizedText& text,
                           std::string_view original, Day today) const {
  SlotReading reading;
  if (text.tokens.empty()) return reading;
  switch (kind_) {
    case Kind::kText:
      reading.end = text.text.size();
      reading.value = ValueOf(text, original, 0, reading.end);
      return reading;
    case Kind::kYesNo:
      return reading;  // global words say it
    case Kind::kDay:
      return ReadDay(text, today, side_);
    case Kind::kCode:
      return ReadCode(name_, text, original);
    case Kind::kPattern:
      break;
  }
  return ReadPattern(text, original);
}

}  // namespace sportello
