// The words of buttons' titles, read once: a customer may type a title instead
// of pressing the button, so every message is compared with those that stand.
#ifndef SPORTELLO_KNOWLEDGE_TITLE_WORDS_H_
#define SPORTELLO_KNOWLEDGE_TITLE_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

// Stems of the words that say something, sorted and each once: without skip
// words and those around a choice ("la seconda, grazie").
std::vector<std::string> TellingStems(const LanguageKnowledge& knowledge,
                                      const NormalizedText& text);
// True for the latter; `word` is normalised.
bool IsFillerWord(std::string_view word);

TitleWords ReadTitle(const LanguageKnowledge& knowledge,
                     std::string_view title);

// Fills `knowledge.titles` with all titles that the content may offer.
void KeepTitles(LanguageKnowledge& knowledge);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_TITLE_WORDS_H_
