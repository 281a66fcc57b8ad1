#include "flow/outbox_pruner.h"

#include <doctest/doctest.h>

#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

struct PrunerClock : Clock {
  Time Now() const override { return now; }
  Time now = FromMillis(1'800'000'000'000);
};

TEST_CASE("Old rows go in small steps, young and due ones stay") {
  const auto store = MakeMemoryStore();
  PrunerClock clock;
  Metrics metrics;
  int made = 0;
  const auto put = [&](int count, OutboxState state) {
    const Status written = store->Write([&](Transaction& transaction) {
      for (int i = 0; i < count; ++i) {
        OutboxItem item;
        item.message_id = std::to_string(++made);
        item.state = state;
        item.created_at = clock.now;
        Status inserted = transaction.outbox().Insert(item);
        if (!inserted.ok()) return inserted;
      }
      return Status();
    });
    REQUIRE(written.ok());
  };
  put(250, OutboxState::kDue);
  put(450, OutboxState::kSent);
  put(2, OutboxState::kDead);
  OutboxPruner pruner(*store, clock, metrics, std::chrono::days(30));
  clock.now += std::chrono::days(30);
  CHECK_FALSE(pruner.Step());
  put(5, OutboxState::kSent);
  clock.now += std::chrono::seconds(1);
  CHECK(pruner.Step());
  CHECK(*store->outbox().Count(OutboxState::kSent) > 200);
  int steps = 1;
  while (pruner.Step()) ++steps;
  CHECK(steps == 3);
  CHECK(*store->outbox().Count(OutboxState::kSent) == 5);
  CHECK(*store->outbox().Count(OutboxState::kDue) == 250);
  CHECK(*store->outbox().Count(OutboxState::kDead) == 0);
  CHECK(metrics.Text().find("sportello_outbox_forgotten_total 452") !=
        std::string::npos);
}

}  // namespace
}  // namespace sportello
