#include "matcher/matcher.h"

#include <doctest/doctest.h>

#include <thread>

#include "unit/matcher/phrase_testing.h"

namespace sportello {
namespace {

std::vector<Pattern> Expressions(const Lines& regexes) {
  std::vector<Pattern> patterns;
  for (const std::string& regex : regexes) {
    patterns.push_back({regex, PatternKind::kExpression});
  }
  return patterns;
}

Matcher Build(const std::vector<Pattern>& patterns) {
  std::vector<PatternProblem> problems;
  auto matcher = Matcher::Build(patterns, problems);
  for (const PatternProblem& problem : problems) FAIL(problem.message);
  REQUIRE(matcher.has_value());
  return std::move(*matcher);
}

Lines Problems(const std::vector<Pattern>& patterns) {
  std::vector<PatternProblem> problems;
  const auto matcher = Matcher::Build(patterns, problems);
  CHECK(matcher.has_value() == problems.empty());
  Lines lines;
  for (const PatternProblem& problem : problems) {
    lines.push_back(std::to_string(problem.index) + ": " + problem.message);
  }
  return lines;
}

std::vector<size_t> Indexes(const Matcher& matcher, std::string_view text) {
  std::vector<size_t> indexes;
  for (const PatternMatch& match : matcher.Match(text)) {
    indexes.push_back(match.pattern);
  }
  return indexes;
}

TEST_CASE("All matching patterns are found, in order") {
  const Matcher matcher =
      Build({{"\\btracking\\b", PatternKind::kExpression},
             {"^ dove(?: il)? pacco$", PatternKind::kPhrase},
             {"^dove", PatternKind::kExpression},
             {" pacco(?: |$)", PatternKind::kPhrase},
             {"[0-9]{5,8}$", PatternKind::kExpression}});
  CHECK(Indexes(matcher, "dove il pacco") == std::vector<size_t>{1, 2, 3});
  CHECK(Indexes(matcher, "il tracking 123456") == std::vector<size_t>{0, 4});
  CHECK(Indexes(matcher, "dove") == std::vector<size_t>{2});
  CHECK(Indexes(matcher, "").empty());
  CHECK(Indexes(matcher, "pacchetto spacco").empty());
  CHECK(matcher.size() == 5);
}

TEST_CASE("Named groups are captured by bytes of the text") {
  const Matcher matcher =
      Build({{"^ ordine (?P<number>[0-9]+)(?: di (?P<name>[^ ]+))?$",
              PatternKind::kPhrase},
             {"^ordine (?P<all>.*)$", PatternKind::kExpression}});
  const auto matches = matcher.Match("ordine 123");
  REQUIRE(matches.size() == 2);
  REQUIRE(matches[0].captures.size() == 1);
  CHECK(matches[0].captures[0].name == "number");
  CHECK(matches[0].captures[0].begin == 7);
  CHECK(matches[0].captures[0].end == 10);
  CHECK(matches[1].captures[0].begin == 7);
  const auto both = matcher.Match("ordine 123 di anna");
  REQUIRE(both[0].captures.size() == 2);
  CHECK(both[0].captures[1].name == "name");
  CHECK(both[0].captures[1].begin == 14);
}

TEST_CASE("Every bad pattern is named with what is wrong") {
  CHECK(Problems(Expressions({"ordine", "a(b", "\\Cx", "x*", "(?=a)b",
                              "a{1001}", "", "\\b", ".+", "\\\\C"})) ==
        Lines{"1: RE2 cannot use the pattern: missing ): a(b",
              "2: the pattern uses \\C, which matches half a letter: use '.'",
              "3: the pattern matches nothing at all: ''",
              "4: RE2 cannot use the pattern: invalid perl operator: (?=",
              "5: RE2 cannot use the pattern: invalid repetition size: "
              "{1001}",
              "6: the pattern is empty",
              "7: the pattern matches nothing at all: ''",
              "8: the pattern matches any text"});
}

TEST_CASE("Patterns have a budget") {
  const std::string most(kMaxPatternBytes, 'a');
  CHECK(Problems(Expressions({most})).empty());
  CHECK(Problems(Expressions({most + "a"})) ==
        Lines{"0: the pattern has 1025 bytes, more than 1024"});
  CHECK(Problems({{most + "a", PatternKind::kPhrase}}).empty());
  CHECK(Problems({{std::string(70'000, 'a'), PatternKind::kPhrase}}) ==
        Lines{"0: the phrase has 70000 bytes, more than 65600"});
  const Lines slow = Problems(Expressions({"x(abc|bcd|cde){900}"}));
  REQUIRE(slow.size() == 1);
  CHECK(slow[0].find("steps, more than 2000: make its repetitions smaller") !=
        std::string::npos);
  CHECK(Problems(Expressions({"(\\pL{100}){10}"})) ==
        Lines{"0: RE2 cannot use the pattern: pattern too large - compile "
              "failed"});
}

TEST_CASE("An automaton that outgrows its memory gives the same answer") {
  const Matcher matcher = Build(Expressions({"[ab]*a[ab]{150}c"}));
  std::string text;
  uint32_t random = 7;
  for (int i = 0; i < 4000; ++i) {
    random = random * 1664525 + 1013904223;
    text += (random >> 24) % 2 == 0 ? 'a' : 'b';
  }
  CHECK(Indexes(matcher, text).empty());
  text[3000] = 'a';
  text.insert(3151, "c");
  CHECK(Indexes(matcher, text) == std::vector<size_t>{0});
}

TEST_CASE("Patterns without a literal are tried on every text, and listed") {
  const Matcher matcher =
      Build(Expressions({"ordine", "[0-9]{5}", "si|no", "(?:il|la) pacco"}));
  CHECK(matcher.Unfiltered() == std::vector<size_t>{1, 2});
  CHECK(matcher.CountCandidates("ciao") == 2);
  CHECK(matcher.CountCandidates("un ordine") == 3);
}

TEST_CASE("No patterns match nothing") {
  const Matcher matcher = Build({});
  CHECK(matcher.Match("ciao").empty());
  CHECK(matcher.Unfiltered().empty());
  CHECK(matcher.CountCandidates("ciao") == 0);
}

TEST_CASE("Many threads may match at once") {
  const Matcher matcher = Build(Expressions(
      {"ordine [0-9]+", "pacco|spedizione", "[ab]*a[ab]{20}c", "rimborso"}));
  std::vector<std::thread> threads;
  std::vector<int> found(4);
  for (size_t t = 0; t < found.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const std::string text =
            "il pacco ordine " + std::to_string(i) + " ababba";
        found[t] += static_cast<int>(matcher.Match(text).size());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(found == std::vector<int>{1000, 1000, 1000, 1000});
}

}  // namespace
}  // namespace sportello
