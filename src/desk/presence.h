// Who is at the desk, and who is writing where: in memory, for some seconds.
#ifndef SPORTELLO_DESK_PRESENCE_H_
#define SPORTELLO_DESK_PRESENCE_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace sportello {

// Safe from many threads.
class Presence {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Writer {
    std::string agent;
    int64_t ticket = 0;
  };

  // Any request of an agent. True when nobody had heard of him for a minute.
  bool Seen(const std::string& agent, TimePoint now) {
    const std::lock_guard lock(mutex_);
    TimePoint& last = seen_[agent];
    const bool news = now - last > kOnline;
    last = now;
    if (news) ++version_;
    return news;
  }

  void Types(const std::string& agent, int64_t ticket, TimePoint now) {
    const std::lock_guard lock(mutex_);
    Typing& typing = typing_[agent];
    // A page that says it again says nothing new.
    if (typing.ticket != ticket || typing.until <= now) ++version_;
    typing = {ticket, now + kTyping};
  }

  // The message is sent.
  void StopsTyping(const std::string& agent) {
    const std::lock_guard lock(mutex_);
    if (typing_.erase(agent) > 0) ++version_;
  }

  bool IsOnline(const std::string& agent, TimePoint now) const {
    const std::lock_guard lock(mutex_);
    const auto found = seen_.find(agent);
    return found != seen_.end() && now - found->second <= kOnline;
  }

  std::vector<Writer> Writers(TimePoint now) const {
    const std::lock_guard lock(mutex_);
    std::vector<Writer> writers;
    for (const auto& [agent, typing] : typing_) {
      if (typing.until > now) writers.push_back({agent, typing.ticket});
    }
    return writers;
  }

  // When the first writer of now is one no more; `otherwise` without any.
  TimePoint NextEnd(TimePoint now, TimePoint otherwise) const {
    const std::lock_guard lock(mutex_);
    TimePoint next = otherwise;
    for (const auto& [agent, typing] : typing_) {
      if (typing.until > now && typing.until < next) next = typing.until;
    }
    return next;
  }

  // Rises with what agents begin.
  int64_t version() const {
    const std::lock_guard lock(mutex_);
    return version_;
  }

 private:
  static constexpr std::chrono::seconds kTyping{6};
  static constexpr std::chrono::seconds kOnline{60};
  struct Typing {
    int64_t ticket = 0;
    TimePoint until;
  };

  mutable std::mutex mutex_;
  std::map<std::string, TimePoint> seen_;
  std::map<std::string, Typing> typing_;
  int64_t version_ = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_DESK_PRESENCE_H_
