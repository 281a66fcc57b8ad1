// The bridge: a pair of webhooks for channels that we do not know, such as
// SMS, Slack or Viber. docs/bridge.md is its description.
#ifndef SPORTELLO_CHANNELS_BRIDGE_H_
#define SPORTELLO_CHANNELS_BRIDGE_H_

#include "channels/channel_kinds.h"

namespace sportello {

ChannelKind BridgeKind();

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_BRIDGE_H_
