#include "chat/outbox.h"

namespace sportello {

std::string_view OutboxKindName(OutboxKind kind) {
  switch (kind) {
    case OutboxKind::kMail:
      return "mail";
    case OutboxKind::kWebhook:
      return "webhook";
    case OutboxKind::kChannel:
      return "channel";
  }
  return "";
}

std::string_view OutboxStateName(OutboxState state) {
  switch (state) {
    case OutboxState::kDue:
      return "due";
    case OutboxState::kSent:
      return "sent";
    case OutboxState::kDead:
      return "dead";
  }
  return "";
}

}  // namespace sportello
