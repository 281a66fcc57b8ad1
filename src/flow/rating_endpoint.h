// POST /v1/conversations/{id}/rating: what the customer says of the service.
#ifndef SPORTELLO_FLOW_RATING_ENDPOINT_H_
#define SPORTELLO_FLOW_RATING_ENDPOINT_H_

#include <memory>

#include "flow/message_waiters.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"

namespace sportello {

// What the customer of this conversation may rate now, without score and
// comment: the last ticket, or the bot's answers. kConflict when there is
// nothing to rate; whether it was rated already is not looked at.
Result<Rating> FindRated(Store& store, std::string_view conversation);

// True when people answered, it is over, and the customer has not said how it
// was.
bool IsToRate(Store& store, const Conversation& conversation);

// What is named here must outlive the endpoint. Safe from many threads.
class RatingEndpoint {
 public:
  RatingEndpoint(Store& store, const TicketWork& work, const Clock& clock,
                 MessageWaiters& waiters)
      : store_(store), work_(work), clock_(clock), waiters_(waiters) {}

  // {"score": 1 to 5, "comment": "..."}. It rates the last ticket, when an
  // agent closed it as solved or not solved, else the bot's answers. 409 for
  // the second time, while people work on it, and after an end that was no
  // answer (spam, a duplicate, nobody wrote any more).
  void Rate(const HttpRequest& request,
            const std::shared_ptr<Responder>& responder);

 private:
  Store& store_;
  const TicketWork& work_;
  const Clock& clock_;
  MessageWaiters& waiters_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_RATING_ENDPOINT_H_
