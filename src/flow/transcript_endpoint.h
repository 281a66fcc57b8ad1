// POST /v1/conversations/{id}/transcript: the conversation as a mail.
#ifndef SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_
#define SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_

#include <memory>

#include "flow/chat_endpoint.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the endpoint. Safe from many threads.
class TranscriptEndpoint {
 public:
  // `chat` counts what a client has sent.
  TranscriptEndpoint(Store& store, const TicketWork& work, const Clock& clock,
                     ChatEndpoint& chat);

  // {"email": "..."}, or none where the customer gave one before. 202 with the
  // address masked; 409 when it was sent there today; 429 when too many were
  // sent for this caller, of this conversation or to this address.
  void Send(const HttpRequest& request,
            const std::shared_ptr<Responder>& responder);

 private:
  Store& store_;
  const TicketWork& work_;
  const Clock& clock_;
  ChatEndpoint& chat_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_TRANSCRIPT_ENDPOINT_H_
