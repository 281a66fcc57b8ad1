#include "knowledge/title_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello {
namespace {

// Words around a number or ordinal that add nothing: "la seconda, grazie".
constexpr std::array<std::string_view, 34> kFillers = {
    "il",     "la",     "lo",     "l",      "i",       "le",     "quella",
    "quello", "numero", "n",      "nr",     "opzione", "scelta", "risposta",
    "direi",  "scelgo", "grazie", "per",    "favore",  "the",    "one",
    "number", "no",     "option", "please", "thanks",  "choice", "answer",
    "i",      "choose", "want",   "voglio", "ok",      "e"};

void KeepTitle(LanguageKnowledge& knowledge, const std::string& title) {
  if (title.empty() || knowledge.titles.contains(title)) return;
  TitleWords words = ReadTitle(knowledge, title);
  knowledge.titles.emplace(title, std::move(words));
}

void KeepTitlesOf(LanguageKnowledge& knowledge,
                  const std::vector<Button>& buttons) {
  for (const Button& button : buttons) KeepTitle(knowledge, button.title);
}

}  // namespace

bool IsFillerWord(std::string_view word) {
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

std::vector<std::string> TellingStems(const LanguageKnowledge& knowledge,
                                      const NormalizedText& text) {
  std::vector<std::string> stems;
  const NormalizedText bare = RemoveSkipWords(text, knowledge.skip_words);
  for (const Token& token : bare.tokens) {
    if (IsFillerWord(token.text)) continue;
    stems.push_back(knowledge.analyzer.Stem(token.text));
  }
  std::sort(stems.begin(), stems.end());
  stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
  return stems;
}

TitleWords ReadTitle(const LanguageKnowledge& knowledge,
                     std::string_view title) {
  NormalizedText text = knowledge.analyzer.Normalize(title);
  std::vector<std::string> stems = TellingStems(knowledge, text);
  return {std::move(text.text), std::move(stems)};
}

void KeepTitles(LanguageKnowledge& knowledge) {
  KeepTitlesOf(knowledge, knowledge.menu);
  for (const Intent& intent : knowledge.intents) {
    KeepTitle(knowledge, intent.title);
    KeepTitlesOf(knowledge, intent.buttons);
  }
  for (const FaqEntry& entry : knowledge.faq) {
    KeepTitle(knowledge, entry.question);
    KeepTitlesOf(knowledge, entry.buttons);
  }
  for (const auto& [key, text] : knowledge.texts) {
    if (!key.starts_with("button_") && key != "did_you_mean_other") continue;
    KeepTitle(knowledge, text.Render(knowledge.constants, 0));
  }
}

}  // namespace sportello
