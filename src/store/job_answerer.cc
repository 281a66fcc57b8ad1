#include "store/job_answerer.h"

#include <utility>

#include "base/log.h"

namespace sportello {
namespace {

void AnswerAll(std::vector<WriteJob>& jobs) {
  for (WriteJob& job : jobs) {
    try {
      job.done(std::move(job.status));
    } catch (...) {  // out of memory: costs its own answer, not the others
      Log(LogLevel::kError, "what follows a job of the store failed");
    }
  }
  jobs.clear();
}

}  // namespace

JobAnswerer::~JobAnswerer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

void JobAnswerer::Answer(std::vector<WriteJob>& jobs, bool here) {
  {
    std::unique_lock lock(mutex_);
    here = here && !busy_ && waiting_.empty();
    if (!here) {
      took_.wait(lock, [this] { return waiting_.empty(); });
      waiting_.swap(jobs);
    }
  }
  if (here) {
    AnswerAll(jobs);
  } else {
    wanted_.notify_one();
  }
}

void JobAnswerer::Loop() {
  std::vector<WriteJob> jobs;
  std::unique_lock lock(mutex_);
  for (;;) {
    wanted_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    jobs.swap(waiting_);
    busy_ = true;
    lock.unlock();
    took_.notify_one();
    AnswerAll(jobs);
    lock.lock();
    busy_ = false;
  }
}

}  // namespace sportello
