// How well the bot did, asked once when a customer takes his leave.
//
// Asked after "grazie", "ciao", "è tutto" of a conversation in which the bot
// answered something, that no person ever had and where no step is open. The
// question is the last thing said, with buttons 1 to 5; the message that
// follows it is the score when it reads like one, and anything else otherwise.
#ifndef SPORTELLO_FLOW_BOT_RATING_H_
#define SPORTELLO_FLOW_BOT_RATING_H_

#include "dialogue/step.h"
#include "knowledge/snapshot.h"
#include "store/store.h"

namespace sportello {

// Whether this turn of the bot is such a leave; cheap.
bool MayAskHowItWent(const Turn& turn);

// Adds the question to a turn of which that is true, unless a person had the
// conversation.
Status AskHowItWent(Transaction& transaction, const Conversation& conversation,
                    const LanguageKnowledge& knowledge, Turn& turn);

// Whether this turn of the bot is the one after that question; cheap.
bool FollowsHowItWent(const Turn& turn);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_BOT_RATING_H_
