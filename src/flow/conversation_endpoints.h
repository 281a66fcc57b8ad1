// GET /v1/conversations/{id} and /v1/conversations/{id}/messages: what a
// customer's page reads, at once or by waiting for news.
#ifndef SPORTELLO_FLOW_CONVERSATION_ENDPOINTS_H_
#define SPORTELLO_FLOW_CONVERSATION_ENDPOINTS_H_

#include <memory>

#include "flow/message_waiters.h"
#include "flow/seen_messages.h"
#include "http/http_server.h"
#include "store/store.h"

namespace sportello {

// The longest that a request may wait, in seconds.
inline constexpr int kMaxWaitSeconds = 25;

// What is named here must outlive the endpoints. Safe from many threads.
class ConversationEndpoints {
 public:
  ConversationEndpoints(Store& store, MessageWaiters& waiters,
                        SeenMessages& seen)
      : store_(store), waiters_(waiters), seen_(seen) {}

  void GetConversation(const HttpRequest& request, Responder& responder);

  // ?after=SEQ&limit=N&wait_s=S: messages with seq > after. Without any, the
  // answer waits for one, at most S seconds; then it is an empty list.
  void GetMessages(const HttpRequest& request,
                   const std::shared_ptr<Responder>& responder);

  // A file that an agent sent into the conversation, to be saved. Whoever knows
  // the conversation's id may read its messages, and so its files.
  HttpResponse GetFile(const HttpRequest& request);

 private:
  Store& store_;
  MessageWaiters& waiters_;
  SeenMessages& seen_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CONVERSATION_ENDPOINTS_H_
