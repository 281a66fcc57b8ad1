#include "flow/outbox_pruner.h"

namespace sportello {
namespace {

constexpr int kRowsInAStep = 200;
constexpr std::chrono::milliseconds kBetweenSteps{200};
constexpr std::chrono::minutes kBetweenLooks{10};

}  // namespace

OutboxPruner::OutboxPruner(Store& store, const Clock& clock, Metrics& metrics,
                           std::chrono::days keep)
    : store_(store),
      clock_(clock),
      keep_(keep),
      forgotten_(metrics.AddCounter(
          "outbox_forgotten_total",
          "Rows of what was sent or given up long ago that were removed.")) {}

OutboxPruner::~OutboxPruner() { Stop(); }

void OutboxPruner::Start() {
  rounds_.Start([this]() -> std::chrono::milliseconds {
    return Step() ? kBetweenSteps : std::chrono::milliseconds(kBetweenLooks);
  });
}

void OutboxPruner::Stop() { rounds_.Stop(); }

bool OutboxPruner::Step() {
  const Time before = clock_.Now() - keep_;
  int removed = 0;
  const Status done = store_.Write([&](Transaction& transaction) {
    const auto forgotten = transaction.outbox().Forget(before, kRowsInAStep);
    if (!forgotten.ok()) return Status(forgotten.error());
    removed = *forgotten;
    return Status();
  });
  // A store that fails says so itself, and is asked again at the next look.
  if (!done.ok()) return false;
  forgotten_.Increment(removed);
  return removed > 0;
}

}  // namespace sportello
