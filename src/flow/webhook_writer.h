// Notes in the outbox what a company's own systems (a CRM) are to be told, in
// the transaction of what happened to the ticket.
//
// A row holds which event it was and the ticket's facts at that moment, but no
// text, name or address of the customer: webhook_sender.h reads those from the
// store when it sends, so that what is erased there is not sent any more.
#ifndef SPORTELLO_FLOW_WEBHOOK_WRITER_H_
#define SPORTELLO_FLOW_WEBHOOK_WRITER_H_

#include <string>
#include <utility>

#include "handoff/ticket_work.h"

namespace sportello {

// Safe from many threads.
class WebhookWriter : public TicketListener {
 public:
  // `url`: where the calls go.
  explicit WebhookWriter(std::string url) : url_(std::move(url)) {}

  // ticket.opened, ticket.answered, ticket.closed (also when it is given back
  // to the bot), ticket.reopened, ticket.rated, contact.updated.
  Status OnNews(Transaction& transaction, const TicketNews& news) override;

 private:
  const std::string url_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_WEBHOOK_WRITER_H_
