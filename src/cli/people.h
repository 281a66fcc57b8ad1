// Everything of the daemon that has people in it: the queues, what is done
// with tickets, the watch over them, the desk.
#ifndef SPORTELLO_CLI_PEOPLE_H_
#define SPORTELLO_CLI_PEOPLE_H_

#include <memory>

#include "base/clock.h"
#include "cli/settings.h"
#include "flow/knowledge_keeper.h"
#include "flow/message_waiters.h"
#include "handoff/ticket_work.h"
#include "http/http_server.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// The company's hours and the queues of handoff.yaml. Errors: what is wrong
// with the settings or the file.
Result<Queues> ReadQueues(const Settings& settings);

// Made before the service, which needs work(); begins when it has waiters.
// All that is given must outlive it.
class People {
 public:
  People(const Settings& settings, Queues queues, Store& store,
         KnowledgeKeeper& keeper, Metrics& metrics, const Clock& clock);
  ~People();
  People(const People&) = delete;
  People& operator=(const People&) = delete;

  const TicketWork& work() const;
  // Before Start(): who else writes what must be sent.
  void AddListener(TicketListener& listener);

  // Before the server starts: the desk's routes. Whoever waits for news hears
  // of it through `waiters`.
  void AddRoutes(HttpServer& server, MessageWaiters& waiters);
  // After the server has started.
  void Start();
  // Before the store goes.
  void Stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_PEOPLE_H_
