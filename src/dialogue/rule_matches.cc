#include "dialogue/rule_matches.h"

#include <utility>

namespace sportello {

RuleMatches MatchRules(const LanguageKnowledge& knowledge,
                       const NormalizedText& text) {
  RuleMatches matches;
  matches.whole = knowledge.matcher->Match(text.text);
  auto bare = WithoutSkipWords(text, knowledge.skip_words);
  if (bare.has_value()) {
    matches.bare = *std::move(bare);
    matches.in_bare = knowledge.matcher->Match(matches.bare.text);
  }
  return matches;
}

bool MoreSpecific(const Rule& a, const Rule& b) {
  if (a.literal_letters != b.literal_letters) {
    return a.literal_letters > b.literal_letters;
  }
  return a.slots < b.slots;
}

std::optional<Target> FindGlobal(const LanguageKnowledge& knowledge,
                                 const NormalizedText& text) {
  return FindGlobal(knowledge, MatchRules(knowledge, text));
}

std::optional<Target> FindGlobal(const LanguageKnowledge& knowledge,
                                 const RuleMatches& matches) {
  const Rule* best = nullptr;
  for (const auto* form : {&matches.whole, &matches.in_bare}) {
    for (const PatternMatch& match : *form) {
      const Rule& rule = knowledge.rules[match.pattern];
      if (rule.target.kind != Target::Kind::kGlobal) continue;
      if (best == nullptr || MoreSpecific(rule, *best)) best = &rule;
    }
    if (best != nullptr) return best->target;
  }
  return std::nullopt;
}

const Tone* FindTone(const LanguageKnowledge& knowledge,
                     const NormalizedText& text) {
  const Tone* gravest = nullptr;
  if (!knowledge.tone_matcher.has_value()) return gravest;
  for (const PatternMatch& match : knowledge.tone_matcher->Match(text.text)) {
    const Tone& tone = knowledge.tones[knowledge.tone_rules[match.pattern]];
    if (tone.ladder.empty()) continue;
    if (gravest == nullptr || &tone < gravest) gravest = &tone;
  }
  return gravest;
}

}  // namespace sportello
