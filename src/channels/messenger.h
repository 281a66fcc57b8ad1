// Facebook Messenger: webhooks and the Send API of the Messenger Platform.
#ifndef SPORTELLO_CHANNELS_MESSENGER_H_
#define SPORTELLO_CHANNELS_MESSENGER_H_

#include "channels/channel_kinds.h"

namespace sportello {

ChannelKind MessengerKind();

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_MESSENGER_H_
