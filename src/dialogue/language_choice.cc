#include "dialogue/language_choice.h"

#include <algorithm>
#include <vector>

#include "dialogue/text_reading.h"

namespace sportello {
namespace {

std::string Known(const Snapshot& snapshot, std::string_view locale) {
  std::string code(locale.substr(0, locale.find_first_of("-_")));
  std::transform(code.begin(), code.end(), code.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return snapshot.Find(code) == nullptr ? "" : code;
}

bool IsClear(const LanguageEvidence& first, const LanguageEvidence& second) {
  return first.words >= 4 && first.only_here >= 3 &&
         first.only_here >= 3 * second.only_here && first.known > second.known;
}

}  // namespace

LanguageChoice ChooseLanguage(const Snapshot& snapshot, std::string_view text,
                              std::string_view explicit_language,
                              std::string_view locale,
                              std::string_view stored) {
  TextReading reading(snapshot, std::string(text));
  return ChooseLanguage(snapshot, reading, explicit_language, locale, stored);
}

LanguageChoice ChooseLanguage(const Snapshot& snapshot, TextReading& reading,
                              std::string_view explicit_language,
                              std::string_view locale,
                              std::string_view stored) {
  const std::string chosen = Known(snapshot, explicit_language);
  if (!chosen.empty()) return {chosen, false};
  if (snapshot.Languages().size() == 1) {
    return {snapshot.Languages().front(), false};
  }
  const std::vector<LanguageEvidence>& evidence = reading.Evidence();
  const LanguageEvidence& first = evidence[0];
  const LanguageEvidence& second = evidence[1];
  if (IsClear(first, second)) return {first.language, false};
  std::string known = Known(snapshot, stored);
  if (known.empty()) known = Known(snapshot, locale);
  if (!known.empty()) return {known, false};
  if (first.only_here > second.only_here) return {first.language, false};
  return {snapshot.default_language(), true};
}

}  // namespace sportello
