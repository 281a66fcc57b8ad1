// What a text means by itself: what src/README.md calls the stages, without a
// conversation. Pure and deterministic; safe from many threads.
//
// Order: a sentence that the content holds word for word; words understood at
// any time; phrases of intents on the whole text, then without skip words,
// then raw patterns; the same with typos corrected; the ranking. Between
// phrases the one with more literal text wins, then the one with fewer slots;
// a tie is asked back and never settled by the order of files.
#ifndef SPORTELLO_DIALOGUE_UNDERSTAND_H_
#define SPORTELLO_DIALOGUE_UNDERSTAND_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogue/rule_matches.h"
#include "faq/faq_index.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

enum class Decision { kAnswer, kClarify, kFallback };
std::string_view DecisionName(Decision decision);

inline constexpr size_t kMaxSuggestions = 3;

struct Understanding {
  std::string language;
  NormalizedText text;
  NormalizedText corrected;  // the same as text when nothing was corrected
  std::vector<std::pair<std::string, std::string>> corrections;

  Decision decision = Decision::kFallback;
  std::string stage;       // "global", "intent", "fuzzy", "faq", "fallback"
  std::string confidence;  // "high", "medium", "low"
  double score = 0;        // 0 to 1: how likely the target is right
  std::optional<Target> target;  // of kAnswer
  // The best candidate even when the decision is not to answer.
  std::optional<Target> best;
  std::vector<Target> suggestions;           // of kClarify
  std::string source;                        // file:line of what decided
  std::map<std::string, std::string> slots;  // read from the phrase
  FaqRanking ranking;                        // empty when it was not needed
};

// Contexts that hold in a conversation. An entry that requires others is not
// meant; one that requires these comes before those that require none.
using Contexts = std::set<std::string>;

Understanding Understand(const LanguageKnowledge& knowledge,
                         std::string_view text, const Contexts& contexts = {});
// The same for a text that was normalised already, to `words`; `matches` are
// those of `words`, or null where nobody has looked for them yet.
Understanding Understand(const LanguageKnowledge& knowledge,
                         std::string_view text, NormalizedText words,
                         const RuleMatches* matches, const Contexts& contexts);

// The text with typos corrected towards the vocabulary.
NormalizedText CorrectTypos(
    const LanguageKnowledge& knowledge, const NormalizedText& text,
    std::vector<std::pair<std::string, std::string>>& corrections);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_UNDERSTAND_H_
