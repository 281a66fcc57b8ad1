// The compiled form of phrases and rules: a tree of normalised words, in
// which rules are shared instead of copied.
//
// Each node knows how large it would be when written out, so that nothing is
// ever written out that is too large: rules that use rules grow exponentially.
#ifndef SPORTELLO_MATCHER_PHRASE_TREE_H_
#define SPORTELLO_MATCHER_PHRASE_TREE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "matcher/phrase.h"

namespace sportello {

using PhraseNodePtr = std::shared_ptr<const PhraseNode>;

struct PhraseNode {
  enum class Kind { kWords, kSequence, kAlternatives, kOptional, kSlot };

  Kind kind = Kind::kWords;
  std::vector<std::string> words;       // kWords
  std::vector<PhraseNodePtr> children;  // one for kOptional
  std::string name;                     // kSlot
  PhraseSlot slot;                      // kSlot

  // Of all texts that it stands for; the sums saturate.
  uint64_t expansions = 1;
  uint64_t text_bytes = 0;   // written out one after the other, blanks too
  uint64_t regex_bytes = 0;  // of AppendRegex
  size_t least_letters = 0;  // outside slots
  size_t least_words = 0;    // a slot is one
  // The same, but slots that any word can fill are none.
  size_t least_fixed = 0;
  size_t rule_levels = 0;  // rules in rules below it
};

// Adding and multiplying without wrapping around.
uint64_t SaturatingAdd(uint64_t a, uint64_t b);
uint64_t SaturatingMultiply(uint64_t a, uint64_t b);

PhraseNodePtr MakeWords(std::vector<std::string> words);
PhraseNodePtr MakeSequence(std::vector<PhraseNodePtr> children);
PhraseNodePtr MakeAlternatives(std::vector<PhraseNodePtr> children);
PhraseNodePtr MakeOptional(PhraseNodePtr child);
PhraseNodePtr MakeSlot(std::string name, PhraseSlot slot);
// Some word, for what was broken and reported.
PhraseNodePtr MakeStandIn();

// RE2 over " " + text; every word brings the blank before it.
void AppendRegex(const PhraseNode& node, std::string& regex);

// Appends expansion number `index` (below node.expansions) with a blank
// before every word. A slot takes one of its examples, chosen by `turn`.
// False when it has none.
bool AppendExpansion(const PhraseNode& node, uint64_t index, size_t turn,
                     std::string& text);

void CollectWords(const PhraseNode& node, std::set<std::string>& words);

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_PHRASE_TREE_H_
