// A few threads that run jobs from a bounded queue.
//
// The loop hands over all requests of a round with one lock. A job that
// throws is logged and dropped; its Responder then answers 500 by itself.
#ifndef SPORTELLO_HTTP_WORKER_POOL_H_
#define SPORTELLO_HTTP_WORKER_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "http/mailbox.h"

namespace sportello {

class Exchange;

class WorkerPool {
 public:
  using Job = std::shared_ptr<Exchange>;

  // `run` is called on the workers. The wake-ups of `mailbox` are held back
  // while a worker finds more jobs at once. Start() once.
  WorkerPool(size_t max_queued, std::shared_ptr<Mailbox> mailbox,
             std::function<void(const Job&)> run);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  void Start(int threads);
  // Takes jobs off the front of `jobs` as long as there is room; what is left
  // there has to be shed.
  void Push(std::vector<Job>* jobs);
  // Drops what is queued and waits for the jobs that run.
  void Stop();

 private:
  void Work();

  const size_t max_queued_;
  const std::shared_ptr<Mailbox> mailbox_;
  const std::function<void(const Job&)> run_;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Job> queue_;
  size_t sleeping_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_WORKER_POOL_H_
