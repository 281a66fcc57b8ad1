// GET /v1/faq: people's search in the public FAQ, and its list.
#ifndef SPORTELLO_FLOW_FAQ_ENDPOINT_H_
#define SPORTELLO_FLOW_FAQ_ENDPOINT_H_

#include "base/clock.h"
#include "flow/knowledge_keeper.h"
#include "http/http_server.h"

namespace sportello {

// What is named here must outlive the endpoint. Safe from many threads.
class FaqEndpoint {
 public:
  FaqEndpoint(const KnowledgeKeeper& keeper, const Clock& clock)
      : keeper_(keeper), clock_(clock) {}

  // ?q=words&language=it&limit=20. Without q: all public entries by
  // priority, then by id. Entries that are not public, or no longer valid, are
  // never shown.
  HttpResponse Get(const HttpRequest& request) const;

 private:
  const KnowledgeKeeper& keeper_;
  const Clock& clock_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FAQ_ENDPOINT_H_
