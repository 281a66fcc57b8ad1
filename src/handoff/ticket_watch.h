// The thread that looks after tickets that nobody looks after: claims that ran
// out go back to the queue, due tickets raise an alarm, customers are told
// before a promise breaks, and tickets where the customer is silent are
// closed.
//
// Everything is read from the store and decided again in the transaction, so a
// crash loses nothing and two watches do no harm.
#ifndef SPORTELLO_HANDOFF_TICKET_WATCH_H_
#define SPORTELLO_HANDOFF_TICKET_WATCH_H_

#include <chrono>
#include <functional>
#include <string>

#include "base/rounds.h"
#include "handoff/ticket_work.h"

namespace sportello {

struct TicketWatchOptions {
  std::chrono::milliseconds interval{1000};
  // The customer is told so long before the deadline.
  std::chrono::milliseconds warn_before{std::chrono::minutes(10)};
  // A claimed ticket is closed when the customer is silent for so long.
  std::chrono::milliseconds idle{std::chrono::hours(72)};
};

class TicketWatch {
 public:
  // What the customer is told when it takes longer; may be empty.
  using WarningText = std::function<std::string(const Ticket&)>;
  // After a commit: the ticket changed.
  using Changed = std::function<void(const Ticket&, std::string_view what)>;

  // All that is given must outlive the watch.
  TicketWatch(Store& store, const TicketWork& work, const Clock& clock,
              TicketWatchOptions options, WarningText warning, Changed changed);
  ~TicketWatch();  // stops
  TicketWatch(const TicketWatch&) = delete;
  TicketWatch& operator=(const TicketWatch&) = delete;

  void Start();
  // Waits for the step that runs.
  void Stop();

  // One look at all tickets; also for tests. The number of changed ones.
  int Look();

 private:
  void LookAt(const Ticket& ticket, Time now, int& changes);
  using Step = std::function<Result<Ticket>(Transaction&)>;
  void Run(std::string_view what, const Step& step, int& changes);

  Store& store_;
  const TicketWork& work_;
  const Clock& clock_;
  const TicketWatchOptions options_;
  const WarningText warning_;
  const Changed changed_;

  Rounds rounds_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_TICKET_WATCH_H_
