// What all letters say in the same way: names, times, messages. Private to the
// letters.
#ifndef SPORTELLO_HANDOFF_LETTER_WORDS_H_
#define SPORTELLO_HANDOFF_LETTER_WORDS_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "handoff/mail_letter.h"

namespace sportello {

// The texts in the language of one letter.
class LetterWords {
 public:
  LetterWords(const LetterParts& parts, std::string_view language)
      : texts_(parts.rules.texts), language_(language == "it" ? "it" : "en") {}
  std::string operator()(
      std::string_view key,
      std::initializer_list<LetterTexts::Value> values = {}) const {
    return texts_.Say(language_, key, values);
  }
  std::string_view language() const { return language_; }

 private:
  const LetterTexts& texts_;
  const std::string_view language_;
};

// Those of the ticket's queue.
const OpeningHours& LetterHours(const LetterParts& parts);

std::string LetterCustomerName(const LetterParts& parts,
                               const LetterWords& words);
// Who wrote the message.
std::string LetterSpeaker(const Message& message, const LetterParts& parts,
                          const LetterWords& words);
// A message in a conversation: when, who, what.
std::string LetterEntry(const LetterParts& parts, const Message& message,
                        const std::string& speaker, const std::string& text);

// "[#1042] ", or nothing.
std::string TicketTag(const LetterParts& parts);

// The message with this number; null when it is gone.
const Message* LetterMessage(const LetterParts& parts, int64_t seq);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_LETTER_WORDS_H_
