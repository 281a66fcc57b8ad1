// Requests that wait for the next message of a conversation (long poll).
//
// A waiting request is an entry in a table, not a thread: one thread of this
// class answers those whose conversation got a message or whose time is over,
// reading the store off the event loop and off the workers.
//
// Safe from many threads.
#ifndef SPORTELLO_FLOW_MESSAGE_WAITERS_H_
#define SPORTELLO_FLOW_MESSAGE_WAITERS_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace sportello {

// In the place of a conversation's id: waits for changes of any ticket.
inline constexpr std::string_view kDeskTopic = "#desk";

class MessageWaiters {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  // Called exactly once, on the thread of this class: now there may be
  // messages (true), or the time is over (false).
  using Resume = std::function<void(bool news)>;

  // At most `capacity` wait; further ones are resumed at once.
  explicit MessageWaiters(size_t capacity);
  // Resumes all that wait.
  ~MessageWaiters();
  MessageWaiters(const MessageWaiters&) = delete;
  MessageWaiters& operator=(const MessageWaiters&) = delete;

  void Add(std::string_view conversation, TimePoint until, Resume resume);

  // The conversation got a message. Cheap when nobody waits for it; may be
  // called in a Store::Done.
  void Notify(std::string_view conversation);

  // Resumes all that wait, and whoever comes later at once.
  void Stop();

  size_t size() const;

 private:
  struct Waiter {
    std::string conversation;
    Resume resume;
  };
  using Deadlines = std::multimap<TimePoint, Waiter>;

  void Loop();
  // Moves what is due to `due`; mutex_ is held.
  void TakeDue(std::vector<std::pair<Resume, bool>>& due);

  const size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Deadlines waiting_;
  std::unordered_multimap<std::string, Deadlines::iterator> by_conversation_;
  std::vector<std::pair<Resume, bool>> ready_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_MESSAGE_WAITERS_H_
