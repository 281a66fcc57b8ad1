// Forgets what was sent, or given up, long ago: mails, webhooks, messages to
// chats.
//
// The row of a message keeps it from being written twice; providers repeat a
// delivery for a week at most, and their ids are kept for eight days, so a row
// may go after that. Mails that are answered months later are found by their
// Message-IDs, which are kept elsewhere (chat/outbox.h, MailRecord).
#ifndef SPORTELLO_FLOW_OUTBOX_PRUNER_H_
#define SPORTELLO_FLOW_OUTBOX_PRUNER_H_

#include <chrono>

#include "base/clock.h"
#include "base/rounds.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// A thread that looks now and then and works in small steps, so that no
// customer waits for it. What is given must outlive it.
class OutboxPruner {
 public:
  OutboxPruner(Store& store, const Clock& clock, Metrics& metrics,
               std::chrono::days keep);
  ~OutboxPruner();  // stops
  OutboxPruner(const OutboxPruner&) = delete;
  OutboxPruner& operator=(const OutboxPruner&) = delete;

  void Start();
  void Stop();

  // One step; true when there may be more to do. Also for tests.
  bool Step();

 private:
  Store& store_;
  const Clock& clock_;
  const std::chrono::days keep_;
  Counter forgotten_;

  Rounds rounds_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_OUTBOX_PRUNER_H_
