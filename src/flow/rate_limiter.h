// How often somebody may do something: so many events within a time, for each
// key (an address, a conversation).
//
// The method is GCRA (ITU-T I.371): one number per key, the time at which the
// key would be back to rest. A whole window's events may come at once; then
// one more each window / events.
//
// Memory is bounded (a fixed table, 2 MiB): when it is full, the key that is
// nearest to rest is forgotten. Safe from many threads; about 100 ns.
#ifndef SPORTELLO_FLOW_RATE_LIMITER_H_
#define SPORTELLO_FLOW_RATE_LIMITER_H_

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

class RateLimiter {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // No limit when `events` is 0.
  RateLimiter(int events, std::chrono::milliseconds window);

  // Counts the event and returns nothing, or returns the time after which it
  // may be tried again; then it is not counted.
  std::optional<std::chrono::seconds> Refuse(std::string_view key,
                                             TimePoint now);

 private:
  struct Entry {
    uint64_t key = 0;
    int64_t rest_at = 0;  // nanoseconds of the steady clock
  };
  static constexpr size_t kWays = 4;
  static constexpr size_t kSets = 32'768;
  static constexpr size_t kLocks = 64;

  const int64_t interval_ = 0;  // nanoseconds an event costs; 0 = no limit
  const int64_t window_ = 0;
  const uint64_t seed_ = 0;
  std::vector<std::array<Entry, kWays>> sets_;
  std::array<std::mutex, kLocks> locks_;
};

// What stands for an address in a limit: an IPv4 address as it is, the /64 of
// an IPv6 address (a customer has at least that much).
std::string AddressKey(std::string_view address);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_RATE_LIMITER_H_
