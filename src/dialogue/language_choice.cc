#include "dialogue/language_choice.h"

#include <algorithm>
#include <optional>
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

// "Thank you very much" is four words and yet no sentence.
bool IsPoliteness(const std::string& global) {
  return global == "thanks" || global == "greeting" || global == "goodbye" ||
         global == "yes" || global == "no";
}

}  // namespace

std::string ClearLanguage(TextReading& reading) {
  const std::vector<LanguageEvidence>& evidence = reading.Evidence();
  if (evidence.size() < 2 || !IsClear(evidence[0], evidence[1])) return "";
  const LanguageKnowledge& language =
      reading.snapshot().GetOrDefault(evidence[0].language);
  const std::optional<Target> global = reading.Global(language);
  if (global.has_value() && IsPoliteness(language.IdOf(*global))) return "";
  return evidence[0].language;
}

LanguageChoice ChooseLanguage(const Snapshot& snapshot, std::string_view text,
                              std::string_view explicit_language,
                              std::string_view locale,
                              std::string_view stored) {
  TextReading reading(snapshot, text);
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
  const std::string clear = ClearLanguage(reading);
  if (!clear.empty()) return {clear, false};
  std::string known = Known(snapshot, stored);
  if (known.empty()) known = Known(snapshot, locale);
  if (!known.empty()) return {known, false};
  const LanguageEvidence& first = reading.Evidence()[0];
  const LanguageEvidence& second = reading.Evidence()[1];
  if (first.only_here > second.only_here) return {first.language, false};
  return {snapshot.default_language(), true};
}

}  // namespace sportello
