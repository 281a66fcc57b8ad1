// WhatsApp: Meta's Cloud API.
#ifndef SPORTELLO_CHANNELS_WHATSAPP_H_
#define SPORTELLO_CHANNELS_WHATSAPP_H_

#include "channels/channel_kinds.h"

namespace sportello {

ChannelKind WhatsAppKind();

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_WHATSAPP_H_
