#include "handoff/ticket_work.h"

#include <utility>

#include "base/id.h"
#include "language/mask.h"

namespace sportello {
namespace {

Error Closed() { return Conflict("The ticket is closed."); }

Error TakenBy(const std::string& agent) {
  return Conflict("The ticket is with " + agent + ".");
}

}  // namespace

bool IsRateable(const Ticket& ticket) {
  return ticket.status == TicketStatus::kClosed && !ticket.agent.empty() &&
         ticket.reason != kFollowUpReason &&
         (ticket.outcome == "solved" || ticket.outcome == "not_solved");
}

bool IsRated(const Ticket& ticket, const std::optional<Rating>& rating) {
  return rating && (!ticket.closed_at || rating->at >= *ticket.closed_at);
}

Status TicketListener::OnTranscript(Transaction&, const Conversation&,
                                    const std::string&, Time) {
  return NotFound("This service sends no mail.");
}

Status TicketWork::Undelivered(Transaction& transaction, int64_t number,
                               std::string_view reason, const Message& message,
                               Time now) const {
  const auto pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  return Tell(transaction, *pair, "channel_failed", "", reason, now, &message);
}

Status TicketWork::SendTranscript(Transaction& transaction,
                                  const Conversation& conversation,
                                  const std::string& address, Time now) const {
  for (TicketListener* listener : listeners_) {
    Status status =
        listener->OnTranscript(transaction, conversation, address, now);
    if (status.ok() || status.error().code != Code::kNotFound) return status;
  }
  return NotFound("This service sends no mail.");
}

Result<TicketWork::Pair> TicketWork::Get(Transaction& transaction,
                                         int64_t number) const {
  auto ticket = transaction.tickets().Find(number);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) {
    return NotFound("There is no ticket with this number.");
  }
  auto conversation = transaction.FindConversation((*ticket)->conversation);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value()) {
    return Internal("a ticket without a conversation");
  }
  return Pair{**std::move(ticket), **std::move(conversation)};
}

Result<TicketWork::Pair> TicketWork::GetFor(Transaction& transaction,
                                            int64_t number,
                                            std::string_view agent) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair;
  const Ticket& ticket = pair->ticket;
  if (ticket.status == TicketStatus::kClosed) return Closed();
  if (ticket.status == TicketStatus::kClaimed && ticket.agent != agent) {
    return TakenBy(ticket.agent);
  }
  return pair;
}

void TicketWork::Take(Ticket& ticket, Conversation& conversation,
                      std::string_view agent, Time now) const {
  ticket.status = TicketStatus::kClaimed;
  ticket.agent = agent;
  ticket.lease_until = now + options_.lease;
  if (!ticket.claimed_at) ticket.claimed_at = now;
  if (conversation.ticket == ticket.number) conversation.owner = Owner::kAgent;
}

Status TicketWork::Say(Transaction& transaction, Conversation& conversation,
                       const std::string& text, Time now, Message& message) {
  if (text.empty()) return {};
  message.from = Author::kSystem;
  message.text = text;
  message.at = now;
  Status status = transaction.AppendMessage(conversation, message, "");
  if (status.ok()) conversation.updated_at = now;
  return status;
}

Status TicketWork::Save(Transaction& transaction, Pair& pair) const {
  Status status = transaction.tickets().Update(pair.ticket);
  if (!status.ok()) return status;
  return transaction.UpdateConversation(pair.conversation);
}

Status TicketWork::Tell(Transaction& transaction, const Pair& pair,
                        std::string_view what, std::string_view agent,
                        std::string_view detail, Time now,
                        const Message* message) const {
  if (what != "message") {
    Status status = transaction.tickets().AppendEvent(
        {pair.ticket.number, now, std::string(what), std::string(agent),
         std::string(detail)});
    if (!status.ok()) return status;
  }
  const TicketNews news{what,  pair.ticket, pair.conversation,
                        agent, message,     now};
  for (TicketListener* listener : listeners_) {
    Status status = listener->OnNews(transaction, news);
    if (!status.ok()) return status;
  }
  return {};
}

Result<Ticket> TicketWork::Finish(Transaction& transaction, Pair& pair,
                                  std::string_view what, std::string_view agent,
                                  std::string_view detail, Time now,
                                  const Message* message) const {
  Status status = Save(transaction, pair);
  if (!status.ok()) return status.error();
  status = Tell(transaction, pair, what, agent, detail, now, message);
  if (!status.ok()) return status.error();
  return std::move(pair.ticket);
}

Status TicketWork::Open(Transaction& transaction, Conversation& conversation,
                        Ticket& ticket, Time now) const {
  if (ticket.queue.empty()) ticket.queue = kGeneralQueue;
  ticket.queue =
      queues_.Route(ticket.queue, ticket.language, conversation.channel);
  ticket.conversation = conversation.id;
  ticket.status = TicketStatus::kWaiting;
  ticket.created_at = now;
  ticket.mail_token = NewLowerId();
  ticket.contact = conversation.customer.email.empty()
                       ? conversation.customer.phone
                       : conversation.customer.email;
  const QueueRules& queue = queues_.Find(ticket.queue);
  ticket.due_at = queue.hours.AddOpenTime(now, queue.reply_within);
  Status status = transaction.tickets().Insert(ticket);
  if (!status.ok()) return status;
  conversation.owner = Owner::kQueue;
  conversation.ticket = ticket.number;
  return Tell(transaction, {ticket, conversation}, "opened", "", ticket.reason,
              now);
}

Status TicketWork::CustomerWrote(Transaction& transaction,
                                 const Conversation& conversation,
                                 const Message& message, Time now) const {
  if (conversation.ticket == 0) return {};
  auto ticket = transaction.tickets().Find(conversation.ticket);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) return {};
  Pair pair{**std::move(ticket), conversation};
  // Now it is the agent's turn.
  if (pair.ticket.status == TicketStatus::kClaimed &&
      !pair.ticket.lease_until) {
    pair.ticket.lease_until = now + options_.lease;
  }
  Status status = transaction.tickets().Update(pair.ticket);
  if (!status.ok()) return status;
  return Tell(transaction, pair, "message", "", "", now, &message);
}

Status TicketWork::SetContact(Transaction& transaction,
                              const Conversation& conversation,
                              std::string_view contact, Time now) const {
  auto ticket = transaction.tickets().Find(conversation.ticket);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) return {};
  Pair pair{**std::move(ticket), conversation};
  pair.ticket.contact = contact;
  Status status = transaction.tickets().Update(pair.ticket);
  if (!status.ok()) return status;
  return Tell(transaction, pair, "contact", "", "", now);
}

Result<Ticket> TicketWork::Claim(Transaction& transaction, int64_t number,
                                 std::string_view agent, Time now) const {
  Result<Pair> pair = GetFor(transaction, number, agent);
  if (!pair.ok()) return pair.error();
  if (pair->ticket.status == TicketStatus::kClaimed) {
    if (pair->ticket.lease_until) {
      pair->ticket.lease_until = now + options_.lease;
    }
    Status status = Save(transaction, *pair);
    if (!status.ok()) return status.error();
    return std::move(pair->ticket);
  }
  Take(pair->ticket, pair->conversation, agent, now);
  return Finish(transaction, *pair, "claimed", agent, "", now);
}

Result<Ticket> TicketWork::Reply(Transaction& transaction, int64_t number,
                                 std::string_view agent,
                                 const std::string& text,
                                 std::string_view external_id, bool take_over,
                                 Time now, Message& message) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  Conversation& conversation = pair->conversation;
  if (!external_id.empty()) {
    const auto known = transaction.FindTurn(conversation.id, external_id);
    if (!known.ok()) return known.error();
    if (known->has_value()) {
      message = Message();
      message.seq = (*known)->first_reply_seq - 1;
      message.from = Author::kAgent;
      message.text = text;
      message.at = now;
      return std::move(ticket);
    }
  }
  if (ticket.status == TicketStatus::kClosed) return Closed();
  // Who answers because of a bad rating takes up the conversation again.
  if (conversation.ticket == 0) conversation.ticket = number;
  const bool others =
      ticket.status == TicketStatus::kClaimed && ticket.agent != agent;
  if (others && !take_over) return TakenBy(ticket.agent);
  if (others || ticket.status == TicketStatus::kWaiting) {
    Take(ticket, conversation, agent, now);
    Status status = Tell(transaction, *pair, "claimed", agent, "", now);
    if (!status.ok()) return status.error();
  }
  if (OwnsConversation(*pair)) conversation.owner = Owner::kAgent;
  ticket.lease_until.reset();  // now it is the customer's turn
  ticket.reopen_due_at.reset();
  if (!ticket.first_reply_at) ticket.first_reply_at = now;
  message = Message();
  message.from = Author::kAgent;
  message.text = text;
  message.at = now;
  Status status = transaction.AppendMessage(conversation, message, external_id);
  if (!status.ok()) return status.error();
  conversation.updated_at = now;
  return Finish(transaction, *pair, "reply", agent, std::to_string(message.seq),
                now, &message);
}

Result<TicketEvent> TicketWork::Note(Transaction& transaction, int64_t number,
                                     std::string_view agent,
                                     const std::string& text, Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  if (pair->ticket.agent == agent && pair->ticket.lease_until) {
    pair->ticket.lease_until = now + options_.lease;
  }
  const Result<Ticket> ticket =
      Finish(transaction, *pair, "note", agent, text, now);
  if (!ticket.ok()) return ticket.error();
  return TicketEvent{number, now, "note", std::string(agent), text};
}

Result<Ticket> TicketWork::Transfer(Transaction& transaction, int64_t number,
                                    std::string_view agent,
                                    std::string_view queue,
                                    std::string_view to_agent, Time now) const {
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  if (ticket.status == TicketStatus::kClosed) return Closed();
  if (!to_agent.empty()) {
    Take(ticket, pair->conversation, to_agent, now);
    return Finish(transaction, *pair, "transferred", agent, to_agent, now);
  }
  if (!queues_.Knows(queue)) {
    return Invalid("There is no queue of this name.");
  }
  ticket.queue = queue;
  ticket.status = TicketStatus::kWaiting;
  ticket.agent.clear();
  ticket.lease_until.reset();
  if (OwnsConversation(*pair)) pair->conversation.owner = Owner::kQueue;
  return Finish(transaction, *pair, "transferred", agent, queue, now);
}

Result<Ticket> TicketWork::Release(Transaction& transaction, int64_t number,
                                   std::string_view agent, Time now) const {
  Result<Pair> pair = GetFor(transaction, number, agent);
  if (!pair.ok()) return pair.error();
  pair->ticket.status = TicketStatus::kWaiting;
  pair->ticket.agent.clear();
  pair->ticket.lease_until.reset();
  if (OwnsConversation(*pair)) pair->conversation.owner = Owner::kQueue;
  return Finish(transaction, *pair, "released", agent, pair->ticket.queue, now);
}

Result<Ticket> TicketWork::ReleaseToBot(Transaction& transaction,
                                        int64_t number, std::string_view agent,
                                        Time now) const {
  Result<Pair> pair = GetFor(transaction, number, agent);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  ticket.status = TicketStatus::kClosed;
  ticket.agent = agent;
  ticket.outcome = "bot";
  ticket.closed_at = now;
  ticket.lease_until.reset();
  if (OwnsConversation(*pair)) {
    pair->conversation.owner = Owner::kBot;
    pair->conversation.ticket = 0;
  }
  return Finish(transaction, *pair, "released", agent, "bot", now);
}

Result<Ticket> TicketWork::Close(Transaction& transaction, int64_t number,
                                 std::string_view agent,
                                 std::string_view outcome, Time now) const {
  const bool automatic = agent.empty() && outcome == "auto";
  if (!automatic && !IsAgentsOutcome(outcome)) {
    return Invalid(
        "'outcome' must be one of: solved, not_solved, duplicate, spam.");
  }
  Result<Pair> pair =
      automatic ? Get(transaction, number) : GetFor(transaction, number, agent);
  if (!pair.ok()) return pair.error();
  Ticket& ticket = pair->ticket;
  if (ticket.status == TicketStatus::kClosed) return Closed();
  if (!automatic) ticket.agent = agent;
  ticket.status = TicketStatus::kClosed;
  ticket.outcome = outcome;
  ticket.closed_at = now;
  ticket.lease_until.reset();
  const bool has_conversation = OwnsConversation(*pair);
  Message message;
  if (has_conversation && !automatic && outcome != "spam" &&
      options_.closing_text != nullptr) {
    Status said =
        Say(transaction, pair->conversation,
            options_.closing_text(ticket, pair->conversation), now, message);
    if (!said.ok()) return said.error();
  }
  if (has_conversation) {
    pair->conversation.owner = Owner::kClosed;
    pair->conversation.ticket = 0;
  }
  return Finish(transaction, *pair, "closed", agent, outcome, now,
                message.seq > 0 ? &message : nullptr);
}

Result<Ticket> TicketWork::SetPriority(Transaction& transaction, int64_t number,
                                       std::string_view agent, int priority,
                                       Time now) const {
  if (priority < 0 || priority > kMaxPriority) {
    return Invalid("'priority' must be 0 to 3.");
  }
  Result<Pair> pair = Get(transaction, number);
  if (!pair.ok()) return pair.error();
  pair->ticket.priority = priority;
  return Finish(transaction, *pair, "priority", agent, std::to_string(priority),
                now);
}

Status TicketWork::Rate(Transaction& transaction, const Rating& rating) const {
  Rating masked = rating;
  masked.comment = MaskPersonal(rating.comment);
  auto conversation = transaction.FindConversation(rating.conversation);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value()) return NotFound("no such conversation");
  Pair pair{{}, **std::move(conversation)};
  pair.ticket.queue = kGeneralQueue;
  pair.ticket.language = pair.conversation.language;
  if (rating.ticket != 0) {
    auto ticket = transaction.tickets().Find(rating.ticket);
    if (!ticket.ok()) return ticket.error();
    if (!ticket->has_value()) return NotFound("no such ticket");
    pair.ticket = **std::move(ticket);
  }
  if (pair.ticket.closed_at) {
    Status forgotten = transaction.tickets().ForgetRating(
        rating.conversation, rating.ticket, *pair.ticket.closed_at);
    if (!forgotten.ok()) return forgotten;
  }
  Status status = transaction.tickets().InsertRating(masked);
  if (!status.ok()) return status;
  if (rating.ticket != 0) {
    status = transaction.tickets().Update(pair.ticket);
    if (!status.ok()) return status;
    status = Tell(transaction, pair, "rated", "", std::to_string(rating.score),
                  rating.at);
    if (!status.ok()) return status;
  }
  if (rating.score > 2) return {};
  return OpenFollowUp(transaction, pair, masked);
}

Status TicketWork::OpenFollowUp(Transaction& transaction, const Pair& rated,
                                const Rating& rating) const {
  Pair pair{{}, rated.conversation};
  Ticket& task = pair.ticket;
  task.conversation = rating.conversation;
  task.queue = rated.ticket.queue;
  task.reason = kFollowUpReason;
  task.summary = "score: " + std::to_string(rating.score) +
                 "\nticket: " + std::to_string(rating.ticket) + "\n";
  task.priority = kMaxPriority - 1;
  task.language = rated.ticket.language;
  task.contact = rated.ticket.contact;
  task.mail_token = NewLowerId();
  task.created_at = rating.at;
  Status status = transaction.tickets().Insert(task);
  if (!status.ok()) return status;
  return Tell(transaction, pair, "opened", "", task.reason, rating.at);
}

}  // namespace sportello
