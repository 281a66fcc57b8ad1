#include "base/rounds.h"

#include <utility>

namespace sportello {

void Rounds::Start(Round round) {
  thread_ = std::thread([this, round = std::move(round)] { Run(round); });
}

void Rounds::Stop(const std::function<void()>& interrupt) {
  stop_.request_stop();  // wakes the thread as well
  if (interrupt) interrupt();
  if (thread_.joinable()) thread_.join();
}

void Rounds::Run(const Round& round) {
  const std::stop_token stop = stop_.get_token();
  while (!stop.stop_requested()) {
    const std::chrono::milliseconds pause = round();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, pause, [] { return false; });
  }
}

}  // namespace sportello
