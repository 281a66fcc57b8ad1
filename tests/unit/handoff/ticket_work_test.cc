#include "handoff/ticket_work.h"

#include <doctest/doctest.h>

#include "handoff/contact.h"
#include "handoff/promise.h"
#include "unit/handoff/ticket_work_fixture.h"

namespace sportello {
namespace {

using std::chrono::minutes;

TEST_CASE_FIXTURE(WorkFixture, "A claim makes the agent the owner, once") {
  CHECK(Talk().owner == Owner::kQueue);
  CHECK(Now().due_at == clock.now + minutes(60));
  CHECK(Claim("anna") == "ok");
  CHECK(Claim("anna") == "ok");
  CHECK(Claim("ugo") == "conflict");
  CHECK(Now().agent == "anna");
  CHECK(Talk().owner == Owner::kAgent);
  CHECK(store->tickets().ListEvents(1)->size() == 2);
}

TEST_CASE_FIXTURE(WorkFixture, "A reply takes a ticket that waits") {
  CHECK(Reply("anna") == "ok");
  CHECK(Now().agent == "anna");
  CHECK(Now().first_reply_at == clock.now);
  CHECK(Talk().owner == Owner::kAgent);
  CHECK(Reply("ugo") == "conflict");
  CHECK(Reply("ugo", /*take_over=*/true) == "ok");
  CHECK(Now().agent == "ugo");
}

TEST_CASE_FIXTURE(WorkFixture, "A closed ticket stays closed") {
  CHECK(Close("anna", "great") == "invalid");
  CHECK(Close("anna", "solved") == "ok");
  CHECK(Talk().owner == Owner::kClosed);
  CHECK(Talk().ticket == 0);
  CHECK(Close("anna", "solved") == "conflict");
  CHECK(Claim("ugo") == "conflict");
  CHECK(Reply("ugo", true) == "conflict");
}

TEST_CASE_FIXTURE(WorkFixture,
                  "A silent agent's ticket goes back once, not before") {
  Claim("anna");
  clock.now += minutes(15) - std::chrono::milliseconds(1);
  CHECK(Look() == 0);
  clock.now += std::chrono::milliseconds(1);
  CHECK(Look() == 1);
  CHECK(Look() == 0);
  CHECK(watched == "lease_lost ");
  CHECK(Now().status == TicketStatus::kWaiting);
  CHECK(Talk().owner == Owner::kQueue);
  CHECK(Claim("ugo") == "ok");
}

TEST_CASE_FIXTURE(WorkFixture,
                  "While it is the customer's turn a claim does not end") {
  Reply("anna");
  clock.now += std::chrono::hours(2);
  CHECK(Look() == 0);
  Conversation talk = Talk();
  Message message;
  message.at = clock.now;
  CHECK(Write([&](Transaction& t) -> Status {
          Status status = t.AppendMessage(talk, message, "");
          if (status.ok())
            status = work.CustomerWrote(t, talk, message, clock.now);
          talk.updated_at = clock.now;
          return status.ok() ? t.UpdateConversation(talk) : status;
        }).ok());
  clock.now += minutes(15);
  CHECK(Look() == 1);
  CHECK(watched == "lease_lost ");
}

TEST_CASE_FIXTURE(
    WorkFixture,
    "The customer is told before a promise breaks, then it alarms") {
  clock.now += minutes(50);
  CHECK(Look() == 1);
  CHECK(Talk().last_seq == 1);
  CHECK((*store->ListMessages("c", 0, 9))[0].from == Author::kSystem);
  clock.now += minutes(10);
  CHECK(Look() == 1);
  CHECK(Look() == 0);
  CHECK(watched == "warned due ");
  CHECK(Now().alarmed_at == clock.now);
}

TEST_CASE_FIXTURE(WorkFixture,
                  "A ticket without an answer of the customer ends") {
  Reply("anna");
  clock.now += std::chrono::hours(73);
  CHECK(Look() == 1);
  CHECK(Now().outcome == "auto");
  CHECK(Talk().owner == Owner::kClosed);
}

TEST_CASE_FIXTURE(WorkFixture,
                  "A bad rating opens a ticket for the supervisors") {
  Close("anna", "solved");
  const auto rate = [&](int64_t ticket, int score) {
    const Status status = Write([&](Transaction& t) {
      return work.Rate(t, {"c", ticket, score, "", clock.now, "anna"});
    });
    return std::string(status.ok() ? "ok" : CodeName(status.error().code));
  };
  CHECK(rate(1, 2) == "ok");
  CHECK(rate(1, 5) == "conflict");
  const Ticket task = **store->tickets().Find(2);
  CHECK(task.reason == kFollowUpReason);
  CHECK(task.priority == 2);
  CHECK(Talk().owner == Owner::kClosed);
  CHECK(rate(0, 3) == "ok");
  CHECK(!(*store->tickets().Find(3)).has_value());
}

struct Listener : TicketListener {
  Status OnNews(Transaction& transaction, const TicketNews& news) override {
    OutboxItem item;
    item.message_id = std::string(news.what);
    Status status = transaction.outbox().Insert(item);
    return refuse ? Status(Denied("no")) : status;
  }
  bool refuse = false;
};

TEST_CASE_FIXTURE(WorkFixture,
                  "What is to be sent is written with the step or not") {
  Listener listener;
  work.AddListener(listener);
  listener.refuse = true;
  CHECK(Claim("anna") == "denied");
  CHECK(Now().status == TicketStatus::kWaiting);
  CHECK(*store->outbox().Count(OutboxState::kDue) == 0);
  listener.refuse = false;
  CHECK(Claim("anna") == "ok");
  CHECK(*store->outbox().Count(OutboxState::kDue) == 1);
}

TEST_CASE("The usual wait is the median, and nothing below five samples") {
  std::vector<FirstReply> replies;
  const Time start = FromMillis(0);
  for (const int wait : {1, 9, 3, 2}) {
    replies.push_back({start, start + minutes(wait)});
  }
  CHECK(!UsualWait(replies, OpeningHours()).has_value());
  replies.push_back({start, start + minutes(500)});
  CHECK(UsualWait(replies, OpeningHours()) == minutes(3));
}

TEST_CASE("A wait is said as people say it, never too short") {
  CHECK(WaitInWords(minutes(0), "it") == "un minuto");
  CHECK(WaitInWords(minutes(6), "it") == "10 minuti");
  CHECK(WaitInWords(minutes(46), "it") == "un'ora");
  CHECK(WaitInWords(minutes(61), "en") == "2 hours");
  CHECK(WaitInWords(std::chrono::hours(13), "it").empty());
}

TEST_CASE(
    "A contact is found in a sentence, and a number of an order is none") {
  const auto find = [](const char* text) {
    const auto contact = FindContact(text);
    if (!contact) return std::string("-");
    return contact->email + contact->phone;
  };
  CHECK(find("scrivetemi a anna.b@example.org, grazie") ==
        "anna.b@example.org");
  CHECK(find("la mia mail è anna@example.org.") == "anna@example.org");
  CHECK(find("anna@esempio").empty());
  CHECK(find("chiamatemi al 333 123 45 67") == "3331234567");
  CHECK(find("+39 06.1234567 grazie") == "+39061234567");
  CHECK(find("0039 333-1234567") == "+393331234567");
  CHECK(find("ordine 1234567890") == "-");
  CHECK(find("ordine AB3331234567") == "-");
  CHECK(find("ho pagato 30 euro") == "-");
}

TEST_CASE("A masked contact can be recognised but not read") {
  CHECK(MaskContact("anna@example.org") == "a•••@example.org");
  CHECK(MaskContact("+393331234567") == "••• 567");
  CHECK(MaskContact("123") == "•••");
}

TEST_CASE("Queues are read with their routes, and all mistakes are told") {
  const Queues general(OpeningHours(), minutes(60));
  const auto read = [&](const char* text) {
    return Queues::Read(text, "handoff.yaml", general.Find(kGeneralQueue), {});
  };
  const auto good = read(
      "queues:\n"
      "  orders:\n"
      "    title: {it: Ordini, en: Orders}\n"
      "    hours: \"monday-friday 09:00-18:00\"\n"
      "    reply_within_m: 30\n"
      "    team: [a@example.org]\n"
      "  english:\n"
      "routes:\n"
      "  - {language: en, to: english}\n");
  REQUIRE(good.ok());
  CHECK(good->Find("orders").reply_within == minutes(30));
  CHECK(good->Find("orders").TitleIn("en") == "Orders");
  CHECK(good->Find("english").reply_within == minutes(60));
  CHECK(good->Find("unknown").id == "general");
  CHECK(good->Route("orders", "it", "web") == "orders");
  CHECK(good->Route("orders", "en", "web") == "english");
  const auto bad = read(
      "queues:\n"
      "  orders: {reply_within_m: soon, tema: x}\n"
      "routes: [{to: nowhere}]\n");
  REQUIRE(!bad.ok());
  CHECK(bad.error().message ==
        "handoff.yaml:2:28: expected minutes, 1 to 100000\n"
        "handoff.yaml:2:34: unknown key 'tema': expected title, hours, "
        "reply_within_m, team\n"
        "handoff.yaml:3:10: 'to' must name one of the queues");
}

TEST_CASE_FIXTURE(WorkFixture, "A comment keeps no number of a card") {
  Reply("anna");
  Close("anna", "solved");
  const Rating rating{"c",       1,     1, "la carta 4111 1111 1111 1111",
                      clock.now, "anna"};
  REQUIRE(Write([&](Transaction& t) { return work.Rate(t, rating); }).ok());
  const auto kept = store->tickets().FindRating("c", 1);
  REQUIRE(kept->has_value());
  CHECK((*kept)->comment == "la carta ••••1111");
}

TEST_CASE_FIXTURE(WorkFixture,
                  "A task of a bad rating leaves the conversation alone until "
                  "somebody answers there") {
  Reply("anna");
  Close("anna", "solved");
  REQUIRE(Write([&](Transaction& t) {
            return work.Rate(t, {"c", 1, 1, "male", clock.now, "anna"});
          }).ok());
  const auto step = [&](const char* agent, bool reply) {
    return Do([&](Transaction& t) {
      Message message;
      return reply ? work.Reply(t, 2, agent, "ci scusi", "", false, clock.now,
                                message)
                   : work.Claim(t, 2, agent, clock.now);
    });
  };
  CHECK(step("capo", false) == "ok");
  CHECK(Talk().owner == Owner::kClosed);
  CHECK(Talk().ticket == 0);
  CHECK(step("capo", true) == "ok");
  CHECK(Talk().owner == Owner::kAgent);
  CHECK(Talk().ticket == 2);
  CHECK(Do([&](Transaction& t) {
          return work.Close(t, 2, "capo", "solved", clock.now);
        }) == "ok");
  CHECK(Talk().owner == Owner::kClosed);
  CHECK(Talk().ticket == 0);
  const auto task = store->tickets().Find(2);
  CHECK_FALSE(IsRateable(**task));
}

}  // namespace
}  // namespace sportello
