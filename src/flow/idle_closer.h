// Ends procedures that nobody answers, and says so where the customer sees it
// without being disturbed: on the website's page, and in providers' chats that
// are configured for it, as long as the provider lets us write unasked.
//
// A turn that leaves a question open notes in the store when to look again
// (Transaction::NoteOpenStep); so it survives a restart. The thread sleeps
// until the first of these times, at most half a minute. Whether the step
// still waits is decided again in the transaction that ends it, so a customer
// who answers at the same moment is faster or is asked to go on, and nothing
// is said twice. Where nothing is to be said the step stays open and is closed
// when the customer writes (dialogue/step.h).
#ifndef SPORTELLO_FLOW_IDLE_CLOSER_H_
#define SPORTELLO_FLOW_IDLE_CLOSER_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/rounds.h"
#include "channels/sender.h"
#include "flow/knowledge_keeper.h"
#include "flow/message_waiters.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

using ChannelNames = std::set<std::string, std::less<>>;

class IdleCloser {
 public:
  // All that is given must outlive the closer. `names`: the channels where it
  // may speak; `channels`: the providers' that are configured.
  IdleCloser(Store& store, const KnowledgeKeeper& keeper, const Clock& clock,
             MessageWaiters& waiters, Metrics& metrics,
             const ChannelMap& channels, ChannelNames names);
  ~IdleCloser();  // stops
  IdleCloser(const IdleCloser&) = delete;
  IdleCloser& operator=(const IdleCloser&) = delete;

  void Start();
  // Waits for the look that runs.
  void Stop();

  // One look at what is due, at most 100 conversations; also for tests. The
  // number of those that were closed.
  int Look();

 private:
  // How long nothing is due.
  std::chrono::milliseconds Pause();
  // The conversation is not looked at any more.
  void Forget(const std::string& id);
  Status LookAt(Transaction& transaction, const std::string& id,
                const Snapshot& snapshot, Time now, bool& closed) const;
  Status Close(Transaction& transaction, Conversation conversation,
               const Snapshot& snapshot, Time now, bool& closed) const;
  // The providers' chats that may be written to; absent when the customer is
  // in some that may not.
  Result<std::optional<std::vector<ChannelChat>>> FindChats(
      Transaction& transaction, const Conversation& conversation,
      Time now) const;

  Store& store_;
  const KnowledgeKeeper& keeper_;
  const Clock& clock_;
  MessageWaiters& waiters_;
  const Counter closed_;
  const ChannelMap& channels_;
  const ChannelNames names_;

  Rounds rounds_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_IDLE_CLOSER_H_
