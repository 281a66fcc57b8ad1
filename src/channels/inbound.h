// An event as it lies in the store until it is answered.
#ifndef SPORTELLO_CHANNELS_INBOUND_H_
#define SPORTELLO_CHANNELS_INBOUND_H_

#include <string>

#include "base/result.h"
#include "channels/channel.h"
#include "chat/channel.h"

namespace sportello {

// What the payload of a ChannelEvent holds; names and texts are cleaned of
// control characters and capped.
std::string EncodeInbound(const InboundEvent& event);
// kInvalid for a payload that is not ours.
Result<InboundEvent> DecodeInbound(const ChannelEvent& event);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_INBOUND_H_
