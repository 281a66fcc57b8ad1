// What each provider allows, in one table: the length of a text, the number
// of buttons and the length of their titles, how fast messages may follow.
#ifndef SPORTELLO_CHANNELS_CHANNEL_LIMITS_H_
#define SPORTELLO_CHANNELS_CHANNEL_LIMITS_H_

#include <chrono>
#include <cstddef>
#include <string_view>

namespace sportello {

// How a provider counts a text.
enum class TextUnit { kCodePoints, kUtf16 };

enum class MarkupKind { kPlain, kTelegramHtml, kWhatsApp, kMarkdown };

struct ChannelLimits {
  std::string_view name;
  size_t text;  // of one message
  TextUnit unit;
  MarkupKind markup;
  size_t buttons;           // more than these become a numbered list
  size_t button_title;      // longer ones too, unless they are cut
  size_t text_with_button;  // of a message that has buttons
  bool titles_are_cut;      // a long title is shortened, not listed
  // Sending: the pause between two messages to one chat, how many may come
  // without it, and the pause between any two.
  std::chrono::milliseconds chat_pause;
  int chat_burst;
  std::chrono::milliseconds pause;
};

// The row of a channel; of "bridge" for a name that is not in the table.
const ChannelLimits& LimitsOf(std::string_view name);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHANNEL_LIMITS_H_
