#include "desk/report.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "store/memory_store.h"

namespace sportello {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const Time kMonday = FromMillis(1'767'600'000'000);  // 2026-01-05, 8:00 UTC

// A store that is filled by what happens.
struct ReportFixture {
  Status Do(const Store::Work& work) { return store->Write(work); }

  // The customer's message and, unless `decision` is empty, the bot's reply.
  void Say(const std::string& id, Time at, const std::string& decision,
           const std::string& intent = "") {
    REQUIRE(Do([&](Transaction& transaction) -> Status {
              auto found = transaction.FindConversation(id);
              Conversation conversation;
              if (found->has_value()) {
                conversation = **found;
              } else {
                conversation.id = id;
                conversation.created_at = at;
                Status made = transaction.InsertConversation(conversation);
                if (!made.ok()) return made;
              }
              Message message;
              message.at = at;
              Status status =
                  transaction.AppendMessage(conversation, message, "");
              if (!decision.empty()) {
                Message reply;
                reply.from = Author::kBot;
                reply.at = at;
                reply.reason.emplace();
                reply.reason->decision = decision;
                reply.reason->id = intent;
                status = transaction.AppendMessage(conversation, reply, "");
              }
              conversation.updated_at = at;
              if (!status.ok()) return status;
              return transaction.UpdateConversation(conversation);
            }).ok());
  }

  int64_t Hand(const std::string& id, Ticket ticket) {
    ticket.conversation = id;
    REQUIRE(Do([&](Transaction& transaction) {
              return transaction.tickets().Insert(ticket);
            }).ok());
    return ticket.number;
  }

  void Rate(const std::string& id, int64_t ticket, int score, Time at) {
    REQUIRE(Do([&](Transaction& transaction) {
              return transaction.tickets().InsertRating(
                  {id, ticket, score, "", at, ticket == 0 ? "bot" : "anna"});
            }).ok());
  }

  Report Make() {
    auto report = MakeReport(*store, OpeningHours(), kMonday - hours(8),
                             kMonday + hours(200), kMonday + hours(200));
    REQUIRE(report.ok());
    return *std::move(report);
  }

  std::unique_ptr<Store> store = MakeMemoryStore();
};

TEST_CASE_FIXTURE(ReportFixture, "Each episode has exactly one outcome") {
  Say("answered", kMonday, "answer", "order_status");
  Say("abandoned", kMonday, "answer");
  Say("abandoned", kMonday + minutes(1), "fallback");
  Say("person", kMonday, "handoff");
  Ticket ticket;
  ticket.created_at = kMonday;
  ticket.reason = "fallback";
  Hand("person", ticket);
  Say("timeout", kMonday, "handoff");
  ticket.outcome = "auto";
  ticket.status = TicketStatus::kClosed;
  Hand("timeout", ticket);
  // A pause of more than a day begins another one.
  Say("answered", kMonday + hours(30), "clarify");
  const Report report = Make();
  CHECK(report.answered_by_bot == 1);
  CHECK(report.abandoned == 2);
  CHECK(report.handed_over == std::map<std::string, int64_t>{{"fallback", 1}});
  CHECK(report.closed_by_timeout == 1);
}

TEST_CASE_FIXTURE(ReportFixture,
                  "While people have the ticket the episode goes on") {
  Say("c", kMonday, "handoff");
  Ticket ticket;
  ticket.created_at = kMonday;
  ticket.reason = "intent";
  Hand("c", ticket);
  Say("c", kMonday + hours(48), "handoff");
  const Report report = Make();
  CHECK(report.handed_over.at("intent") == 1);
  CHECK(report.answered_by_bot + report.abandoned == 0);
}

TEST_CASE_FIXTURE(ReportFixture, "Ratings are counted by who and what") {
  Say("a", kMonday, "answer", "refund");
  Rate("a", 0, 2, kMonday + hours(1));
  Say("b", kMonday, "handoff", "person");
  Ticket ticket;
  ticket.created_at = kMonday;
  ticket.queue = "returns";
  const int64_t number = Hand("b", ticket);
  Rate("b", number, 5, kMonday + hours(20));
  const Report report = Make();
  CHECK(report.all.count == 2);
  CHECK(report.all.sum == 7);
  CHECK(report.all.good == 1);
  CHECK(report.bot.sum == 2);
  CHECK(report.person.sum == 5);
  CHECK(report.by_queue.at("returns").count == 1);
  CHECK(report.by_agent.at("anna").sum == 5);
  CHECK(report.by_intent.at("refund").sum == 2);
  CHECK(report.days.at("2026-01-05").scores.sum == 2);
  CHECK(report.days.at("2026-01-06").scores.sum == 5);
}

TEST_CASE_FIXTURE(ReportFixture,
                  "Times and promises are those of the tickets") {
  Say("c", kMonday, "handoff");
  for (const int wait : {1, 2, 3, 4, 50}) {
    Ticket ticket;
    ticket.created_at = kMonday;
    ticket.due_at = kMonday + minutes(10);
    ticket.first_reply_at = kMonday + minutes(wait);
    ticket.closed_at = kMonday + minutes(2 * wait);
    ticket.outcome = wait == 4 ? "spam" : "solved";
    Hand("c", ticket);
  }
  Ticket waiting;
  waiting.created_at = kMonday;
  waiting.due_at = kMonday + minutes(10);
  Hand("c", waiting);
  waiting.due_at = kMonday + hours(900);
  Hand("c", waiting);
  const Report report = Make();
  CHECK(report.first_reply.count == 5);
  CHECK(report.first_reply.median_s == 180);
  CHECK(report.first_reply.p90_s == 3000);
  CHECK(report.resolution.count == 4);
  CHECK(report.resolution.median_s == 240);
  CHECK(report.promises_kept == 4);
  CHECK(report.promises_broken == 2);
}

TEST_CASE_FIXTURE(ReportFixture, "An empty report says so in every form") {
  const Report report = Make();
  CHECK(ReportAsText(report).find("satisfaction            no ratings") == 0);
  const auto json = ParseJson(ReportAsJson(report));
  REQUIRE(json.ok());
  CHECK((*json)["csat"]["mean"].is_null());
  CHECK((*json)["first_reply"]["median_s"].is_null());
  CHECK(ReportAsCsv(report).find("abandoned,,0\r\n") != std::string::npos);
}

TEST_CASE_FIXTURE(ReportFixture, "A cell of the CSV is never a formula") {
  Say("c", kMonday, "handoff");
  Ticket ticket;
  ticket.created_at = kMonday;
  ticket.reason = "=cmd(\"x\"),1";
  Hand("c", ticket);
  CHECK(ReportAsCsv(Make()).find("handed over,\"'=cmd(\"\"x\"\"),1\",1\r\n") !=
        std::string::npos);
}

TEST_CASE("A period is whole days where the company is") {
  const auto rome =
      OpeningHours::Make("monday-sunday 00:00-24:00", "Europe/Rome");
  REQUIRE(rome.ok());
  const auto period = ReadPeriod("2026-01-05", "2026-07-05", *rome, kMonday);
  REQUIRE(period.ok());
  CHECK(period->from == kMonday - hours(9));  // 23:00 UTC of the day before
  // Midnight after the last day, in summer time.
  CHECK(rome->LocalOf(period->to).minute == 0);
  CHECK(ToMillis(period->to) == 1'783'288'800'000);
  CHECK(!ReadPeriod("2026-01-05", "2026-01-04", *rome, kMonday).ok());
  CHECK(!ReadPeriod("5.1.2026", "", *rome, kMonday).ok());
  CHECK(!ReadPeriod("2026-02-30", "", *rome, kMonday).ok());
}

}  // namespace
}  // namespace sportello
