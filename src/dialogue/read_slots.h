// The values that a text holds for the slots of an intent.
//
// Pure and deterministic; safe from many threads.
#ifndef SPORTELLO_DIALOGUE_READ_SLOTS_H_
#define SPORTELLO_DIALOGUE_READ_SLOTS_H_

#include <map>
#include <string>
#include <string_view>

#include "knowledge/language_knowledge.h"

namespace sportello {

// Values of the intent's slots that the text holds, by the slots' types; free
// text is never guessed, and what is one slot's value is no other's. `found`
// are those known already, or read by a phrase; what is no value of its type
// is left out.
std::map<std::string, std::string> ReadSlots(
    const LanguageKnowledge& knowledge, const Intent& intent,
    const NormalizedText& text, std::string_view original,
    const std::map<std::string, std::string>& found, Day today);

// The text without its bytes [begin, end), which are whole words.
NormalizedText Without(const NormalizedText& text, size_t begin, size_t end);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_READ_SLOTS_H_
