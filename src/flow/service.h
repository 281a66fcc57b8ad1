// The service: all endpoints over one store, one keeper of knowledge and one
// registry of metrics.
#ifndef SPORTELLO_FLOW_SERVICE_H_
#define SPORTELLO_FLOW_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "flow/channel_flow.h"
#include "flow/chat_endpoint.h"
#include "flow/faq_endpoint.h"
#include "flow/idle_closer.h"
#include "flow/knowledge_keeper.h"
#include "flow/seen_messages.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

struct ServiceOptions {
  ChatLimits chat;  // free_addresses are filled from operator_addresses
  ActionOptions actions;
  std::vector<std::string> allowed_origins;
  // Of the REST channel's conversations, and of the links for rating.
  std::string rest_secret;
  ChannelFlowOptions channel;
  std::string public_url;  // where customers reach the daemon; may be empty
  std::vector<std::string> operator_addresses;
  bool behind_proxy = false;
  size_t max_waiting_requests = 4096;
};

// The parts, which must outlive the service and the server's run.
struct ServiceParts {
  Store& store;
  KnowledgeKeeper& keeper;
  Metrics& metrics;
  const Clock& clock;
  const TicketWork& work;
  const ChannelMap* channels = nullptr;  // null = none
};

// Must outlive the server's run and the last `done` of the store. Safe from
// many threads.
class Service {
 public:
  Service(ServiceParts parts, ServiceOptions options);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  // Before server.Start().
  void AddRoutes(HttpServer& server);

  // Of all requests that wait; valid as long as the service.
  MessageWaiters& waiters();

  // What the customers' pages have seen; valid as long as the service.
  const SeenMessages& seen() const;
  // A channel has brought the customer the messages up to `seq`.
  void NoteSeen(const std::string& conversation, int64_t seq);

  // Providers' chats; valid as long as the service.
  ChannelFlow& channels();

  // Ends what nobody answers; valid as long as the service. Who starts it stops
  // it.
  IdleCloser& idle();

  // Answers all requests that wait for messages or for the company's
  // interface, and later ones at once, so that the server can stop.
  void StopWaiting();

 private:
  struct Endpoints;
  std::unique_ptr<Endpoints> endpoints_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_SERVICE_H_
