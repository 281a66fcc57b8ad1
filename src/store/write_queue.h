// The jobs that wait for the writer thread: bounded, in order of arrival.
//
// Private to store/. Safe from many threads; one of them, the writer, takes.
#ifndef SPORTELLO_STORE_WRITE_QUEUE_H_
#define SPORTELLO_STORE_WRITE_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace sportello {

struct WriteJob {
  Store::Work work;
  Store::Done done;
  Status status;  // of the last run of `work`
};

class WriteQueue {
 public:
  explicit WriteQueue(size_t capacity) : capacity_(capacity) {}

  // kUnavailable when the queue is full or was stopped.
  Status Add(Store::Work work, Store::Done done);

  // Moves what waits now to the end of `jobs`; returns at once.
  void TakeWaiting(std::vector<WriteJob>& jobs);
  // Waits until a job is there (true), or the time is over or the queue is
  // stopped and empty (false). Without a time it waits for as long as it takes.
  bool WaitForJobs(std::optional<std::chrono::milliseconds> time);

  bool HasJobs() const;

  // Takes no more jobs; those that wait are still handed out.
  void Stop();
  bool stopped() const;

 private:
  const size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<WriteJob> waiting_;
  bool writer_waits_ = false;
  bool stopped_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_WRITE_QUEUE_H_
