// POST /v1/conversations/{id}/transcript: the conversation as a mail.
#ifndef SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_
#define SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_

#include <memory>

#include "flow/rate_limiter.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the endpoint. Safe from many threads.
class TranscriptEndpoint {
 public:
  TranscriptEndpoint(Store& store, const TicketWork& work, const Clock& clock);

  // {"email": "..."}, or none where the customer gave one before. 202 with the
  // address masked; 409 when it was sent today; 429 for a caller who has many
  // sent, because the letter goes wherever he says.
  void Send(const HttpRequest& request,
            const std::shared_ptr<Responder>& responder);

 private:
  Store& store_;
  const TicketWork& work_;
  const Clock& clock_;
  RateLimiter rate_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_
