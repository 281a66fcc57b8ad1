#include "flow/message_waiters.h"

#include <doctest/doctest.h>

#include <future>
#include <memory>

namespace sportello {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

MessageWaiters::TimePoint In(milliseconds time) {
  return std::chrono::steady_clock::now() + time;
}

// Adds a waiter; the future tells how it was resumed.
std::future<bool> Wait(MessageWaiters& waiters, const std::string& id,
                       milliseconds time) {
  auto resumed = std::make_shared<std::promise<bool>>();
  auto future = resumed->get_future();
  waiters.Add(id, In(time), [resumed](bool news) { resumed->set_value(news); });
  return future;
}

TEST_CASE("A message resumes those who wait for its conversation only") {
  MessageWaiters waiters(10);
  auto first = Wait(waiters, "a", hours(1));
  auto second = Wait(waiters, "a", hours(1));
  auto other = Wait(waiters, "b", hours(1));
  waiters.Notify("a");
  CHECK(first.get());
  CHECK(second.get());
  CHECK(waiters.size() == 1);
  waiters.Notify("b");
  CHECK(other.get());
}

TEST_CASE("Who waits long enough is resumed without news") {
  MessageWaiters waiters(10);
  auto longer = Wait(waiters, "a", hours(1));
  auto shorter = Wait(waiters, "a", milliseconds(5));
  CHECK_FALSE(shorter.get());
  CHECK(waiters.size() == 1);
  waiters.Notify("a");
  CHECK(longer.get());
}

TEST_CASE("Who finds no room is resumed at once") {
  MessageWaiters waiters(1);
  auto first = Wait(waiters, "a", hours(1));
  CHECK_FALSE(Wait(waiters, "a", hours(1)).get());
  waiters.Notify("a");
  CHECK(first.get());
}

TEST_CASE("The end resumes all, and those who come later") {
  MessageWaiters waiters(10);
  auto first = Wait(waiters, "a", hours(1));
  waiters.Stop();
  CHECK_FALSE(first.get());
}

}  // namespace
}  // namespace sportello
