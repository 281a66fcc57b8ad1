// Puts messages for a chat into the outbox, within the transaction of what
// they answer.
#ifndef SPORTELLO_CHANNELS_CHAT_OUTBOX_H_
#define SPORTELLO_CHANNELS_CHAT_OUTBOX_H_

#include <string>
#include <string_view>

#include "channels/channel_limits.h"
#include "channels/outgoing.h"
#include "store/store.h"

namespace sportello {

// A message of the conversation, once: a second call for the same chat and
// seq writes nothing.
Status SendToChat(Transaction& transaction, const ChannelChat& chat,
                  const Message& message, Time now);
// The message's part at `place` once more, after the provider took and did not
// deliver it; nothing when that was the second try.
Status SendAgain(Transaction& transaction, const ChannelChat& chat,
                 const Message& message, OutboxPlace place, Time now);
// The ticket in whose history it is told that a message of the conversation did
// not arrive: the open one; of an agent's message also the last that is closed.
// 0 = none.
Result<int64_t> FindTicketOf(Transaction& transaction,
                             const std::string& conversation, bool by_agent);
// A text that belongs to no conversation, once for each `id`.
Status SendNotice(Transaction& transaction, const ChannelChat& chat,
                  const std::string& text, const std::string& id, Time now);
// What the provider wants confirmed.
Status SendAck(Transaction& transaction, const ChannelChat& chat,
               const std::string& ack, const std::string& id, Time now);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHAT_OUTBOX_H_
