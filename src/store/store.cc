#include "store/store.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace sportello {

Status Store::Write(Work work) {
  std::mutex mutex;
  std::condition_variable answered;
  std::optional<Status> answer;
  Status queued = Submit(std::move(work), [&](Status status) {
    // Notified under the lock: the waiting thread destroys all three.
    const std::lock_guard lock(mutex);
    answer = std::move(status);
    answered.notify_one();
  });
  if (!queued.ok()) return queued;
  std::unique_lock lock(mutex);
  answered.wait(lock, [&] { return answer.has_value(); });
  return std::move(*answer);
}

Result<std::optional<Message>> Store::FindMessage(std::string_view conversation,
                                                  int64_t seq) {
  auto found = ListMessages(conversation, seq - 1, 1);
  if (!found.ok()) return found.error();
  if (found->empty() || found->front().seq != seq) {
    return std::optional<Message>();
  }
  return std::optional<Message>(std::move(found->front()));
}

}  // namespace sportello
