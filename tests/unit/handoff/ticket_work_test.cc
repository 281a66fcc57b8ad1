#include "handoff/ticket_work.h"

#include <doctest/doctest.h>

#include "handoff/contact.h"
#include "handoff/promise.h"
#include "handoff/ticket_watch.h"
#include "store/memory_store.h"

namespace sportello {
namespace {

using std::chrono::minutes;

class TestClock : public Clock {
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

  TestClock clock;
  std::unique_ptr<Store> store = MakeMemoryStore();
  Queues queues{OpeningHours(), minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  std::string watched;
};

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
