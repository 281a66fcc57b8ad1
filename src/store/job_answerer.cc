#include "store/job_answerer.h"

#include <iterator>
#include <utility>

namespace sportello {
namespace {

void AnswerAll(std::vector<WriteJob>& jobs) {
  for (WriteJob& job : jobs) job.done(std::move(job.status));
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
      took_.wait(lock, [this] { return waiting_.size() < kRoom; });
      if (waiting_.empty()) {
        waiting_.swap(jobs);
      } else {
        waiting_.insert(waiting_.end(), std::make_move_iterator(jobs.begin()),
                        std::make_move_iterator(jobs.end()));
      }
    }
  }
  if (here) {
    AnswerAll(jobs);
  } else {
    jobs.clear();
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
