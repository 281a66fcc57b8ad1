#include <doctest/doctest.h>

#include "matcher/phrase.h"
#include "unit/matcher/phrase_testing.h"

namespace sportello {
namespace {

Lines RuleProblems(const PhraseRules::Definitions& definitions) {
  std::vector<RuleProblem> problems;
  PhraseRules::Compile(definitions, Italian(), problems);
  return Describe(problems);
}

TEST_CASE("Rules may use rules that stand later; the last of a name counts") {
  std::vector<RuleProblem> problems;
  const PhraseRules rules = PhraseRules::Compile(
      {{"b", "<c> pacco"}, {"c", "wrong ("}, {"c", "il|la"}}, Italian(),
      problems);
  CHECK(problems.empty());
  CHECK(rules.Names() == Lines{"b", "c"});
  std::vector<PhraseProblem> phrase_problems;
  const auto phrase = Phrase::Parse("dove <b>", rules, {}, phrase_problems);
  REQUIRE(phrase.has_value());
  CHECK(phrase->Samples(9).size() == 2);
  CHECK(phrase->Regex(PhraseUse::kWhole) == "^ dove(?: il| la) pacco$");
}

TEST_CASE("A rule inside a word gives its words") {
  std::vector<RuleProblem> problems;
  const PhraseRules rules =
      PhraseRules::Compile({{"ending", "o|i|are"}}, Italian(), problems);
  std::vector<PhraseProblem> phrase_problems;
  const auto phrase =
      Phrase::Parse("rimbors<ending>", rules, {}, phrase_problems);
  REQUIRE(phrase.has_value());
  CHECK(phrase->Words() == Lines{"rimborsare", "rimborsi", "rimborso"});
}

TEST_CASE("Unknown rules come with a suggestion") {
  CHECK(RuleProblems({{"il_mio", "il mio"}, {"dove", "dove [<il_moi>]"}}) ==
        Lines{"dove 6: unknown rule 'il_moi', did you mean 'il_mio'?"});
  CHECK(RuleProblems({{"dove", "d<xyz>e"}}) ==
        Lines{"dove 1: unknown rule 'xyz': declare it under 'rules'"});
  std::vector<RuleProblem> none;
  const PhraseRules rules = PhraseRules::Compile({}, Italian(), none);
  std::vector<PhraseProblem> problems;
  CHECK_FALSE(Phrase::Parse("a<xyz>b c", rules, {}, problems).has_value());
  CHECK(Describe(problems) ==
        Lines{"1: unknown rule 'xyz': declare it under 'rules'"});
}

TEST_CASE("A circle of rules is shown whole, once") {
  CHECK(RuleProblems({{"a", "x <b>"}, {"b", "[<c>] y"}, {"c", "z <a>"}}) ==
        Lines{"c 2: the rule uses itself, which has no end: a > b > c > a"});
  CHECK(RuleProblems({{"a", "<a>"}}) ==
        Lines{"a 0: the rule uses itself, which has no end: a > a"});
}

TEST_CASE("A rule has no slots") {
  CHECK(RuleProblems({{"a", "x {number}"}}) ==
        Lines{"a 2: a rule has no slots: put {number} into the phrases that "
              "use the rule"});
}

TEST_CASE("A broken rule is reported once, not by every phrase") {
  std::vector<RuleProblem> problems;
  const PhraseRules rules =
      PhraseRules::Compile({{"a", "x ("}}, Italian(), problems);
  CHECK(Describe(problems) == Lines{"a 2: '(' is never closed",
                                    "a 2: there is nothing in this bracket"});
  std::vector<PhraseProblem> phrase_problems;
  CHECK(Phrase::Parse("dove <a>", rules, {}, phrase_problems).has_value());
}

TEST_CASE("Rules that grow exponentially cost nothing and are refused") {
  PhraseRules::Definitions doubling = {{"r0", "parola"}};
  for (int i = 1; i <= 11; ++i) {
    const std::string before = "<r" + std::to_string(i - 1) + ">";
    std::string body = before;
    for (int k = 0; k < 9; ++k) body += " " + before;
    doubling.push_back({"r" + std::to_string(i), body});
  }
  const Lines problems = RuleProblems(doubling);
  REQUIRE(problems.size() >= 1);
  CHECK(problems[0] ==
        "r4 0: the rule is longer than 65536 bytes with its rules: make "
        "several of it");
  PhraseRules::Definitions chain = {{"r0", "parola"}};
  for (int i = 1; i < 5000; ++i) {
    chain.push_back(
        {"r" + std::to_string(i), "<r" + std::to_string(i - 1) + ">"});
  }
  CHECK(RuleProblems(chain).size() >= 1);
  CHECK(RuleProblems({{"a", "x"}, {"b", "<a>"}, {"c", "<b>"}}).empty());
}

}  // namespace
}  // namespace sportello
