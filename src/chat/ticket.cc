#include "chat/ticket.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sportello {
namespace {

constexpr std::array<std::pair<TicketStatus, std::string_view>, 3> kStatuses = {
    {
        {TicketStatus::kWaiting, "waiting"},
        {TicketStatus::kClaimed, "claimed"},
        {TicketStatus::kClosed, "closed"},
    }};

constexpr std::array<std::string_view, 4> kOutcomes = {"solved", "not_solved",
                                                       "duplicate", "spam"};

}  // namespace

std::string_view TicketStatusName(TicketStatus status) {
  for (const auto& [value, name] : kStatuses) {
    if (value == status) return name;
  }
  return "";
}

std::optional<TicketStatus> ParseTicketStatus(std::string_view name) {
  for (const auto& [value, known] : kStatuses) {
    if (known == name) return value;
  }
  return std::nullopt;
}

bool IsAgentsOutcome(std::string_view outcome) {
  return std::find(kOutcomes.begin(), kOutcomes.end(), outcome) !=
         kOutcomes.end();
}

std::optional<Time> DeadlineOf(const Ticket& ticket) {
  if (ticket.status == TicketStatus::kClosed) return std::nullopt;
  if (ticket.reopen_due_at) return ticket.reopen_due_at;
  return ticket.first_reply_at ? std::nullopt : ticket.due_at;
}

}  // namespace sportello
