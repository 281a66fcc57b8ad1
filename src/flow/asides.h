// What a customer writes to the service itself, beside the dialogue: a score
// after the end of a ticket, and that the conversation be sent by mail.
#ifndef SPORTELLO_FLOW_ASIDES_H_
#define SPORTELLO_FLOW_ASIDES_H_

#include <string>
#include <string_view>

#include "dialogue/step.h"
#include "handoff/ticket_work.h"

namespace sportello {

// "mandami la conversazione a nome@esempio.it", "can you send me the
// transcript?". Short texts only: a verb and what is to be sent.
bool IsTranscriptWish(std::string_view text);

// In the transaction of the customer's message `text`, before the
// conversation is changed. True: the turn is about that now, and changes
// nothing else. `work` and `knowledge` are only used during the call.
Result<bool> ReadAside(Transaction& transaction, const TicketWork& work,
                       const LanguageKnowledge& knowledge,
                       const Conversation& conversation,
                       const std::string& text, Time now, Turn& turn);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_ASIDES_H_
