// Which of the offered buttons a customer's text means.
#ifndef SPORTELLO_DIALOGUE_BUTTON_CHOICE_H_
#define SPORTELLO_DIALOGUE_BUTTON_CHOICE_H_

#include <optional>
#include <vector>

#include "chat/chat.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

// By number ("2", "la 2", "numero 2"), ordinal ("la seconda", "the last
// one"), value, title, or words that occur in one title only. Nothing when the
// text means none of them, or more than one.
std::optional<size_t> ChooseButton(const LanguageKnowledge& knowledge,
                                   const std::vector<Button>& buttons,
                                   const NormalizedText& text,
                                   std::string_view original);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_BUTTON_CHOICE_H_
