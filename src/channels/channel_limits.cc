// Sources: Bot API 10.1 (sendMessage, InlineKeyboardButton, the FAQ on
// limits); Messenger Platform, Send API and quick replies; WhatsApp Cloud API,
// interactive messages (10 rows in a list, titles of 24, 20 for buttons) and
// error 131056 on pair rates.
#include "channels/channel_limits.h"

#include <array>

namespace sportello {
namespace {

using std::chrono::milliseconds;

constexpr std::array<ChannelLimits, 4> kLimits = {{
    {"telegram", 4096, TextUnit::kUtf16, MarkupKind::kTelegramHtml, 100, 64,
     4096, true, milliseconds(1000), 3, milliseconds(40)},
    {"messenger", 1900, TextUnit::kCodePoints, MarkupKind::kPlain, 13, 20, 1900,
     false, milliseconds(0), 1, milliseconds(0)},
    {"whatsapp", 4096, TextUnit::kCodePoints, MarkupKind::kWhatsApp, 10, 24,
     1024, false, milliseconds(6000), 10, milliseconds(13)},
    {"bridge", 4000, TextUnit::kCodePoints, MarkupKind::kMarkdown, 100, 200,
     4000, false, milliseconds(0), 1, milliseconds(0)},
}};

}  // namespace

const ChannelLimits& LimitsOf(std::string_view name) {
  for (const ChannelLimits& row : kLimits) {
    if (row.name == name) return row;
  }
  return kLimits.back();
}

}  // namespace sportello
