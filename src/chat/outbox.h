// What must be sent to somebody, as plain values: mail, webhooks.
#ifndef SPORTELLO_CHAT_OUTBOX_H_
#define SPORTELLO_CHAT_OUTBOX_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sportello {

enum class OutboxKind { kMail, kWebhook, kChannel };
enum class OutboxState { kDue, kSent, kDead };

std::string_view OutboxKindName(OutboxKind kind);     // "mail", ...
std::string_view OutboxStateName(OutboxState state);  // "due", ...

// One thing to send. It is written in the transaction of what it tells of,
// and sent later by a worker of its kind until it is sent or dead.
struct OutboxItem {
  int64_t key = 0;
  OutboxKind kind = OutboxKind::kMail;
  std::string target;   // address, URL
  std::string payload;  // JSON text, of its kind
  // Made once and the same at every try: Message-ID without brackets, or the
  // id of the delivery.
  std::string message_id;
  OutboxState state = OutboxState::kDue;
  int attempts = 0;
  Time next_try_at{};
  std::string last_error;
  Time created_at{};
  int64_t ticket = 0;        // 0 = none
  std::string conversation;  // empty = none
  bool operator==(const OutboxItem&) const = default;
};

// A mail that came in or went out, so that none is read twice and an answer
// finds what it answers.
struct MailRecord {
  std::string message_id;
  std::string conversation;  // empty = none
  int64_t ticket = 0;        // 0 = none
  bool ours = false;         // we sent it
  Time at{};
  bool operator==(const MailRecord&) const = default;
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_OUTBOX_H_
