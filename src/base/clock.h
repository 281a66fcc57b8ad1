// Time comes in as an argument or through a Clock, so that tests can set it.
#ifndef SPORTELLO_BASE_CLOCK_H_
#define SPORTELLO_BASE_CLOCK_H_

#include <chrono>
#include <cstdint>

namespace sportello {

// Wall-clock time in UTC, millisecond precision.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

// Safe from many threads.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  Time Now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
  }
};

inline int64_t ToMillis(Time time) { return time.time_since_epoch().count(); }
inline Time FromMillis(int64_t millis) {
  return Time(std::chrono::milliseconds(millis));
}

}  // namespace sportello

#endif  // SPORTELLO_BASE_CLOCK_H_
