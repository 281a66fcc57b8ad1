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
// A text that belongs to no conversation, once for each `id`.
Status SendNotice(Transaction& transaction, const ChannelChat& chat,
                  const std::string& text, const std::string& id, Time now);
// What the provider wants confirmed.
Status SendAck(Transaction& transaction, const ChannelChat& chat,
               const std::string& ack, const std::string& id, Time now);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHAT_OUTBOX_H_
