#include <doctest/doctest.h>

#include "handoff/promise.h"
#include "unit/handoff/ticket_work_fixture.h"

namespace sportello {
namespace {

using std::chrono::minutes;

TEST_CASE_FIXTURE(WorkFixture, "A reopened ticket waits and is told of") {
  Reply("anna");
  Close("anna", "solved");
  CHECK(Do([&](Transaction& t) { return work.Reopen(t, 1, "", clock.now); }) ==
        "ok");
  CHECK(Now().status == TicketStatus::kWaiting);
  CHECK(Now().outcome.empty());
  CHECK(Talk().owner == Owner::kQueue);
  CHECK(Talk().ticket == 1);
  CHECK(store->tickets().ListEvents(1)->back().what == "reopened");
  const int64_t version = Now().version;
  CHECK(Do([&](Transaction& t) { return work.Reopen(t, 1, "", clock.now); }) ==
        "ok");
  CHECK(Now().version == version);
}

TEST_CASE_FIXTURE(WorkFixture,
                  "A reopened ticket has a new deadline that is watched, and "
                  "keeps the first one as the promise") {
  const auto first = Now().due_at;
  Reply("anna");
  Close("anna", "solved");
  clock.now += std::chrono::hours(48);
  Do([&](Transaction& t) { return work.Reopen(t, 1, "", clock.now); });
  CHECK(Now().due_at == first);
  CHECK(*DeadlineOf(Now()) == clock.now + minutes(60));
  CHECK(Look() == 0);
  clock.now += minutes(61);
  CHECK(Look() == 2);
  CHECK(watched == "warned due ");
  CHECK(Look() == 0);
  Reply("anna");
  CHECK_FALSE(DeadlineOf(Now()).has_value());
}

// A customer of the chat who needs a person once more.
struct AgainFixture : WorkFixture {
  // The number of the ticket that is open then.
  static Queues TwoQueues() {
    const Queues general(OpeningHours(), minutes(60));
    auto read = Queues::Read("queues:\n  returns: {}\n", "handoff.yaml",
                             general.Find(kGeneralQueue), {});
    REQUIRE_MESSAGE(read.ok(), read.error().message);
    return *std::move(read);
  }
  Queues two = TwoQueues();
  TicketWork again{two, {minutes(15), std::chrono::hours(72)}};

  std::string Rate(int score) {
    return Do([&](Transaction& t) {
      Status rated = again.Rate(t, {"c", 1, score, "", clock.now, "anna"});
      return rated.ok() ? Result<int>(0) : Result<int>(rated.error());
    });
  }
  // What was answered and closed is answered and closed once more.
  void EndOnceMore() {
    clock.now += minutes(1);
    REQUIRE(Ask("") == 1);
    REQUIRE(Reply("anna") == "ok");
    clock.now += minutes(1);
    REQUIRE(Close("anna", "solved") == "ok");
  }

  int64_t Ask(const std::string& summary,
              const std::string& reason = "fallback",
              const std::string& queue = "general") {
    Ticket ticket;
    ticket.queue = queue;
    ticket.reason = reason;
    ticket.summary = summary;
    REQUIRE(Write([&](Transaction& t) -> Status {
              Conversation talk = **t.FindConversation("c");
              const auto reopened = again.OpenAgain(t, talk, ticket, clock.now);
              if (!reopened.ok()) return reopened.error();
              Status opened =
                  *reopened ? Status() : again.Open(t, talk, ticket, clock.now);
              return opened.ok() ? t.UpdateConversation(talk) : opened;
            }).ok());
    return ticket.number;
  }
};

TEST_CASE_FIXTURE(AgainFixture,
                  "Within the time the same ticket goes on, with its history") {
  Reply("anna");
  Close("anna", "solved");
  clock.now += std::chrono::hours(72);
  CHECK(Ask("order: 12") == 1);
  CHECK(Now().status == TicketStatus::kWaiting);
  CHECK(Now().summary == "order: 12\n");
  CHECK(Now().agent.empty());
  CHECK(Talk().owner == Owner::kQueue);
  CHECK(Talk().ticket == 1);
  const auto events = *store->tickets().ListEvents(1);
  CHECK(events.front().what == "opened");
  CHECK(events.back().what == "reopened");
  CHECK(events.back().detail == "fallback");
}

TEST_CASE_FIXTURE(AgainFixture, "Later than that he gets a new ticket") {
  Reply("anna");
  Close("anna", "solved");
  clock.now += std::chrono::hours(72) + minutes(1);
  CHECK(Ask("") == 2);
  CHECK(Now().status == TicketStatus::kClosed);
}

TEST_CASE_FIXTURE(AgainFixture, "What ended as spam does not go on") {
  Reply("anna");
  Close("anna", "spam");
  CHECK(Ask("") == 2);
}

TEST_CASE_FIXTURE(AgainFixture, "What is for another queue is a new ticket") {
  Reply("anna");
  Close("anna", "solved");
  CHECK(Ask("", "intent", "returns") == 2);
  CHECK((*store->tickets().Find(2))->queue == "returns");
  CHECK(Now().status == TicketStatus::kClosed);
}

TEST_CASE_FIXTURE(AgainFixture, "Who is in distress is no old case") {
  Reply("anna");
  Close("anna", "solved");
  CHECK(Ask("", "tone: self_harm") == 2);
  CHECK((*store->tickets().Find(2))->reason == "tone: self_harm");
  CHECK(Now().status == TicketStatus::kClosed);
}

TEST_CASE_FIXTURE(AgainFixture,
                  "Who rated badly and comes back goes on with his ticket") {
  Reply("anna");
  Close("anna", "solved");
  REQUIRE(Rate(1) == "ok");
  REQUIRE((*store->tickets().Find(2))->reason == kFollowUpReason);
  CHECK(Ask("") == 1);
  CHECK((*store->tickets().Find(2))->status == TicketStatus::kWaiting);
}

TEST_CASE_FIXTURE(
    AgainFixture,
    "Of a long history the new case stays whole, the old is cut") {
  Reply("anna");
  Close("anna", "solved");
  const std::string line = "perch\u00e9 non arriva?\n";
  std::string old;
  while (old.size() + line.size() < 1900) old += line;
  REQUIRE(Ask(old) == 1);
  Reply("anna");
  Close("anna", "solved");
  std::string news = "order: 12\n";
  while (news.size() < 500) news += line;
  REQUIRE(Ask(news) == 1);
  const std::string summary = Now().summary;
  CHECK(summary.starts_with(news + "\n" + line));
  CHECK(summary.size() <= 2000);
  CHECK((news + "\n" + old).starts_with(summary + "\n"));
}

TEST_CASE_FIXTURE(AgainFixture,
                  "After each end the customer says once how it went") {
  Reply("anna");
  Close("anna", "solved");
  CHECK(Rate(5) == "ok");
  CHECK(Rate(4) == "conflict");
  EndOnceMore();
  CHECK_FALSE(IsRated(Now(), *store->tickets().FindRating("c", 1)));
  CHECK(Rate(2) == "ok");
  CHECK((*store->tickets().FindRating("c", 1))->score == 2);
  CHECK(IsRated(Now(), *store->tickets().FindRating("c", 1)));
  CHECK(Rate(3) == "conflict");
  EndOnceMore();
  CHECK((*store->tickets().FindRating("c", 1))->score == 2);
}

}  // namespace
}  // namespace sportello
