// A conversation whose ticket 1 waits, and an agent's verbs.
#ifndef SPORTELLO_TESTS_UNIT_HANDOFF_TICKET_WORK_FIXTURE_H_
#define SPORTELLO_TESTS_UNIT_HANDOFF_TICKET_WORK_FIXTURE_H_

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "handoff/ticket_watch.h"
#include "handoff/ticket_work.h"
#include "store/memory_store.h"

namespace sportello {

class WorkClock : public Clock {
 public:
  Time Now() const override { return now; }
  Time now = FromMillis(1'767'600'000'000);
};

struct WorkFixture {
  WorkFixture() {
    Conversation conversation;
    conversation.id = "c";
    REQUIRE(store
                ->Write([&](Transaction& transaction) -> Status {
                  Status made = transaction.InsertConversation(conversation);
                  if (!made.ok()) return made;
                  Ticket ticket;
                  ticket.queue = "general";
                  Status opened =
                      work.Open(transaction, conversation, ticket, clock.now);
                  if (!opened.ok()) return opened;
                  return transaction.UpdateConversation(conversation);
                })
                .ok());
  }

  template <typename Step>
  std::string Do(const Step& step) {
    const Status status = store->Write([&](Transaction& t) -> Status {
      const auto done = step(t);
      return done.ok() ? Status() : Status(done.error());
    });
    return status.ok() ? "ok" : CodeName(status.error().code);
  }
  Status Write(const Store::Work& job) { return store->Write(job); }
  std::string Claim(const char* agent) {
    return Do(
        [&](Transaction& t) { return work.Claim(t, 1, agent, clock.now); });
  }
  std::string Reply(const char* agent, bool take_over = false) {
    return Do([&](Transaction& t) {
      Message message;
      return work.Reply(t, 1, agent, "eccomi", "", take_over, clock.now,
                        message);
    });
  }
  std::string Close(const char* agent, const char* outcome) {
    return Do([&](Transaction& t) {
      return work.Close(t, 1, agent, outcome, clock.now);
    });
  }
  Ticket Now() { return **store->tickets().Find(1); }
  Conversation Talk() { return **store->FindConversation("c"); }
  int Look() {
    TicketWatch watch(
        *store, work, clock, TicketWatchOptions(),
        [](const Ticket&) { return "ci vuole di più"; },
        [&](const Ticket&, std::string_view what) {
          watched += std::string(what) + " ";
        });
    return watch.Look();
  }

  WorkClock clock;
  std::unique_ptr<Store> store = MakeMemoryStore();
  Queues queues{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  std::string watched;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_HANDOFF_TICKET_WORK_FIXTURE_H_
