// In which language a message is answered.
#ifndef SPORTELLO_DIALOGUE_LANGUAGE_CHOICE_H_
#define SPORTELLO_DIALOGUE_LANGUAGE_CHOICE_H_

#include <string>
#include <string_view>

#include "knowledge/snapshot.h"

namespace sportello {

class TextReading;  // dialogue/text_reading.h

struct LanguageChoice {
  std::string language;
  bool in_doubt = false;  // nothing told the language: ask if it matters
};

// In this order: the explicit choice, what the conversation has stored (which
// began with the locale), the page's or channel's locale, words that only one
// language's content knows, the default. A text that is clearly in another
// language of the content (four words or more, three of them known there only)
// overrules locale and store; shorter texts and mere politeness never do.
// Languages without content are passed over.
LanguageChoice ChooseLanguage(const Snapshot& snapshot, std::string_view text,
                              std::string_view explicit_language,
                              std::string_view locale, std::string_view stored);
// The same; the text is read once, however often it is asked.
LanguageChoice ChooseLanguage(const Snapshot& snapshot, TextReading& reading,
                              std::string_view explicit_language,
                              std::string_view locale, std::string_view stored);
// The language in which the text clearly is, in the sense above; empty when
// none is clear.
std::string ClearLanguage(TextReading& reading);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_LANGUAGE_CHOICE_H_
