// The rules of the content that a text matches as a whole: phrases, patterns,
// global words, tones. What follows from them is understand.h's business.
//
// Pure and deterministic; safe from many threads.
#ifndef SPORTELLO_DIALOGUE_RULE_MATCHES_H_
#define SPORTELLO_DIALOGUE_RULE_MATCHES_H_

#include <optional>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

// The rules that match a text, and those that match it without skip words.
struct RuleMatches {
  std::vector<PatternMatch> whole;
  NormalizedText bare;  // empty where nothing was left out, as in_bare
  std::vector<PatternMatch> in_bare;
};
RuleMatches MatchRules(const LanguageKnowledge& knowledge,
                       const NormalizedText& text);

// Whether `a` goes before `b`: more literal text, then fewer slots.
bool MoreSpecific(const Rule& a, const Rule& b);

// The global word that is the whole text, if any.
std::optional<Target> FindGlobal(const LanguageKnowledge& knowledge,
                                 const NormalizedText& text);
std::optional<Target> FindGlobal(const LanguageKnowledge& knowledge,
                                 const RuleMatches& matches);

// The gravest tone that is heard in the text, if any.
const Tone* FindTone(const LanguageKnowledge& knowledge,
                     const NormalizedText& text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_RULE_MATCHES_H_
