// A message of ours on its way to a chat: cut into parts, each a row of the
// outbox, sent one after the other.
#ifndef SPORTELLO_CHANNELS_OUTGOING_H_
#define SPORTELLO_CHANNELS_OUTGOING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/channel_limits.h"
#include "chat/channel.h"
#include "chat/chat.h"
#include "chat/outbox.h"

namespace sportello {

// A button as it goes out: a short id instead of its value, which stays here.
struct OutgoingButton {
  std::string title;
  std::string id;
  bool operator==(const OutgoingButton&) const = default;
};

struct OutgoingPart {
  std::string text;  // Markdown
  std::vector<OutgoingButton> buttons;
  int64_t seq = 0;         // of the message in its conversation; 0 = none
  bool is_last = true;     // of the message's parts
  bool by_agent = false;   // a person wrote it
  std::string ack;         // instead of all that: what is to be confirmed
  std::string message_id;  // OutsideId() of the row; the same at every try
  bool operator==(const OutgoingPart&) const = default;
};

// "b:12:3": the third button of message 12.
std::string ButtonId(int64_t seq, size_t index);
struct ButtonPlace {
  int64_t seq = 0;
  size_t index = 0;
};
// Absent for what is no such id.
std::optional<ButtonPlace> ParseButtonId(std::string_view id);

// The parts of a message. Buttons stand under the last one; more or longer
// ones than the channel shows become a numbered list, since customers may
// answer with the number.
std::vector<OutgoingPart> CutMessage(const Message& message,
                                     const ChannelLimits& limits);

// OutboxItem::message_id of a message's part, counted from 1: always the same,
// so that it is written once; and that of its second try.
struct OutboxPlace {
  std::string conversation;
  int64_t seq = 0;
  size_t part = 0;
  bool again = false;
};
std::string OutboxId(const OutboxPlace& place);
// Absent for rows that are no part of a message.
std::optional<OutboxPlace> ParseOutboxId(std::string_view id);

// The name of a row for the provider, who may send it back. OutboxId() is not
// for him: who knows a conversation's id may read it. Who has not the secret
// learns the message's number from it, and makes no other.
std::string OutsideId(std::string_view secret, std::string_view outbox_id);
// What OutsideId() named; absent for rows that are no part of a message of this
// conversation, and for what is no such id.
std::optional<OutboxPlace> ParseOutsideId(std::string_view secret,
                                          const std::string& conversation,
                                          std::string_view outside_id);

// "telegram:42", as OutboxItem::target.
std::string OutboxTarget(std::string_view channel, std::string_view address);
struct TargetParts {
  std::string channel;
  std::string address;
};
TargetParts SplitTarget(std::string_view target);

// The row of the outbox for a part; `message_id` must be unique for the chat.
OutboxItem MakeOutboxItem(const ChannelChat& chat, const OutgoingPart& part,
                          std::string message_id, Time now);
// `secret` as for OutsideId(); kInvalid for a payload that is not ours.
Result<OutgoingPart> ReadOutboxItem(const OutboxItem& item,
                                    std::string_view secret);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_OUTGOING_H_
