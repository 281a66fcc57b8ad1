// Random templates, each made together with the list of what it stands for by
// the slow, obvious way; the compiled phrase must agree on every text.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "matcher/matcher.h"
#include "matcher/phrase.h"
#include "unit/matcher/phrase_testing.h"

namespace sportello {
namespace {

// A template and all texts that a person could mean by it, not normalised.
struct Written {
  std::string text;
  Lines texts;
};

class Author {
 public:
  explicit Author(uint32_t seed) : random_(seed) {}

  Written Sequence(int depth) {
    Written all{"", {""}};
    const int pieces = 1 + Dice(depth > 0 ? 3 : 2);
    for (int i = 0; i < pieces; ++i) {
      if (i > 0) all = Join(all, {" ", {" "}});
      all = Join(all, Word(depth));
    }
    return all;
  }

  int Dice(int sides) { return static_cast<int>(random_() % unsigned(sides)); }

 private:
  // Parts without a blank between them.
  Written Word(int depth) {
    Written all = Part(depth);
    if (Dice(4) == 0) all = Join(all, Part(depth - 1));
    if (Dice(8) == 0) all = Join(all, Part(0));
    return all;
  }

  Written Part(int depth) {
    const int kind = depth > 0 ? Dice(5) : 0;
    if (kind < 3) return Literal();
    Written all{kind == 3 ? "(" : "[", {}};
    const int alternatives = 1 + Dice(3);
    for (int i = 0; i < alternatives; ++i) {
      const Written one = Sequence(depth - 1);
      all.text += (i > 0 ? "|" : "") + one.text;
      all.texts.insert(all.texts.end(), one.texts.begin(), one.texts.end());
    }
    all.text += kind == 3 ? ")" : "]";
    if (kind == 4) all.texts.emplace_back();
    return all;
  }

  Written Literal() {
    static const std::vector<std::string> literals = {
        "il",    "pacco", "dov'è",  "è", "l'",     "ordin", "e",  "i",
        "nn",    "Xké",   "perché", "a", "mio",    "cioè",  "x",  "12",
        "dell’", "città", "non",    "o", "quand'", "anna",  "kk", "b"};
    const std::string& literal =
        literals[static_cast<size_t>(Dice(static_cast<int>(literals.size())))];
    return {literal, {literal}};
  }

  static Written Join(const Written& a, const Written& b) {
    Written all{a.text + b.text, {}};
    for (const std::string& begin : a.texts) {
      for (const std::string& end : b.texts) all.texts.push_back(begin + end);
    }
    return all;
  }

  std::mt19937 random_;
};

std::string Normalized(std::string_view text) {
  return ItalianNormalizer().Normalize(text).text;
}

// One word taken away, doubled or replaced.
std::string Damage(const std::string& text, Author& author) {
  std::vector<std::string> words = Italian()(text);
  if (words.empty()) return "il";
  const auto at =
      static_cast<ptrdiff_t>(author.Dice(static_cast<int>(words.size())));
  const int kind = author.Dice(3);
  if (kind == 0) words.erase(words.begin() + at);
  if (kind == 1) words.insert(words.begin() + at, words[0]);
  if (kind == 2) words[static_cast<size_t>(at)] += "e";
  std::string damaged;
  for (const std::string& word : words) damaged += word + " ";
  return Normalized(damaged);
}

bool Contains(const std::set<std::string>& texts, const std::string& text) {
  return std::any_of(texts.begin(), texts.end(), [&](const std::string& part) {
    return (" " + text + " ").find(" " + part + " ") != std::string::npos;
  });
}

struct Counts {
  int phrases = 0;
  int matches = 0;
  int misses = 0;
};

void Compare(const Phrase& phrase, const std::set<std::string>& expected,
             Author& author, Counts& counts) {
  std::vector<PatternProblem> problems;
  const auto matcher = Matcher::Build(
      {{phrase.Regex(PhraseUse::kWhole), PatternKind::kPhrase},
       {phrase.Regex(PhraseUse::kContained), PatternKind::kPhrase}},
      problems);
  REQUIRE(matcher.has_value());
  for (const std::string& text : expected) {
    for (const std::string& asked :
         {text, Damage(text, author), "ciao " + text + " anna",
          Damage("il " + text, author)}) {
      INFO("text: " << asked);
      std::vector<size_t> wanted;
      if (expected.contains(asked)) wanted.push_back(0);
      if (Contains(expected, asked)) wanted.push_back(1);
      std::vector<size_t> found;
      for (const PatternMatch& match : matcher->Match(asked)) {
        found.push_back(match.pattern);
      }
      REQUIRE(Lines{std::to_string(found.size())} ==
              Lines{std::to_string(wanted.size())});
      REQUIRE((found == wanted));
      ++(expected.contains(asked) ? counts.matches : counts.misses);
    }
  }
}

TEST_CASE("A phrase matches exactly the texts that it stands for") {
  std::vector<RuleProblem> none;
  const PhraseRules rules = PhraseRules::Compile({}, Italian(), none);
  Author author(20261122);
  Counts counts;
  while (counts.phrases < 400) {
    const Written written = author.Sequence(3);
    if (written.texts.size() > 400) continue;
    INFO("phrase: " << written.text);
    std::set<std::string> expected;
    for (const std::string& text : written.texts) {
      expected.insert(Normalized(text));
    }
    std::vector<PhraseProblem> problems;
    const auto phrase = Phrase::Parse(written.text, rules, {}, problems);
    REQUIRE(phrase.has_value() == !expected.contains(""));
    if (!phrase) continue;
    ++counts.phrases;
    REQUIRE(phrase->CountExpansions() >= expected.size());
    REQUIRE(phrase->CountExpansions() <= written.texts.size());
    const auto samples = phrase->Samples(5000);
    const std::set<std::string> sampled(samples.begin(), samples.end());
    REQUIRE(samples.size() == sampled.size());
    REQUIRE((sampled == expected));
    Compare(*phrase, expected, author, counts);
  }
  CHECK(counts.matches > 1000);
  CHECK(counts.misses > 1000);
}

}  // namespace
}  // namespace sportello
