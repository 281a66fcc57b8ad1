#include "flow/message_waiters.h"

#include <utility>

namespace sportello {

MessageWaiters::MessageWaiters(size_t capacity)
    : capacity_(capacity), thread_([this] { Loop(); }) {}

MessageWaiters::~MessageWaiters() {
  Stop();
  thread_.join();
}

void MessageWaiters::Add(std::string_view conversation, TimePoint until,
                         Resume resume) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (stopped_ || waiting_.size() >= capacity_) {
      ready_.emplace_back(std::move(resume), false);
    } else {
      const auto it = waiting_.emplace(
          until, Waiter{std::string(conversation), std::move(resume)});
      by_conversation_.emplace(it->second.conversation, it);
    }
  }
  wake_.notify_one();
}

void MessageWaiters::Notify(std::string_view conversation) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (waiting_.empty()) return;
    const auto [begin, end] =
        by_conversation_.equal_range(std::string(conversation));
    if (begin == end) return;
    for (auto it = begin; it != end; ++it) {
      ready_.emplace_back(std::move(it->second->second.resume), true);
      waiting_.erase(it->second);
    }
    by_conversation_.erase(begin, end);
  }
  wake_.notify_one();
}

void MessageWaiters::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_one();
}

size_t MessageWaiters::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return waiting_.size();
}

void MessageWaiters::TakeDue(std::vector<std::pair<Resume, bool>>& due) {
  due.swap(ready_);
  const auto now = std::chrono::steady_clock::now();
  while (!waiting_.empty() && (stopped_ || waiting_.begin()->first <= now)) {
    const auto it = waiting_.begin();
    const auto range = by_conversation_.equal_range(it->second.conversation);
    for (auto entry = range.first; entry != range.second; ++entry) {
      if (entry->second != it) continue;
      by_conversation_.erase(entry);
      break;
    }
    due.emplace_back(std::move(it->second.resume), false);
    waiting_.erase(it);
  }
}

void MessageWaiters::Loop() {
  std::vector<std::pair<Resume, bool>> due;
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    TakeDue(due);
    if (!due.empty()) {
      lock.unlock();
      for (auto& [resume, news] : due) resume(news);
      due.clear();
      lock.lock();
    } else if (stopped_) {
      return;
    } else if (waiting_.empty()) {
      wake_.wait(lock);
    } else {
      const TimePoint next = waiting_.begin()->first;
      wake_.wait_until(lock, next);
    }
  }
}

}  // namespace sportello
