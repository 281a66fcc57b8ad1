#include "base/rounds.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>

namespace sportello {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST_CASE("Rounds follow each other until they are stopped") {
  std::atomic<int> done = 0;
  std::promise<void> third;
  Rounds rounds;
  rounds.Start([&] {
    if (++done == 3) third.set_value();
    return milliseconds(0);
  });
  third.get_future().wait();
  rounds.Stop();
  const int last = done;
  CHECK(last >= 3);
  CHECK(rounds.stopping());
  rounds.Stop();  // again: nothing
  CHECK(done == last);
}

TEST_CASE("A pause of hours ends with Stop") {
  std::promise<void> first;
  Rounds rounds;
  rounds.Start([&] {
    first.set_value();  // a second round would throw
    return hours(10);
  });
  first.get_future().wait();
  rounds.Stop();
  CHECK(rounds.stopping());
}

TEST_CASE("Stop waits for a round, which it may interrupt") {
  std::promise<void> begun;
  std::promise<void> interrupted;
  bool ended = false;
  Rounds rounds;
  rounds.Start([&] {
    begun.set_value();
    interrupted.get_future().wait();
    ended = rounds.stopping();
    return milliseconds(0);
  });
  begun.get_future().wait();
  rounds.Stop([&] { interrupted.set_value(); });
  CHECK(ended);
}

TEST_CASE("What was never started is stopped at once") {
  Rounds rounds;
  CHECK_FALSE(rounds.stopping());
  rounds.Stop();
  CHECK(rounds.stopping());
}

}  // namespace
}  // namespace sportello
