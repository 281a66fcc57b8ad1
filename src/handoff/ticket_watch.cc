#include "handoff/ticket_watch.h"

#include <optional>
#include <utility>

#include "base/log.h"

namespace sportello {
namespace {

constexpr int kTicketsAtOnce = 200;

}  // namespace

TicketWatch::TicketWatch(Store& store, const TicketWork& work,
                         const Clock& clock, TicketWatchOptions options,
                         WarningText warning, Changed changed)
    : store_(store),
      work_(work),
      clock_(clock),
      options_(options),
      warning_(std::move(warning)),
      changed_(std::move(changed)) {}

TicketWatch::~TicketWatch() { Stop(); }

void TicketWatch::Start() {
  rounds_.Start([this] {
    Look();
    return options_.interval;
  });
}

void TicketWatch::Stop() { rounds_.Stop(); }

int TicketWatch::Look() {
  const Time now = clock_.Now();
  int changes = 0;
  const auto neglected = store_.tickets().ListNeglected(
      now, now + options_.warn_before, kTicketsAtOnce);
  if (!neglected.ok()) {
    Log(LogLevel::kWarning, "ticket watch cannot read",
        {{"error", neglected.error().message}});
    return 0;
  }
  for (const Ticket& ticket : *neglected) LookAt(ticket, now, changes);
  const auto idle =
      store_.tickets().ListIdle(now - options_.idle, kTicketsAtOnce);
  if (!idle.ok()) return changes;
  for (const Ticket& ticket : *idle) {
    Run(
        "closed",
        [&, number = ticket.number](Transaction& transaction) {
          return work_.Close(transaction, number, "", "auto", now);
        },
        changes);
  }
  return changes;
}

void TicketWatch::LookAt(const Ticket& ticket, Time now, int& changes) {
  const int64_t number = ticket.number;
  if (ticket.lease_until && *ticket.lease_until <= now) {
    Run(
        "lease_lost",
        [&](Transaction& transaction) {
          return work_.LoseLease(transaction, number, now);
        },
        changes);
  }
  const std::optional<Time> due = DeadlineOf(ticket);
  if (!due) return;
  if (!ticket.warned_at && ticket.status == TicketStatus::kWaiting) {
    const std::string text = warning_(ticket);
    Run(
        "warned",
        [&](Transaction& transaction) {
          return work_.Warn(transaction, number, text, now);
        },
        changes);
  }
  if (*due <= now && !ticket.alarmed_at) {
    Run(
        "due",
        [&](Transaction& transaction) {
          return work_.Alarm(transaction, number, now);
        },
        changes);
  }
}

void TicketWatch::Run(std::string_view what, const Step& step, int& changes) {
  std::optional<Ticket> changed;
  const Status status = store_.Write([&](Transaction& transaction) -> Status {
    Result<Ticket> ticket = step(transaction);
    if (!ticket.ok()) return ticket.error();
    changed = *std::move(ticket);
    return {};
  });
  if (status.ok()) {
    ++changes;
    changed_(*changed, what);
  } else if (status.error().code != Code::kConflict) {
    Log(LogLevel::kWarning, "ticket watch cannot write",
        {{"error", status.error().message}});
  }
}

}  // namespace sportello
