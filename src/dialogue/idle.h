// A step that nobody answers ends without a message of the customer: they are
// told, and may take it up again.
//
// Pure like step.h, which ends an idle procedure when the customer writes
// first.
#ifndef SPORTELLO_DIALOGUE_IDLE_H_
#define SPORTELLO_DIALOGUE_IDLE_H_

#include <optional>

#include "dialogue/step.h"

namespace sportello {

// When the step that waits in the conversation has waited too long; nothing
// when none waits, the content no longer knows it, or a person has the
// conversation.
std::optional<Time> IdleAt(const Snapshot& snapshot,
                           const Conversation& conversation);

// The end of that step: what the customer is told, and the state then. Only
// for a conversation of which IdleAt says a time.
Turn CloseIdle(const Snapshot& snapshot, const Conversation& conversation);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_IDLE_H_
