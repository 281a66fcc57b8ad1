// Tickets that are worked on again.
#include "handoff/ticket_work.h"

#include <utility>

namespace sportello {
namespace {

// A case that comes back again and again tells its begin and its end.
constexpr size_t kMaxSummaryBytes = 2000;

// True for an end after which the customer may go on with the same case.
bool MayGoOn(const Ticket& ticket) {
  return ticket.status == TicketStatus::kClosed && ticket.outcome != "spam" &&
         ticket.outcome != "duplicate";
}

// What the customer wants now, and of what he wanted before as many lines as
// there is room for.
std::string JoinSummaries(const std::string& now, const std::string& before) {
  if (now.empty() || now == before) return before;
  if (now.size() >= kMaxSummaryBytes) return now;
  std::string joined = now + "\n" + before;
  if (joined.size() > kMaxSummaryBytes) {
    joined.resize(joined.rfind('\n', kMaxSummaryBytes));
  }
  return joined;
}

}  // namespace

void TicketWork::Revive(Ticket& ticket, Conversation& conversation,
                        Time now) const {
  const QueueRules& queue = queues_.Find(ticket.queue);
  ticket.status = TicketStatus::kWaiting;
  ticket.agent.clear();
  ticket.outcome.clear();
  ticket.closed_at.reset();
  ticket.lease_until.reset();
  // A new promise: it is watched like the first one.
  ticket.reopen_due_at = queue.hours.AddOpenTime(now, queue.reply_within);
  ticket.warned_at.reset();
  ticket.alarmed_at.reset();
  conversation.owner = Owner::kQueue;
  conversation.ticket = ticket.number;
}

Result<Ticket> TicketWork::Reopen(Transaction& transaction, int64_t number,
                                  std::string_view agent, Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  if (ticket.status != TicketStatus::kClosed) return std::move(ticket);
  if (const int64_t open = pair->conversation.ticket; open > 0) {
    pair = Get(transaction, open);
    if (!pair.ok()) return pair.error();
    return std::move(pair->ticket);
  }
  Revive(ticket, pair->conversation, now);
  return Finish(transaction, *pair, "reopened", agent, "", now);
}

Result<bool> TicketWork::OpenAgain(Transaction& transaction,
                                   Conversation& conversation, Ticket& ticket,
                                   Time now) const {
  if (options_.reopen_within.count() == 0) return false;
  // Who is in distress, or threatens, is no old case.
  if (ticket.reason.starts_with(kToneReason)) return false;
  auto found = transaction.tickets().FindLast(conversation.id, kFollowUpReason);
  if (!found.ok()) return found.error();
  if (!found->has_value() || !MayGoOn(**found)) return false;
  Ticket last = **std::move(found);
  if (!last.closed_at || *last.closed_at + options_.reopen_within < now) {
    return false;
  }
  const bool anywhere = ticket.queue.empty() || ticket.queue == kGeneralQueue;
  const std::string wanted =
      queues_.Route(ticket.queue, ticket.language, conversation.channel);
  if (!anywhere && wanted != last.queue) return false;  // another matter
  last.summary = JoinSummaries(ticket.summary, last.summary);
  const std::string reason = std::exchange(ticket, std::move(last)).reason;
  Revive(ticket, conversation, now);
  Status status = transaction.tickets().Update(ticket);
  if (!status.ok()) return status.error();
  status =
      Tell(transaction, {ticket, conversation}, "reopened", "", reason, now);
  if (!status.ok()) return status.error();
  return true;
}

}  // namespace sportello
