// The matcher against the slow, obvious way: every RE2 object on every text.
#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>

#include "matcher/atom_finder.h"
#include "matcher/matcher.h"

namespace sportello {
namespace {

class Chance {
 public:
  explicit Chance(uint32_t seed) : random_(seed) {}
  size_t Below(size_t n) { return random_() % n; }
  const std::string& Of(const std::vector<std::string>& list) {
    return list[Below(list.size())];
  }

 private:
  std::mt19937 random_;
};

const std::vector<std::string> kWords = {
    "il",  "pacco",      "ordine", "ordini",   "dove",  "e",
    "non", "arrivato",   "reso",   "rimborso", "12345", "a",
    "la",  "spedizione", "città",  "no"};

std::string RandomText(Chance& chance) {
  std::string text;
  for (size_t n = chance.Below(7); n > 0; --n) {
    text += (text.empty() ? "" : " ") + chance.Of(kWords);
  }
  return text;
}

std::string RandomPhrase(Chance& chance) {
  std::string regex = chance.Below(2) == 0 ? "^" : "";
  regex += " " + chance.Of(kWords);
  for (size_t n = chance.Below(4); n > 0; --n) {
    const std::string a = chance.Of(kWords);
    const std::string b = chance.Of(kWords);
    const std::vector<std::string> pieces = {
        " " + a, "(?: " + a + "| " + b + ")", "(?: " + a + ")?",
        "(?: " + a + " " + b + ")?"};
    regex += chance.Of(pieces);
  }
  if (chance.Below(3) == 0) regex += " (?P<slot>[^ ]+(?: [^ ]+){0,5}?)";
  return regex + (regex[0] == '^' ? "$" : "(?: |$)");
}

std::string RandomExpression(Chance& chance) {
  const std::string& word = chance.Of(kWords);
  const std::vector<std::string> forms = {
      "\\b" + word + "\\b",
      "^" + word + " .",
      word + "[a-z ]*" + chance.Of(kWords),
      "(?P<number>[0-9]{3,})",
      "(?:" + word + "|" + chance.Of(kWords) + ") (?P<rest>.+)$",
      word.substr(0, 2) + ".{0,3}$",
      "(?i)" + word + "x?"};
  return chance.Of(forms);
}

std::string Show(const re2::RE2& expression, std::string_view text,
                 size_t shift) {
  const int groups = expression.NumberOfCapturingGroups();
  std::vector<re2::StringPiece> parts(static_cast<size_t>(groups) + 1);
  if (!expression.Match({text.data(), text.size()}, 0, text.size(),
                        re2::RE2::UNANCHORED, parts.data(), groups + 1)) {
    return "";
  }
  std::string shown = "yes";
  for (const auto& [number, name] : expression.CapturingGroupNames()) {
    const re2::StringPiece& part = parts[static_cast<size_t>(number)];
    if (part.data() == nullptr) continue;
    const auto begin = static_cast<size_t>(part.data() - text.data()) - shift;
    shown += " " + name + std::to_string(begin) + "-" +
             std::to_string(begin + part.size());
  }
  return shown;
}

std::string Show(const PatternMatch& match) {
  std::string shown = "yes";
  for (const Capture& capture : match.captures) {
    shown += " " + capture.name + std::to_string(capture.begin) + "-" +
             std::to_string(capture.end);
  }
  return shown;
}

// Index -> what was captured.
using Found = std::map<size_t, std::string>;

Found SlowMatch(const std::vector<Pattern>& patterns,
                const std::vector<std::unique_ptr<re2::RE2>>& expressions,
                const std::string& text) {
  Found found;
  const std::string padded = " " + text;
  for (size_t i = 0; i < patterns.size(); ++i) {
    const bool phrase = patterns[i].kind == PatternKind::kPhrase;
    const std::string shown =
        Show(*expressions[i], phrase ? padded : text, phrase ? 1 : 0);
    if (!shown.empty()) found[i] = shown;
  }
  return found;
}

TEST_CASE("The matcher finds what a loop over all patterns finds") {
  Chance chance(20261123);
  size_t matches = 0;
  for (int round = 0; round < 30; ++round) {
    std::vector<Pattern> patterns;
    std::vector<std::unique_ptr<re2::RE2>> expressions;
    for (size_t i = chance.Below(60); i > 0; --i) {
      if (chance.Below(3) == 0) {
        patterns.push_back({RandomExpression(chance)});
      } else {
        patterns.push_back({RandomPhrase(chance), PatternKind::kPhrase});
      }
      expressions.push_back(std::make_unique<re2::RE2>(patterns.back().regex));
    }
    std::vector<PatternProblem> problems;
    const auto matcher = Matcher::Build(patterns, problems);
    REQUIRE(problems.empty());
    for (int i = 0; i < 200; ++i) {
      const std::string text = RandomText(chance);
      INFO("text: " << text);
      Found found;
      for (const PatternMatch& match : matcher->Match(text)) {
        found[match.pattern] = Show(match);
      }
      REQUIRE((found == SlowMatch(patterns, expressions, text)));
      matches += found.size();
    }
  }
  CHECK(matches > 5000);
}

TEST_CASE("Atoms are found where a search for each finds them") {
  Chance chance(20261124);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> atoms;
    for (size_t n = chance.Below(20); n > 0; --n) {
      std::string atom;
      for (size_t length = 1 + chance.Below(5); length > 0; --length) {
        atom += static_cast<char>('a' + chance.Below(3));
      }
      atoms.push_back(atom);
    }
    std::sort(atoms.begin(), atoms.end());
    atoms.erase(std::unique(atoms.begin(), atoms.end()), atoms.end());
    std::reverse(atoms.begin(), atoms.end());
    const AtomFinder finder(atoms);
    std::string text;
    for (size_t n = chance.Below(30); n > 0; --n) {
      text += static_cast<char>('a' + chance.Below(4));
    }
    std::vector<int> expected;
    for (size_t i = 0; i < atoms.size(); ++i) {
      if (text.find(atoms[i]) != std::string::npos) {
        expected.push_back(static_cast<int>(i));
      }
    }
    REQUIRE((finder.Find(text) == expected));
  }
}

}  // namespace
}  // namespace sportello
