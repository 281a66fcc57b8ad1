// Entries so close together that customers will often be asked back.
//
// Each question, variant and example is asked of a ranking that has not read
// it, as a customer's own words would be: the sentences of every entry are
// dealt out in five parts, and each part is asked of an index of the others.
// Test sentences, which no ranking has read, are asked of the one that
// answers. A sentence is blurred when another entry comes first, or so close
// behind its own that the ranking is not sure. Sentences that a phrase decides
// are clear, whatever the ranking says.
//
// Pure and deterministic. Cost: building the ranking five times up to 800
// sentences, once from 2,000 on (then a fifth of the sentences speaks for
// all): below 1 s for 1,000 entries of 10 questions.
#ifndef SPORTELLO_DIALOGUE_OVERLAP_H_
#define SPORTELLO_DIALOGUE_OVERLAP_H_

#include <vector>

#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

// Warns at each entry of which 30 in 100 sentences, two at least, are blurred
// with the same other entry, three at least of both together. Where there are
// tests, one of them must be blurred too: they come nearest to what customers
// say. The hint has one of the sentences and up to three words of each side
// that the other side lacks. Of a pair, the more blurred entry is named, once.
// `knowledge` is what `content` was compiled to.
void CheckOverlap(const LanguageContent& content,
                  const LanguageKnowledge& knowledge,
                  std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_OVERLAP_H_
