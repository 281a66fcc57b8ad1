// Templates and patterns by a careless maintainer, texts by strangers.
//
// The lines of the input: a phrase, the rules a and b, an expression, a text.
// Besides not crashing: a phrase that is accepted stays within its limits,
// compiles, and matches every text that it says it stands for.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "language/normalizer.h"
#include "matcher/matcher.h"
#include "matcher/phrase.h"

namespace {

using sportello::Matcher;
using sportello::Pattern;
using sportello::PatternKind;
using sportello::PatternMatch;
using sportello::PatternProblem;
using sportello::Phrase;
using sportello::PhraseProblem;
using sportello::PhraseRules;
using sportello::PhraseSlots;
using sportello::PhraseUse;
using sportello::RuleProblem;

constexpr size_t kMaxText = 1000;

void Demand(bool condition) {
  if (!condition) std::abort();
}

const sportello::Normalizer& Italian() {
  static const sportello::Normalizer normalizer("it", {{"nn", "non"}});
  return normalizer;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (const auto& token : Italian().Normalize(text).tokens) {
    words.push_back(token.text);
  }
  return words;
}

std::string NextLine(std::string_view& input) {
  const size_t end = input.find('\n');
  const std::string line(input.substr(0, end));
  input.remove_prefix(end == std::string_view::npos ? input.size() : end + 1);
  return line;
}

void CheckMatches(const Matcher& matcher, const std::string& text) {
  size_t next = 0;
  for (const PatternMatch& match : matcher.Match(text)) {
    Demand(match.pattern >= next && match.pattern < matcher.size());
    next = match.pattern + 1;
    for (const auto& capture : match.captures) {
      Demand(capture.begin <= capture.end && capture.end <= text.size());
    }
  }
}

void CheckPhrase(const Phrase& phrase, const PhraseRules& rules,
                 const std::string& text) {
  Demand(phrase.CountExpansions() <= rules.limits().max_expansions);
  std::vector<PatternProblem> problems;
  const auto matcher = Matcher::Build(
      {{phrase.Regex(PhraseUse::kWhole), PatternKind::kPhrase},
       {phrase.Regex(PhraseUse::kContained), PatternKind::kPhrase}},
      problems);
  Demand(matcher.has_value());
  for (const std::string& sample : phrase.Samples(8)) {
    Demand(matcher->Match(sample).size() == 2);
  }
  CheckMatches(*matcher, text);
}

void CheckExpression(const std::string& regex, const std::string& text) {
  std::vector<PatternProblem> problems;
  const auto matcher =
      Matcher::Build({{regex, PatternKind::kExpression}}, problems);
  Demand(matcher.has_value() == problems.empty());
  if (matcher) CheckMatches(*matcher, text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string line = NextLine(input);
  PhraseRules::Definitions definitions = {{"a", NextLine(input)}};
  definitions.emplace_back("b", NextLine(input));
  const std::string expression = NextLine(input);
  const std::string text = Italian().Normalize(input.substr(0, kMaxText)).text;

  std::vector<RuleProblem> rule_problems;
  const PhraseRules rules =
      PhraseRules::Compile(definitions, Words, rule_problems);
  const PhraseSlots slots = {{"n", {"[0-9]+", false, {"123"}}},
                             {"name", {"", false, {"anna"}}},
                             {"text", {"", true, {"a b"}}}};
  std::vector<PhraseProblem> problems;
  const auto phrase = Phrase::Parse(line, rules, slots, problems);
  Demand(phrase.has_value() == problems.empty());
  for (const PhraseProblem& problem : problems) {
    Demand(problem.offset <= line.size() && !problem.message.empty());
  }
  if (phrase) CheckPhrase(*phrase, rules, text);
  CheckExpression(expression, text);
  return 0;
}
