// The REST channel that Rasa's servers offer, for clients that speak it:
// Deep Chat, Botium, the chat widgets of Rasa's tutorials.
//
//   POST /webhooks/rest/webhook  {"sender": "...", "message": "..."}
//     -> [{"recipient_id": "...", "text": "...", "buttons": [...]}]
//
// A thin adapter over ChatEndpoint. A sender's conversation has an id derived
// from the sender and a secret of this installation, so that nobody who
// guesses a sender can read a conversation through the other endpoints.
// Clients of this channel put texts into pages as they are: ours are plain
// text that cannot be read as markup. What an agent writes does not reach
// them, since they never ask; their customers are told so.
//
// Protocol: rasa/core/channels/rest.py of Rasa Open Source 3.6.
#ifndef SPORTELLO_FLOW_REST_CHANNEL_H_
#define SPORTELLO_FLOW_REST_CHANNEL_H_

#include <memory>
#include <string>

#include "flow/chat_endpoint.h"
#include "flow/knowledge_keeper.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the channel. Safe from many threads.
class RestChannel {
 public:
  RestChannel(ChatEndpoint& chat, const KnowledgeKeeper& keeper,
              std::string secret)
      : chat_(chat), keeper_(keeper), secret_(std::move(secret)) {}

  void Webhook(const HttpRequest& request,
               const std::shared_ptr<Responder>& responder);
  // POST /model/parse {"text"}: what the text means, for test tools.
  HttpResponse Parse(const HttpRequest& request);

 private:
  ChatEndpoint& chat_;
  const KnowledgeKeeper& keeper_;
  const std::string secret_;
};

// GET /version, as clients of Rasa ask before they begin: the version whose
// protocol this is, and what knowledge answers.
HttpResponse RestVersion(const KnowledgeKeeper& keeper);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_REST_CHANNEL_H_
