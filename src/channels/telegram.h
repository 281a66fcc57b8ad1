// Telegram: the Bot API (https://core.telegram.org/bots/api, version 10.1).
#ifndef SPORTELLO_CHANNELS_TELEGRAM_H_
#define SPORTELLO_CHANNELS_TELEGRAM_H_

#include "channels/channel_kinds.h"

namespace sportello {

ChannelKind TelegramKind();

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_TELEGRAM_H_
