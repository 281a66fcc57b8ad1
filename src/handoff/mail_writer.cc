#include "handoff/mail_writer.h"

#include <chrono>

namespace sportello {

struct MailWriter::Order {
  LetterOrder letter;
  std::string target;
  std::string message_id;
  int64_t ticket = 0;
  std::string conversation;  // empty: not part of the customer's thread
  Time now{};
  Time send_at{};
};

std::string CustomerMailAddress(const Conversation& conversation,
                                const Ticket* ticket) {
  if (ticket != nullptr && IsMailAddress(ticket->contact)) {
    return ticket->contact;
  }
  const std::string& address = conversation.customer.email;
  return IsMailAddress(address) ? address : std::string();
}

bool WasSpared(const OutboxItem& mail) {
  return mail.state == OutboxState::kSent && mail.attempts == 0;
}

Status MailWriter::Add(Transaction& transaction, const Order& order) const {
  OutboxItem item;
  item.kind = OutboxKind::kMail;
  item.target = order.target;
  item.payload = WriteLetterOrder(order.letter);
  item.message_id = order.message_id;
  item.next_try_at = order.send_at;
  item.created_at = order.now;
  item.ticket = order.ticket;
  item.conversation = order.conversation;
  Status added = transaction.outbox().Insert(item);
  // Its id is always the same: it was written before.
  if (!added.ok() && added.error().code == Code::kConflict) return {};
  if (!added.ok()) return added;
  Status noted = transaction.outbox().InsertMail(
      {order.message_id, order.conversation, order.ticket, true, order.now});
  if (!noted.ok() && noted.error().code == Code::kConflict) return {};
  return noted;
}

Status MailWriter::AddForTeam(Transaction& transaction, const TicketNews& news,
                              LetterOrder letter) const {
  const bool first = news.what == "opened";
  for (const std::string& address : queues_.Find(news.ticket.queue).team) {
    Status added =
        Add(transaction, {letter, address,
                          first ? TeamThreadId(rules_, news.ticket.mail_token)
                                : NewTeamMessageId(rules_),
                          news.ticket.number, "", news.at, news.at});
    if (!added.ok()) return added;
  }
  return {};
}

Status MailWriter::AddForCustomer(Transaction& transaction,
                                  const TicketNews& news,
                                  LetterOrder letter) const {
  const std::string address =
      CustomerMailAddress(news.conversation, &news.ticket);
  if (address.empty()) return {};
  const bool acknowledges = letter.letter == Letter::kAcknowledgement;
  // In the chat a reply may be seen before it must be mailed.
  const bool at_once = acknowledges || letter.undelivered ||
                       news.conversation.channel == "email";
  const std::string id = acknowledges
                             ? AcknowledgementId(rules_, news.ticket.mail_token)
                         : letter.letter == Letter::kReply
                             ? ReplyId(rules_, news.conversation.id, letter.seq)
                             : NewCustomerMessageId(rules_);
  return Add(transaction,
             {letter, address, id, news.ticket.number, news.conversation.id,
              news.at, at_once ? news.at : news.at + rules_.reply_delay});
}

Status MailWriter::AddUndelivered(Transaction& transaction,
                                  const TicketNews& news) const {
  const LetterOrder letter{Letter::kReply, news.message->seq, true};
  OutboxTable& outbox = transaction.outbox();
  auto written =
      outbox.FindItem(ReplyId(rules_, news.conversation.id, news.message->seq));
  if (!written.ok()) return written.error();
  if (!written->has_value()) return AddForCustomer(transaction, news, letter);
  OutboxItem item = **std::move(written);
  if (item.state != OutboxState::kDue && !WasSpared(item)) return {};
  Status marked = outbox.SetPayload(item.key, WriteLetterOrder(letter));
  if (!marked.ok() || item.attempts > 0) return marked;
  item.state = OutboxState::kDue;
  item.next_try_at = news.at;
  item.last_error.clear();
  return outbox.Update(item);
}

Status MailWriter::OnNews(Transaction& transaction, const TicketNews& news) {
  const std::string_view what = news.what;
  const bool from_us =
      news.message != nullptr && news.message->from != Author::kCustomer;
  if (what == "reopened") {
    if (!news.agent.empty()) return {};
    return AddForTeam(transaction, news, {Letter::kTicket, 0});
  }
  if (what == "opened") {
    Status team = AddForTeam(transaction, news, {Letter::kTicket, 0});
    if (!team.ok()) return team;
    return AddForCustomer(transaction, news, {Letter::kAcknowledgement, 0});
  }
  if (what == "contact") {
    return AddForCustomer(transaction, news, {Letter::kAcknowledgement, 0});
  }
  if (what == "transferred" && news.ticket.status == TicketStatus::kWaiting) {
    return AddForTeam(transaction, news, {Letter::kTicket, 0});
  }
  if (what == "message" && news.message != nullptr) {
    // Agents who answer by mail are called by their address.
    const bool at_desk = news.ticket.status == TicketStatus::kClaimed &&
                         news.ticket.agent.find('@') == std::string::npos;
    if (at_desk) return {};
    return AddForTeam(transaction, news,
                      {Letter::kCustomerMessage, news.message->seq});
  }
  if ((what == "reply" || what == "warned") && from_us) {
    return AddForCustomer(transaction, news,
                          {Letter::kReply, news.message->seq});
  }
  if (what == "channel_failed" && from_us &&
      news.message->from == Author::kAgent) {
    return AddUndelivered(transaction, news);
  }
  if (what == "closed" && from_us) {
    return AddForCustomer(transaction, news,
                          {Letter::kClosed, news.message->seq});
  }
  if (what == "due" && !rules_.supervisor.empty()) {
    return Add(transaction, {{Letter::kDue, 0},
                             rules_.supervisor,
                             NewTeamMessageId(rules_),
                             news.ticket.number,
                             "",
                             news.at,
                             news.at});
  }
  return {};
}

Status MailWriter::AddBotAnswer(Transaction& transaction,
                                const Conversation& conversation, int64_t seq,
                                Time now) const {
  return Add(transaction, {{Letter::kBotAnswer, seq},
                           CustomerMailAddress(conversation, nullptr),
                           NewCustomerMessageId(rules_),
                           0,
                           conversation.id,
                           now,
                           now});
}

Status MailWriter::AddFilesLeft(Transaction& transaction, int64_t ticket,
                                const std::string& agent, Time now) const {
  return Add(transaction, {{Letter::kFilesLeft, 0},
                           agent,
                           NewTeamMessageId(rules_),
                           ticket,
                           "",
                           now,
                           now});
}

Status MailWriter::OnTranscript(Transaction& transaction,
                                const Conversation& conversation,
                                const std::string& address, Time now) {
  // A mailbox is the same in upper and lower case.
  const std::string target = FoldMailAddress(address);
  const Time since = now - std::chrono::hours(24);
  OutboxTable& outbox = transaction.outbox();
  const auto sent = outbox.CountMailsOf(
      conversation.id, TranscriptIdBegin(conversation.id, target), since);
  if (!sent.ok()) return sent.error();
  if (*sent > 0) {
    return Conflict("The conversation was sent there today already.");
  }
  const auto copies =
      outbox.CountMailsOf(conversation.id, kTranscriptIdBegin, since);
  if (!copies.ok()) return copies.error();
  const auto received = outbox.CountMailsTo(target, kTranscriptIdBegin, since);
  if (!received.ok()) return received.error();
  if (*copies >= rules_.copies_per_conversation ||
      *received >= rules_.copies_per_address) {
    return Denied("No more copies are sent today.");
  }
  return Add(transaction, {{Letter::kTranscript, conversation.last_seq},
                           target,
                           TranscriptId(rules_, conversation.id, target, now),
                           0,
                           conversation.id,
                           now,
                           now});
}

}  // namespace sportello
