#include "http/deadline_wheel.h"

#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <random>
#include <vector>

namespace sportello {
namespace {

using std::chrono::milliseconds;
using TimePoint = DeadlineWheel::TimePoint;

const TimePoint kStart{std::chrono::hours(1)};

struct Wheel {
  // How many deadlines have passed up to `after` the start.
  int Advance(milliseconds after) {
    int passed = 0;
    wheel.Advance(kStart + after, [&](DeadlineWheel::Item&) { ++passed; });
    return passed;
  }
  DeadlineWheel wheel{kStart};
};

TEST_CASE_FIXTURE(Wheel, "A deadline passes once, not early, a tick late") {
  DeadlineWheel::Item item;
  wheel.Set(item, kStart + milliseconds(1000));
  CHECK(Advance(milliseconds(999)) == 0);
  CHECK(Advance(milliseconds(1000) + DeadlineWheel::kTick) == 1);
  CHECK(Advance(milliseconds(5000)) == 0);
}

TEST_CASE_FIXTURE(Wheel, "A deadline can be moved back and forth") {
  DeadlineWheel::Item item;
  wheel.Set(item, kStart + milliseconds(1000));
  wheel.Set(item, kStart + milliseconds(60'000));
  CHECK(Advance(milliseconds(2000)) == 0);
  wheel.Set(item, kStart + milliseconds(3000));
  CHECK(Advance(milliseconds(3100)) == 1);
}

TEST_CASE_FIXTURE(Wheel, "A deadline beyond the wheel is kept") {
  DeadlineWheel::Item item;
  wheel.Set(item, kStart + std::chrono::hours(2));
  CHECK(Advance(std::chrono::minutes(119)) == 0);
  CHECK(Advance(std::chrono::minutes(121)) == 1);
}

TEST_CASE_FIXTURE(Wheel, "A destroyed item does not pass") {
  auto item = std::make_unique<DeadlineWheel::Item>();
  wheel.Set(*item, kStart + milliseconds(100));
  item.reset();
  CHECK(Advance(milliseconds(1000)) == 0);
}

TEST_CASE_FIXTURE(Wheel, "An item may be set anew while it passes") {
  DeadlineWheel::Item item;
  wheel.Set(item, kStart + milliseconds(100));
  int passed = 0;
  const auto again = [&](DeadlineWheel::Item& due) {
    ++passed;
    wheel.Set(due, kStart + milliseconds(1000) * passed);
  };
  wheel.Advance(kStart + milliseconds(200), again);
  CHECK(passed == 1);
  wheel.Advance(kStart + milliseconds(1100), again);
  CHECK(passed == 2);
}

TEST_CASE("The wheel agrees with a sorted list of deadlines") {
  std::mt19937 random(7);
  const auto upto = [&](int n) {
    return static_cast<int>(random() % unsigned(n));
  };
  DeadlineWheel wheel(kStart);
  std::vector<DeadlineWheel::Item> items(200);
  std::map<const DeadlineWheel::Item*, TimePoint> oracle;
  TimePoint now = kStart;
  for (int round = 0; round < 2000; ++round) {
    DeadlineWheel::Item& item = items[static_cast<size_t>(upto(200))];
    oracle[&item] = now + milliseconds(upto(200'000));
    wheel.Set(item, oracle[&item]);
    now += milliseconds(upto(500));
    wheel.Advance(now, [&](DeadlineWheel::Item& due) {
      CHECK(oracle.at(&due) <= now);
      oracle.erase(&due);
    });
    for (const auto& [left, deadline] : oracle) {
      CHECK(deadline > now - DeadlineWheel::kTick);
    }
  }
}

}  // namespace
}  // namespace sportello
