// What the tests of phrases share: a real normaliser, and verbs.
#ifndef SPORTELLO_TESTS_UNIT_MATCHER_PHRASE_TESTING_H_
#define SPORTELLO_TESTS_UNIT_MATCHER_PHRASE_TESTING_H_

#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "language/normalizer.h"
#include "matcher/matcher.h"
#include "matcher/phrase.h"

namespace sportello {

// Texts that a failing check can show.
struct Lines : std::vector<std::string> {
  using std::vector<std::string>::vector;
  Lines(std::vector<std::string> lines)  // NOLINT: implicit
      : std::vector<std::string>(std::move(lines)) {}
};

inline std::ostream& operator<<(std::ostream& out, const Lines& lines) {
  for (const std::string& line : lines) out << "\n  " << line;
  return out;
}

inline std::vector<std::string> NormalizedWords(const Normalizer& normalizer,
                                                std::string_view text) {
  std::vector<std::string> words;
  for (const Token& token : normalizer.Normalize(text).tokens) {
    words.push_back(token.text);
  }
  return words;
}

inline const Normalizer& ItalianNormalizer() {
  static const Normalizer normalizer("it", {{"nn", "non"}, {"xke", "perche"}});
  return normalizer;
}

inline NormalizeWords Italian() {
  return [](std::string_view text) {
    return NormalizedWords(ItalianNormalizer(), text);
  };
}

inline NormalizeWords English() {
  return [](std::string_view text) {
    static const Normalizer normalizer("en");
    return NormalizedWords(normalizer, text);
  };
}

// Problems as "offset: message".
inline Lines Describe(const std::vector<PhraseProblem>& problems) {
  Lines lines;
  for (const PhraseProblem& problem : problems) {
    lines.push_back(std::to_string(problem.offset) + ": " + problem.message);
  }
  return lines;
}

inline Lines Describe(const std::vector<RuleProblem>& problems) {
  Lines lines;
  for (const RuleProblem& rule : problems) {
    lines.push_back(rule.rule + " " + Describe({rule.problem})[0]);
  }
  return lines;
}

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_MATCHER_PHRASE_TESTING_H_
