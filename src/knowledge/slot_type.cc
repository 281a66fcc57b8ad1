#include "knowledge/slot_type.h"

#include <algorithm>

namespace sportello {
namespace {

struct BuiltinType {
  std::string_view name;
  std::string_view regex;  // on the normalised text
  std::string_view example;
};

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

}  // namespace

SlotType SlotType::Builtin(std::string_view name) {
  SlotType type;
  type.name_ = name;
  for (const BuiltinType& builtin : kBuiltins) {
    if (builtin.name != name) continue;
    type.regex_ = builtin.regex;
    type.example_ = builtin.example;
  }
  std::vector<PatternProblem> problems;
  type.BuildMatcher(problems);
  return type;
}

std::optional<SlotType> SlotType::Compile(const TypeContent& content,
                                          const Analyzer& analyzer,
                                          std::vector<Problem>& problems) {
  SlotType type;
  type.name_ = content.name;
  type.example_ = content.example;
  type.regex_ = content.pattern;
  std::vector<std::string> ways;
  for (const auto& [value, written] : content.values) {
    std::vector<std::string> all = written;
    all.push_back(value);
    for (const std::string& way : all) {
      const std::string normal = analyzer.Normalize(way).text;
      if (normal.empty()) continue;
      const auto [it, added] = type.ways_.try_emplace(normal, value);
      if (!added && it->second != value) {
        std::string message = "'";
        message.append(way).append("' means both '").append(it->second);
        message.append("' and '").append(value).append("' in type '");
        message.append(content.name).append("'");
        problems.push_back(
            {Severity::kError, content.place, std::move(message), ""});
      }
      ways.push_back(normal);
    }
  }
  std::sort(ways.begin(), ways.end(), [](const auto& a, const auto& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  for (const std::string& way : ways) {
    type.regex_ += (type.regex_.empty() ? "" : "|") + QuoteForRegex(way);
  }
  std::vector<PatternProblem> refused;
  if (!type.BuildMatcher(refused)) {
    for (const PatternProblem& problem : refused) {
      problems.push_back(
          {Severity::kError, content.place,
           "the pattern of type '" + content.name + "': " + problem.message,
           ""});
    }
    return std::nullopt;
  }
  if (type.example_.empty() && !content.values.empty()) {
    type.example_ = content.values.front().first;
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

std::optional<std::string> SlotType::Read(const NormalizedText& text,
                                          std::string_view original) const {
  if (text.tokens.empty()) return std::nullopt;
  if (!matcher_.has_value()) {
    return ValueOf(text, original, 0, text.text.size());
  }
  for (const PatternMatch& match : matcher_->Match(text.text)) {
    if (match.pattern == 0) {
      return ValueOf(text, original, 0, text.text.size());
    }
    if (match.captures.empty()) continue;
    const Capture& value = match.captures.front();
    // A second value in the rest makes it unsure which one is meant.
    const std::string rest = text.text.substr(value.end);
    if (!rest.empty() && !matcher_->Match(rest.substr(1)).empty()) {
      return std::nullopt;
    }
    return ValueOf(text, original, value.begin, value.end);
  }
  return std::nullopt;
}

}  // namespace sportello
