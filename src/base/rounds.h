// A thread that does its work in rounds until it is stopped.
//
//   rounds_.Start([this] { Look(); return seconds(1); });
//
// A round returns how long to wait for the next one. Start() and Stop() are
// for one thread, stopping() for any.
#ifndef SPORTELLO_BASE_ROUNDS_H_
#define SPORTELLO_BASE_ROUNDS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace sportello {

class Rounds {
 public:
  using Round = std::function<std::chrono::milliseconds()>;

  Rounds() = default;
  ~Rounds() { Stop(); }
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;

  // The first round begins at once. Once only.
  void Start(Round round);
  // Ends a pause at once, lets a round come to its end, and returns then. No
  // round begins any more. `interrupt` is called in between: it may end what
  // the round waits for.
  void Stop(const std::function<void()>& interrupt = nullptr);
  // For a round that has many steps.
  bool stopping() const { return stop_.stop_requested(); }

 private:
  void Run(const Round& round);

  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_BASE_ROUNDS_H_
