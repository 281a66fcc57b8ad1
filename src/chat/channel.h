// What passes between a provider's chats and us, as plain values.
//
// These types own their contents and may be copied and moved between threads.
#ifndef SPORTELLO_CHAT_CHANNEL_H_
#define SPORTELLO_CHAT_CHANNEL_H_

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace sportello {

// A customer's chat at a provider, and the conversation it belongs to.
struct ChannelChat {
  std::string channel;  // "telegram", ...
  std::string address;  // the chat's id there
  std::string conversation;
  Time last_inbound_at{};   // when the customer wrote last
  Time quiet_until{};       // a person answers there with another program
  std::string unreachable;  // why nothing can be sent there; empty = it can
  bool operator==(const ChannelChat&) const = default;
};

// Something that a provider delivered and that is not answered yet. `event_id`
// is the provider's and tells a repeated delivery.
struct ChannelEvent {
  int64_t key = 0;
  std::string channel;
  std::string event_id;
  std::string address;
  std::string payload;  // JSON text of an InboundEvent
  Time at{};            // when it came
  Time due_at{};        // not to be answered before
  bool operator==(const ChannelEvent&) const = default;
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_CHANNEL_H_
