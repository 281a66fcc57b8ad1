// What a customer writes to the service itself, beside the dialogue: a score
// after the end of a ticket, and that the conversation be sent by mail.
//
// A letter goes to whom the customer names, so each copy is limited: by client
// (who asks), by conversation and by address (handoff/mail_rules.h).
#ifndef SPORTELLO_FLOW_ASIDES_H_
#define SPORTELLO_FLOW_ASIDES_H_

#include <string>
#include <string_view>

#include "dialogue/step.h"
#include "handoff/rating_text.h"
#include "handoff/ticket_work.h"

namespace sportello {

// "mandami la conversazione a nome@esempio.it", "can you send me the
// transcript?". Short texts only: a verb and what is to be sent.
bool IsTranscriptWish(std::string_view text);

// An address and hardly anything else: "lucia@mail.example", "a lucia@…,
// grazie".
bool IsBareAddress(std::string_view text);

// True when this message of ours asked for the address of a copy.
bool AsksForCopyAddress(const Message& message);

// What is known of a message before the store's thread reads it.
struct AsideHints {
  bool wants_copy = false;    // a wish, or the address that was asked for
  bool may_have_copy = true;  // false: this client had too many sent
  bool may_be_score = false;  // it reads like a rating
};

// In the transaction of the customer's message `text`, before the
// conversation is changed. True: the turn is about that now, and changes
// nothing else. `work` and `knowledge` are only used during the call.
Result<bool> ReadAside(Transaction& transaction, const TicketWork& work,
                       const LanguageKnowledge& knowledge,
                       const Conversation& conversation,
                       const std::string& text, AsideHints hints, Time now,
                       Turn& turn);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_ASIDES_H_
