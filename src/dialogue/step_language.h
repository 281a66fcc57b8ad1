// In which language a message is answered while a step waits for an answer.
#ifndef SPORTELLO_DIALOGUE_STEP_LANGUAGE_H_
#define SPORTELLO_DIALOGUE_STEP_LANGUAGE_H_

#include <string>

#include "dialogue/state.h"
#include "dialogue/text_reading.h"
#include "knowledge/slot_type.h"

namespace sportello {

// The conversation's `language`, unless the message is clearly a sentence in
// another one, as ChooseLanguage (language_choice.h) has it, and the step
// exists there too: then that one, and the step is asked in it. A value is no
// sign of a language, so what the step can read as one does not count as words
// ("via", "di" in an address), and to a step of type text everything is a value
// but a sure question and the words that are understood at any time.
std::string LanguageInStep(TextReading& reading, const DialogueState& state,
                           const std::string& language, Day today);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_STEP_LANGUAGE_H_
