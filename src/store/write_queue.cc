#include "store/write_queue.h"

#include <iterator>
#include <utility>

namespace sportello {

Status WriteQueue::Add(Store::Work work, Store::Done done) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return Unavailable("the store is stopping");
    if (waiting_.size() >= capacity_) {
      return Unavailable("the store is overloaded: " +
                         std::to_string(capacity_) + " jobs wait");
    }
    waiting_.push_back({std::move(work), std::move(done), {}});
    // The writer is mostly awake: no system call then.
    wake = std::exchange(writer_waits_, false);
  }
  if (wake) changed_.notify_one();
  return {};
}

void WriteQueue::TakeWaiting(std::vector<WriteJob>& jobs) {
  const std::lock_guard lock(mutex_);
  if (jobs.empty()) {
    jobs.swap(waiting_);
    return;
  }
  jobs.insert(jobs.end(), std::make_move_iterator(waiting_.begin()),
              std::make_move_iterator(waiting_.end()));
  waiting_.clear();
}

bool WriteQueue::WaitForJobs(std::optional<std::chrono::milliseconds> time) {
  std::unique_lock lock(mutex_);
  const auto ready = [&] {
    writer_waits_ = waiting_.empty() && !stopped_;
    return !writer_waits_;
  };
  if (time) {
    changed_.wait_for(lock, *time, ready);
  } else {
    changed_.wait(lock, ready);
  }
  writer_waits_ = false;
  return !waiting_.empty();
}

bool WriteQueue::HasJobs() const {
  const std::lock_guard lock(mutex_);
  return !waiting_.empty();
}

void WriteQueue::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    writer_waits_ = false;
  }
  changed_.notify_one();
}

bool WriteQueue::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace sportello
