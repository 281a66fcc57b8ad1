// What customers may expect, from what really happened: the usual time to the
// first reply of a person in each queue.
//
// The median over the last 50 tickets that people answered, counted in opening
// time; nothing below five tickets, since a number that nobody can keep is
// worse than none.
#ifndef SPORTELLO_HANDOFF_PROMISE_H_
#define SPORTELLO_HANDOFF_PROMISE_H_

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handoff/queues.h"
#include "store/store.h"

namespace sportello {

inline constexpr size_t kMinSamples = 5;

// Nothing with fewer than kMinSamples.
std::optional<std::chrono::milliseconds> UsualWait(
    const std::vector<FirstReply>& replies, const OpeningHours& hours);

// Rounded up to what people say: "5 minuti", "un'ora", "2 ore"; more than a
// day is said in days of opening time, which are none: empty then.
std::string WaitInWords(std::chrono::milliseconds wait,
                        std::string_view language);

// The usual waits of all queues, read anew every half minute. Safe from many
// threads.
class UsualWaits {
 public:
  using Waits = std::map<std::string, std::chrono::milliseconds, std::less<>>;

  // Both must outlive it.
  UsualWaits(Store& store, const Queues& queues)
      : store_(store), queues_(queues) {}

  // Reads the store when what is known is old. Not on the store's thread.
  std::shared_ptr<const Waits> At(Time now);

 private:
  Store& store_;
  const Queues& queues_;
  std::mutex mutex_;
  std::shared_ptr<const Waits> waits_;
  Time read_at_{};
  bool reading_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_PROMISE_H_
