// The letters that go to a customer. As WriteLetter (mail_letter.h) says.
#ifndef SPORTELLO_HANDOFF_LETTER_TO_CUSTOMER_H_
#define SPORTELLO_HANDOFF_LETTER_TO_CUSTOMER_H_

#include "handoff/mail_letter.h"

namespace sportello {

Result<Mail> WriteAcknowledgement(const LetterParts& parts);
Result<Mail> WriteReply(const LetterParts& parts, int64_t seq);
Result<Mail> WriteClosed(const LetterParts& parts, int64_t seq);
Result<Mail> WriteBotAnswer(const LetterParts& parts, int64_t seq);
Result<Mail> WriteTranscript(const LetterParts& parts);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_LETTER_TO_CUSTOMER_H_
