#include "dialogue/language_choice.h"

#include <algorithm>
#include <vector>

namespace sportello {
namespace {

struct Evidence {
  std::string language;
  int only_here = 0;  // words that no other language's content knows
  int known = 0;
  int words = 0;
};

// Each language reads the text with its own rules; words count when this
// vocabulary holds them and no other one does.
std::vector<Evidence> Weigh(const Snapshot& snapshot, std::string_view text) {
  std::vector<Evidence> all;
  for (const std::string& language : snapshot.Languages()) {
    const LanguageKnowledge& knowledge = *snapshot.Find(language);
    Evidence evidence{language, 0, 0, 0};
    for (const Token& token : knowledge.analyzer.Normalize(text).tokens) {
      if (token.text.find_first_of("0123456789@") != std::string::npos) {
        continue;
      }
      ++evidence.words;
      if (!knowledge.vocabulary.Contains(token.text)) continue;
      ++evidence.known;
      bool elsewhere = false;
      for (const std::string& other : snapshot.Languages()) {
        elsewhere = elsewhere ||
                    (other != language &&
                     snapshot.Find(other)->vocabulary.Contains(token.text));
      }
      if (!elsewhere) ++evidence.only_here;
    }
    all.push_back(std::move(evidence));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Evidence& a, const Evidence& b) {
                     return a.only_here > b.only_here;
                   });
  return all;
}

std::string Known(const Snapshot& snapshot, std::string_view locale) {
  std::string code(locale.substr(0, locale.find_first_of("-_")));
  std::transform(code.begin(), code.end(), code.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return snapshot.Find(code) == nullptr ? "" : code;
}

bool IsClear(const Evidence& first, const Evidence& second) {
  return first.words >= 4 && first.only_here >= 3 &&
         first.only_here >= 3 * second.only_here && first.known > second.known;
}

}  // namespace

LanguageChoice ChooseLanguage(const Snapshot& snapshot, std::string_view text,
                              std::string_view explicit_language,
                              std::string_view locale,
                              std::string_view stored) {
  const std::string chosen = Known(snapshot, explicit_language);
  if (!chosen.empty()) return {chosen, false};
  if (snapshot.Languages().size() == 1) {
    return {snapshot.Languages().front(), false};
  }
  const std::vector<Evidence> evidence = Weigh(snapshot, text);
  const Evidence& first = evidence[0];
  const Evidence& second = evidence[1];
  if (IsClear(first, second)) return {first.language, false};
  std::string known = Known(snapshot, stored);
  if (known.empty()) known = Known(snapshot, locale);
  if (!known.empty()) return {known, false};
  if (first.only_here > second.only_here) return {first.language, false};
  return {snapshot.default_language(), true};
}

}  // namespace sportello
