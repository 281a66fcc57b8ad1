// What time does to tickets.
#include <utility>

#include "handoff/ticket_work.h"

namespace sportello {

Result<Ticket> TicketWork::LoseLease(Transaction& transaction, int64_t number,
                                     Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  const bool lost = ticket.status == TicketStatus::kClaimed &&
                    ticket.lease_until && *ticket.lease_until <= now;
  if (!lost) return Conflict("the lease was renewed");
  const std::string agent = std::exchange(ticket.agent, "");
  ticket.status = TicketStatus::kWaiting;
  ticket.lease_until.reset();
  if (OwnsConversation(*pair)) pair->conversation.owner = Owner::kQueue;
  return Finish(transaction, *pair, "lease_lost", agent, "", now);
}

Result<Ticket> TicketWork::Alarm(Transaction& transaction, int64_t number,
                                 Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  const std::optional<Time> deadline = DeadlineOf(ticket);
  const bool due = deadline && *deadline <= now && !ticket.alarmed_at;
  if (!due) return Conflict("the ticket is not due");
  ticket.alarmed_at = now;
  return Finish(transaction, *pair, "due", "", "", now);
}

Result<Ticket> TicketWork::Warn(Transaction& transaction, int64_t number,
                                const std::string& text, Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  const bool waits = ticket.status == TicketStatus::kWaiting &&
                     DeadlineOf(ticket) && !ticket.warned_at;
  if (!waits) return Conflict("nobody waits");
  ticket.warned_at = now;
  Message message;
  Status said = Say(transaction, pair->conversation, text, now, message);
  if (!said.ok()) return said.error();
  return Finish(transaction, *pair, "warned", "", "", now,
                text.empty() ? nullptr : &message);
}

}  // namespace sportello
