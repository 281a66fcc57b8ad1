#include "flow/rate_limiter.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const RateLimiter::TimePoint kStart{seconds(1000)};

TEST_CASE("A whole window's events may come at once, and no more") {
  RateLimiter limiter(30, seconds(10));
  for (int i = 0; i < 30; ++i) CHECK_FALSE(limiter.Refuse("a", kStart));
  CHECK(limiter.Refuse("a", kStart) == seconds(1));
}

TEST_CASE("Another key is not slowed by the first") {
  RateLimiter limiter(1, seconds(10));
  CHECK_FALSE(limiter.Refuse("a", kStart));
  CHECK(limiter.Refuse("a", kStart) == seconds(10));
  CHECK_FALSE(limiter.Refuse("b", kStart));
}

TEST_CASE("What was refused is not counted") {
  RateLimiter limiter(1, seconds(10));
  CHECK_FALSE(limiter.Refuse("a", kStart));
  for (int i = 0; i < 5; ++i) CHECK(limiter.Refuse("a", kStart + seconds(9)));
  CHECK_FALSE(limiter.Refuse("a", kStart + seconds(10)));
}

TEST_CASE("Afterwards events may come at the limit's pace") {
  RateLimiter limiter(10, seconds(10));
  auto now = kStart;
  for (int i = 0; i < 10; ++i) CHECK_FALSE(limiter.Refuse("a", now));
  for (int i = 0; i < 5; ++i) {
    CHECK(limiter.Refuse("a", now + milliseconds(900)));
    now += seconds(1);
    CHECK_FALSE(limiter.Refuse("a", now));
  }
}

TEST_CASE("Zero events are no limit") {
  RateLimiter limiter(0, seconds(10));
  for (int i = 0; i < 1000; ++i) CHECK_FALSE(limiter.Refuse("a", kStart));
}

TEST_CASE("A million keys do not make a busy key forgotten at once") {
  RateLimiter limiter(2, seconds(1000));
  CHECK_FALSE(limiter.Refuse("busy", kStart));
  CHECK_FALSE(limiter.Refuse("busy", kStart));
  for (int i = 0; i < 100'000; ++i) {
    [[maybe_unused]] const auto refused =
        limiter.Refuse("key" + std::to_string(i), kStart);
  }
  CHECK(limiter.Refuse("busy", kStart));
}

TEST_CASE("An IPv6 customer is a /64, an IPv4 customer an address") {
  CHECK(AddressKey("2001:db8:1:2::1") == AddressKey("2001:db8:1:2:3:4:5:6"));
  CHECK(AddressKey("2001:db8:1:2::1") != AddressKey("2001:db8:1:3::1"));
  CHECK(AddressKey("192.0.2.1") != AddressKey("192.0.2.2"));
  CHECK(AddressKey("::ffff:192.0.2.1") == AddressKey("192.0.2.1"));
}

}  // namespace
}  // namespace sportello
