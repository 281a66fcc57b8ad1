// /rating/{token}: the page behind the links of a letter, where the customer
// says how it went. It needs no script and no signing in.
//
// GET only shows the page, so that programs which follow the links of a mail
// before it is read rate nothing; POST rates, once.
#ifndef SPORTELLO_FLOW_RATING_PAGES_H_
#define SPORTELLO_FLOW_RATING_PAGES_H_

#include <memory>
#include <string>
#include <utility>

#include "flow/message_waiters.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the pages. Safe from many threads.
class RatingPages {
 public:
  // `secret` signs the links (handoff/rating_link.h).
  RatingPages(Store& store, const TicketWork& work, const Clock& clock,
              MessageWaiters& waiters, std::string secret)
      : store_(store),
        work_(work),
        clock_(clock),
        waiters_(waiters),
        secret_(std::move(secret)) {}

  // ?score=1 to 5 is chosen already.
  HttpResponse Show(const HttpRequest& request);
  // A form: score, comment.
  void Rate(const HttpRequest& request,
            const std::shared_ptr<Responder>& responder);

 private:
  // kNotFound for a wrong token; kConflict when there is nothing to rate, or
  // it was rated.
  Result<Ticket> Find(const HttpRequest& request);

  Store& store_;
  const TicketWork& work_;
  const Clock& clock_;
  MessageWaiters& waiters_;
  const std::string secret_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_RATING_PAGES_H_
