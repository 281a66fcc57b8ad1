// Mail as the daemon runs it: what sends, what fetches, and what both know,
// made of the settings.
#ifndef SPORTELLO_CLI_MAIL_SERVICE_H_
#define SPORTELLO_CLI_MAIL_SERVICE_H_

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "cli/settings.h"
#include "flow/knowledge_keeper.h"
#include "handoff/ticket_work.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// The folder that mail-in writes into.
std::string MailFolder(const Settings& settings);

// All must outlive the service.
struct MailServiceParts {
  Store& store;
  const KnowledgeKeeper& keeper;
  const Queues& queues;
  const Clock& clock;
  Metrics& metrics;
};

class MailService {
 public:
  // Null when the settings name no address. Error: what is wrong with them, or
  // with the files that they name.
  static Result<std::unique_ptr<MailService>> Make(const Settings& settings,
                                                   MailServiceParts parts);
  ~MailService();
  MailService(const MailService&) = delete;
  MailService& operator=(const MailService&) = delete;

  // What notes in the outbox: for TicketWork::AddListener, before Start().
  TicketListener& listener();

  // `changed`: a conversation got something by mail. `seen`: the seq up to
  // which the customer saw a conversation. Both are called from threads of the
  // service until Stop() has returned.
  void Start(const TicketWork& work,
             std::function<void(const std::string&)> changed,
             std::function<int64_t(const std::string&)> seen);
  // Within about a second.
  void Stop();

 private:
  MailService();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_MAIL_SERVICE_H_
