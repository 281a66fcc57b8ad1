// Phrases of the content, compiled once more: the Snapshot keeps their
// regular expressions only, and checks and explanations want their words.
#ifndef SPORTELLO_DIALOGUE_PHRASE_READER_H_
#define SPORTELLO_DIALOGUE_PHRASE_READER_H_

#include <optional>

#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"
#include "matcher/phrase.h"

namespace sportello {

// `knowledge` is what `content` was compiled to; both must outlive the reader.
// Safe from many threads.
class PhraseReader {
 public:
  PhraseReader(const LanguageContent& content,
               const LanguageKnowledge& knowledge);

  // What may stand for the slots of an intent.
  PhraseSlots SlotsOf(const Intent& intent) const;
  // Nothing for a phrase that the content's check has refused.
  std::optional<Phrase> Read(const TextLine& line,
                             const PhraseSlots& slots) const;

 private:
  const LanguageKnowledge& knowledge_;
  PhraseRules rules_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_PHRASE_READER_H_
