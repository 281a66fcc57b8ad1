// Notes in the outbox which letters are to be written because of what happened
// to a ticket, in the transaction of what happened.
#ifndef SPORTELLO_HANDOFF_MAIL_WRITER_H_
#define SPORTELLO_HANDOFF_MAIL_WRITER_H_

#include <string>
#include <string_view>

#include "handoff/mail_letter.h"
#include "handoff/mail_rules.h"
#include "handoff/ticket_work.h"

namespace sportello {

// The address for mail to the customer: what was given with the ticket, else
// what is known of him; empty = none.
std::string CustomerMailAddress(const Conversation& conversation,
                                const Ticket* ticket);

// True for a mail that was not sent because the customer saw its message in
// the chat.
bool WasSpared(const OutboxItem& mail);

// Safe from many threads; what is given must outlive it.
class MailWriter : public TicketListener {
 public:
  MailWriter(const MailRules& rules, const Queues& queues)
      : rules_(rules), queues_(queues) {}

  // Opened: the team, and the customer when there is an address. Reopened by
  // the customer: the team, with what he wrote. Contact: the
  // customer, once for each address. Customer's message: the team, unless
  // somebody at the desk has the ticket. Reply and warning: the customer, when
  // he does not see it in the chat; an agent's reply also when the chat did not
  // bring it after all. Transferred to a queue: its team. Due: the
  // supervisor.
  Status OnNews(Transaction& transaction, const TicketNews& news) override;

  // The bot's answer to a mail that opened no ticket.
  Status AddBotAnswer(Transaction& transaction,
                      const Conversation& conversation, int64_t seq,
                      Time now) const;
  // An agent answered by mail with files that did not all reach the customer:
  // he hears what the ticket's note of the same moment says.
  Status AddFilesLeft(Transaction& transaction, int64_t ticket,
                      const std::string& agent, Time now) const;
  // Within the rules' limits: a stranger could name anybody's address.
  Status OnTranscript(Transaction& transaction,
                      const Conversation& conversation,
                      const std::string& address, Time now) override;

 private:
  struct Order;
  Status Add(Transaction& transaction, const Order& order) const;
  Status AddForTeam(Transaction& transaction, const TicketNews& news,
                    LetterOrder letter) const;
  Status AddForCustomer(Transaction& transaction, const TicketNews& news,
                        LetterOrder letter) const;
  // A reply that the chat did not bring after all: its letter goes now, unless
  // it went already.
  Status AddUndelivered(Transaction& transaction, const TicketNews& news) const;

  const MailRules& rules_;
  const Queues& queues_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_WRITER_H_
