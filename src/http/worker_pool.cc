#include "http/worker_pool.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/log.h"

namespace sportello {
namespace {

// An answer waits at most this long, and one job, for others to leave with.
constexpr std::chrono::microseconds kLongestHold{50};

}  // namespace

WorkerPool::WorkerPool(size_t max_queued, std::shared_ptr<Mailbox> mailbox,
                       std::function<void(const Job&)> run)
    : max_queued_(max_queued),
      mailbox_(std::move(mailbox)),
      run_(std::move(run)) {}

WorkerPool::~WorkerPool() { Stop(); }

void WorkerPool::Start(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

void WorkerPool::Push(std::vector<Job>* jobs) {
  size_t wake = 0;
  {
    const std::lock_guard lock(mutex_);
    const size_t room =
        queue_.size() < max_queued_ ? max_queued_ - queue_.size() : 0;
    const size_t taken = std::min(room, jobs->size());
    const auto end = jobs->begin() + static_cast<std::ptrdiff_t>(taken);
    std::move(jobs->begin(), end, std::back_inserter(queue_));
    jobs->erase(jobs->begin(), end);
    wake = std::min(taken, sleeping_);
  }
  for (size_t i = 0; i < wake; ++i) ready_.notify_one();
}

void WorkerPool::Work() {
  using Clock = std::chrono::steady_clock;
  // The loop and the store's writer, for whom others wait, are not interrupted
  // by a worker that wakes up; its share of the processors is the same
  // (sched(7), SCHED_BATCH).
  const sched_param priority{};
  sched_setscheduler(0, SCHED_BATCH, &priority);
  Mailbox::Hold hold(*mailbox_);
  auto held_since = Clock::now();
  for (;;) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      while (queue_.empty() && !stopping_) {
        if (hold.has_held()) {
          lock.unlock();
          hold.Release();
          lock.lock();
          continue;
        }
        ++sleeping_;
        ready_.wait(lock);
        --sleeping_;
      }
      if (stopping_) return;
      job = std::move(queue_.front());
      queue_.pop_front();
    }
    if (!hold.has_held()) held_since = Clock::now();
    try {
      run_(job);
    } catch (...) {
      // No text: it may hold a customer's words.
      Log(LogLevel::kError, "request handler failed");
    }
    job.reset();
    if (hold.has_held() && Clock::now() - held_since > kLongestHold) {
      hold.Release();
    }
  }
}

void WorkerPool::Stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    std::swap(dropped, queue_);
  }
  ready_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace sportello
