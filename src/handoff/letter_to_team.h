// The letters that go to the team. As WriteLetter (mail_letter.h) says.
#ifndef SPORTELLO_HANDOFF_LETTER_TO_TEAM_H_
#define SPORTELLO_HANDOFF_LETTER_TO_TEAM_H_

#include "handoff/mail_letter.h"

namespace sportello {

Result<Mail> WriteTicketLetter(const LetterParts& parts);
Result<Mail> WriteCustomerMessage(const LetterParts& parts, int64_t seq);
Result<Mail> WriteDue(const LetterParts& parts);
Result<Mail> WriteFilesLeft(const LetterParts& parts);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_LETTER_TO_TEAM_H_
