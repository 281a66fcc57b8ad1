// What every store promises of tickets (store/ticket_store.h), run on each of
// them.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <vector>

#include "contract/ticket_testing.h"

namespace sportello {
namespace {

STORE_TEST("Tickets are numbered from 1 and listed newest first") {
  Kind kind;
  auto store = kind.Open();
  for (const char* queue : {"a", "b", "c"})
    Open(*store, MakeTicket("c", queue));
  CHECK(Numbers(store->tickets().List({})) == Expected{3, 2, 1});
  TicketQuery query;
  query.limit = 1;
  query.before = 3;
  CHECK(Numbers(store->tickets().List(query)) == Expected{2});
}

STORE_TEST("A ticket is read as it was written, with all its times") {
  Kind kind;
  auto store = kind.Open();
  Ticket ticket = MakeTicket("c1");
  ticket.summary = "intent: refund\n";
  ticket.mail_token = "abc234";
  ticket = Open(*store, ticket);
  CHECK(**store->tickets().Find(1) == ticket);
  ticket.status = TicketStatus::kClosed;
  ticket.queue = "orders";
  ticket.priority = 3;
  ticket.agent = "anna";
  ticket.contact = "anna@example.org";
  ticket.outcome = "solved";
  ticket.lease_until = FromMillis(1);
  ticket.due_at = FromMillis(2);
  ticket.warned_at = FromMillis(3);
  ticket.alarmed_at = FromMillis(4);
  ticket.claimed_at = FromMillis(5);
  ticket.first_reply_at = FromMillis(6);
  ticket.closed_at = FromMillis(7);
  REQUIRE(Update(*store, ticket) == "ok");
  CHECK(**store->tickets().Find(1) == ticket);
  CHECK(**store->tickets().FindByMailToken("abc234") == ticket);
  CHECK(!(*store->tickets().FindByMailToken("")).has_value());
  CHECK(!(*store->tickets().Find(2)).has_value());
}

STORE_TEST(
    "The last ticket of a conversation is that with the highest number") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c1"));
  Open(*store, MakeTicket("c2"));
  const Ticket last = Open(*store, MakeTicket("c1"));
  Open(*store, MakeTicket("c2"));
  std::optional<Ticket> found;
  bool unknown = true;
  REQUIRE(store
              ->Write([&](Transaction& transaction) -> Status {
                const auto one = transaction.tickets().FindLast("c1", "");
                if (!one.ok()) return one.error();
                found = *one;
                const auto none = transaction.tickets().FindLast("nobody", "");
                if (!none.ok()) return none.error();
                unknown = none->has_value();
                return {};
              })
              .ok());
  REQUIRE(found.has_value());
  CHECK(found->number == last.number);
  CHECK_FALSE(unknown);
}

STORE_TEST("The last ticket is also found among those of other reasons") {
  Kind kind;
  auto store = kind.Open();
  const auto open = [&](const char* reason) {
    Ticket ticket = MakeTicket("c1");
    ticket.reason = reason;
    Open(*store, ticket);
  };
  open("slot");
  open("");
  open("task");
  const auto last = [&](std::string_view but_reason) {
    int64_t number = 0;
    Write(*store, [&](Transaction& transaction) {
      const auto found = transaction.tickets().FindLast("c1", but_reason);
      if (!found.ok()) return Status(found.error());
      number = found->has_value() ? (*found)->number : 0;
      return Status();
    });
    return number;
  };
  CHECK(last("") == 3);
  CHECK(last("task") == 2);
  CHECK(last("slot") == 3);
}

STORE_TEST("A ticket that was changed meanwhile cannot be changed") {
  Kind kind;
  auto store = kind.Open();
  Ticket mine = Open(*store, MakeTicket("c1"));
  Ticket other = mine;
  other.agent = "ugo";
  REQUIRE(Update(*store, other) == "ok");
  mine.agent = "anna";
  CHECK(Update(*store, mine) == "conflict");
  CHECK((*store->tickets().Find(1))->agent == "ugo");
}

STORE_TEST("Of many agents that claim the same tickets each has one owner") {
  Kind kind;
  auto store = kind.Open();
  constexpr int kTickets = 1000;
  constexpr int kAgents = 16;
  REQUIRE(Write(*store, [](Transaction& transaction) -> Status {
            Status status =
                transaction.InsertConversation(MakeConversation("c"));
            for (int i = 0; status.ok() && i < kTickets; ++i) {
              Ticket ticket = MakeTicket("c");
              status = transaction.tickets().Insert(ticket);
            }
            return status;
          }) == "ok");
  std::vector<std::vector<int64_t>> claimed(kAgents);
  std::vector<std::thread> threads;
  std::atomic<int> surprises{0};
  for (int agent = 0; agent < kAgents; ++agent) {
    threads.emplace_back([&, agent] {
      for (int64_t number = 1; number <= kTickets; ++number) {
        auto ticket = store->tickets().Find(number);
        if (!ticket.ok() || !ticket->has_value()) {
          ++surprises;
          continue;
        }
        if ((*ticket)->status != TicketStatus::kWaiting) continue;
        const Status status = store->Write([&](Transaction& transaction) {
          Ticket mine = **ticket;
          mine.status = TicketStatus::kClaimed;
          mine.agent = std::to_string(agent);
          return transaction.tickets().Update(mine);
        });
        if (status.ok()) {
          claimed[static_cast<size_t>(agent)].push_back(number);
        } else if (status.error().code != Code::kConflict) {
          ++surprises;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(surprises == 0);
  std::map<int64_t, int> owner;
  for (int agent = 0; agent < kAgents; ++agent) {
    for (const int64_t number : claimed[static_cast<size_t>(agent)]) {
      CHECK_MESSAGE(owner.emplace(number, agent).second, number);
    }
  }
  CHECK(owner.size() == kTickets);
  for (const auto& [number, agent] : owner) {
    CHECK((*store->tickets().Find(number))->agent == std::to_string(agent));
  }
}

STORE_TEST("Changes come in the order in which they were made") {
  Kind kind;
  auto store = kind.Open();
  CHECK(*store->tickets().Version() == 0);
  Ticket first = Open(*store, MakeTicket("c1"));
  Open(*store, MakeTicket("c2"));
  const int64_t seen = *store->tickets().Version();
  CHECK(store->tickets().ListChanges(seen, 10)->empty());
  Open(*store, MakeTicket("c3"));
  REQUIRE(Update(*store, first) == "ok");
  const auto changes = store->tickets().ListChanges(seen, 10);
  REQUIRE(changes.ok());
  REQUIRE(changes->size() == 2);
  CHECK((*changes)[0].number == 3);
  CHECK((*changes)[1].number == 1);
  CHECK((*changes)[1].version == *store->tickets().Version());
}

STORE_TEST("A list shows what was asked for and nothing else") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c1", "orders"));
  Ticket claimed = Open(*store, MakeTicket("c1", "returns"));
  Ticket closed = Open(*store, MakeTicket("c2", "orders"));
  claimed.status = TicketStatus::kClaimed;
  claimed.agent = "anna";
  closed.status = TicketStatus::kClosed;
  REQUIRE(Update(*store, claimed) == "ok");
  REQUIRE(Update(*store, closed) == "ok");
  Conversation customer = MakeConversation("c2");
  customer.customer = {"Ugo Verdi", "Ugo@Example.org", "+39333"};
  REQUIRE(Write(*store, [&](Transaction& transaction) {
            return transaction.UpdateConversation(customer);
          }) == "ok");
  const auto list = [&](auto change) {
    TicketQuery query;
    change(query);
    return Numbers(store->tickets().List(query));
  };
  CHECK(list([](auto& q) { q.status = TicketStatus::kWaiting; }) ==
        Expected{1});
  CHECK(list([](auto& q) { q.status = TicketStatus::kClosed; }) == Expected{3});
  CHECK(list([](auto& q) { q.open = true; }) == Expected{2, 1});
  CHECK(list([](auto& q) { q.agent = "anna"; }) == Expected{2});
  CHECK(list([](auto& q) { q.queues = {"orders"}; }) == Expected{3, 1});
  CHECK(list([](auto& q) { q.queues = {"order", "returns"}; }) == Expected{2});
  CHECK(list([](auto& q) { q.conversation = "c1"; }) == Expected{2, 1});
  CHECK(list([](auto& q) {
          q.conversation = "c2";
          q.open = true;
        }).empty());
  CHECK(list([](auto& q) { q.search = "verdi"; }) == Expected{3});
  CHECK(list([](auto& q) { q.search = "UGO@example"; }) == Expected{3});
  CHECK(list([](auto& q) { q.search = "2"; }) == Expected{2});
  CHECK(list([](auto& q) { q.search = "%"; }).empty());
}

STORE_TEST("Neglected tickets are those whose time is over") {
  Kind kind;
  auto store = kind.Open();
  const Time now = FromMillis(1'000'000);
  const auto soon = std::chrono::minutes(10);
  Ticket lease = MakeTicket("c");
  lease.status = TicketStatus::kClaimed;
  lease.lease_until = now;
  Ticket due = MakeTicket("c");
  due.due_at = now;
  due.warned_at = now;
  Ticket alarmed = due;
  alarmed.alarmed_at = now;
  Ticket answered = due;
  answered.first_reply_at = now;
  Ticket nearly = MakeTicket("c");
  nearly.due_at = now + soon;
  Ticket closed = due;
  closed.status = TicketStatus::kClosed;
  Ticket later = MakeTicket("c");
  later.due_at = now + 2 * soon;
  for (const Ticket& ticket :
       {lease, due, alarmed, answered, nearly, closed, later}) {
    Open(*store, ticket);
  }
  auto& tickets = store->tickets();
  CHECK(Numbers(tickets.ListNeglected(now, now + soon, 10)) ==
        Expected{1, 2, 5});
  CHECK(Numbers(tickets.ListNeglected(now, now, 10)) == Expected{1, 2});
  CHECK(Numbers(tickets.ListNeglected(now, now, 1)) == Expected{1});
  const auto queues = tickets.Queues(now);
  REQUIRE(queues.ok());
  CHECK(queues->at("returns").waiting == 5);
  CHECK(queues->at("returns").claimed == 1);
  CHECK(queues->at("returns").overdue == 2);
}

STORE_TEST("A reopened ticket is neglected by its new deadline only") {
  Kind kind;
  auto store = kind.Open();
  Ticket ticket = MakeTicket("c");
  ticket.due_at = FromMillis(10);
  ticket.first_reply_at = FromMillis(5);
  ticket.reopen_due_at = FromMillis(100);
  Open(*store, ticket);
  auto& tickets = store->tickets();
  CHECK(tickets.ListNeglected(FromMillis(99), FromMillis(99), 9)->empty());
  CHECK(Numbers(tickets.ListNeglected(FromMillis(100), FromMillis(100), 9)) ==
        Expected{1});
  CHECK(tickets.Queues(FromMillis(99))->at("returns").overdue == 0);
  CHECK(tickets.Queues(FromMillis(100))->at("returns").overdue == 1);
  CHECK(*(*tickets.Find(1))->reopen_due_at == FromMillis(100));
}

STORE_TEST("A claimed ticket is idle when nobody writes any more") {
  Kind kind;
  auto store = kind.Open();
  Ticket idle = MakeTicket("c");
  idle.status = TicketStatus::kClaimed;
  Open(*store, idle);
  Ticket busy = idle;
  busy.lease_until = FromMillis(9);
  Open(*store, busy);
  const Time written = MakeConversation("c").updated_at;
  CHECK(store->tickets().ListIdle(written, 10)->empty());
  CHECK(Numbers(store->tickets().ListIdle(
            written + std::chrono::milliseconds(1), 10)) == Expected{1});
}

STORE_TEST("The last first replies of a queue are listed newest first") {
  Kind kind;
  auto store = kind.Open();
  for (const int seconds : {60, 300, 120}) {
    Ticket ticket = MakeTicket("c");
    ticket.first_reply_at = ticket.created_at + std::chrono::seconds(seconds);
    Open(*store, ticket);
  }
  Open(*store, MakeTicket("c"));
  const auto replies = store->tickets().ListFirstReplies("returns", 2);
  REQUIRE(replies.ok());
  REQUIRE(replies->size() == 2);
  const FirstReply& newest = replies->front();
  CHECK(newest.at - newest.opened_at == std::chrono::seconds(300));
  CHECK(store->tickets().ListFirstReplies("orders", 2)->empty());
}

STORE_TEST("The history of a ticket is kept in order") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const TicketEvent opened = {1, FromMillis(1), "opened", "", "fallback"};
  const TicketEvent note = {1, FromMillis(2), "note", "anna", "VIP ☎"};
  CHECK(Write(*store, [&](Transaction& transaction) {
          Status status = transaction.tickets().AppendEvent(opened);
          if (!status.ok()) return status;
          return transaction.tickets().AppendEvent(note);
        }) == "ok");
  CHECK(*store->tickets().ListEvents(1) ==
        std::vector<TicketEvent>{opened, note});
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.tickets().AppendEvent({7, {}, "note"});
        }) == "not found");
}

STORE_TEST("A ticket is rated once, and the bot once in a conversation") {
  Kind kind;
  auto store = kind.Open();
  Open(*store, MakeTicket("c"));
  const auto rate = [&](int64_t ticket, int score) {
    return Write(*store, [=](Transaction& transaction) {
      return transaction.tickets().InsertRating(
          {"c", ticket, score, "grazie", FromMillis(5), "anna"});
    });
  };
  CHECK(rate(1, 4) == "ok");
  CHECK(rate(1, 5) == "conflict");
  CHECK(rate(0, 2) == "ok");
  CHECK((*store->tickets().FindRating("c", 1))->score == 4);
  CHECK(!(*store->tickets().FindRating("c", 2)).has_value());
  int seen = 0;
  CHECK(store->tickets()
            .ScanRatings(FromMillis(5), FromMillis(6),
                         [&](const Rating&) { return ++seen < 2; })
            .ok());
  CHECK(seen == 2);
}

// What a report reads of one conversation.
std::vector<Message> Scan(Store& store, int64_t from_ms, int64_t to_ms,
                          const std::string& conversation) {
  std::vector<Message> scanned;
  CHECK(store.tickets()
            .ScanMessages(FromMillis(from_ms), FromMillis(to_ms),
                          [&](std::string_view id, const Message& message) {
                            if (id == conversation) scanned.push_back(message);
                            return true;
                          })
            .ok());
  return scanned;
}

STORE_TEST("A report reads a time's messages by seq, without their texts") {
  Kind kind;
  auto store = kind.Open();
  constexpr int64_t kDay = 86'400'000;
  Message reply = MakeMessage(Author::kBot, "Ecco.");
  reply.buttons = {{"Sì", "/yes"}};
  reply.reason = Reason{"faq", "answer", "hours", "high", 0.9, "x:1", "v", {}};
  REQUIRE(Write(*store, [&](Transaction& transaction) -> Status {
            Conversation a = MakeConversation("a");
            Conversation b = MakeConversation("b");
            Status status = transaction.InsertConversation(a);
            if (status.ok()) status = transaction.InsertConversation(b);
            for (int64_t day = 0; day < 9 && status.ok(); ++day) {
              Message message = MakeMessage(Author::kCustomer, "dove?");
              message.at = FromMillis(day * kDay);
              reply.at = message.at;
              status = transaction.AppendMessage(a, message, "");
              if (status.ok()) status = transaction.AppendMessage(b, reply, "");
            }
            if (status.ok()) status = transaction.UpdateConversation(a);
            return status.ok() ? transaction.UpdateConversation(b) : status;
          }) == "ok");
  const std::vector<Message> asked = Scan(*store, 2 * kDay, 4 * kDay, "a");
  REQUIRE(asked.size() == 2);
  CHECK(asked[0] ==
        Message{
            3, Author::kCustomer, "", {}, FromMillis(2 * kDay), std::nullopt});
  CHECK(asked[1].seq == 4);
  const std::vector<Message> told = Scan(*store, 8 * kDay, 8 * kDay + 1, "b");
  REQUIRE(told.size() == 1);
  CHECK(told[0] ==
        Message{9,
                Author::kBot,
                "",
                {},
                FromMillis(8 * kDay),
                Reason{"faq", "answer", "hours", "", 0, "", "", {}}});
  CHECK(Scan(*store, 0, 9 * kDay, "b").size() == 9);
  CHECK(Scan(*store, 9 * kDay, 99 * kDay, "a").empty());
}

STORE_TEST("A report finds messages whose time is not that of their row") {
  Kind kind;
  auto store = kind.Open();
  constexpr int64_t kHour = 3'600'000;
  // The clock was set back by a day in between.
  REQUIRE(Write(*store, [&](Transaction& transaction) -> Status {
            Conversation a = MakeConversation("a");
            Status status = transaction.InsertConversation(a);
            for (const int64_t hour : {100, 110, 120, 97, 99, 125, 300}) {
              Message message = MakeMessage(Author::kCustomer, "dove?");
              message.at = FromMillis(hour * kHour);
              if (status.ok()) {
                status = transaction.AppendMessage(a, message, "");
              }
            }
            return status.ok() ? transaction.UpdateConversation(a) : status;
          }) == "ok");
  CHECK(Scan(*store, 98 * kHour, 111 * kHour, "a").size() == 3);
  CHECK(Scan(*store, 96 * kHour, 98 * kHour, "a").size() == 1);
  CHECK(Scan(*store, 119 * kHour, 126 * kHour, "a").size() == 2);

  STORE_TEST("A rating of before a time is forgotten, and only that one") {
    Kind kind;
    auto store = kind.Open();
    Open(*store, MakeTicket("c"));
    const auto rate = [&](int64_t ticket, int score, Time at) {
      return Write(*store, [=](Transaction& transaction) {
        return transaction.tickets().InsertRating(
            {"c", ticket, score, "", at, "anna"});
      });
    };
    const auto forget = [&](int64_t ticket, Time before,
                            const Status& then = {}) {
      return Write(*store, [=](Transaction& transaction) {
        Status gone = transaction.tickets().ForgetRating("c", ticket, before);
        return gone.ok() ? then : gone;
      });
    };
    REQUIRE(rate(1, 2, FromMillis(5)) == "ok");
    REQUIRE(rate(0, 3, FromMillis(5)) == "ok");
    CHECK(forget(1, FromMillis(5)) == "ok");
    CHECK(rate(1, 4, FromMillis(7)) == "conflict");
    CHECK(forget(1, FromMillis(6), Invalid("given up")) == "invalid");
    CHECK(rate(1, 4, FromMillis(7)) == "conflict");
    CHECK(forget(1, FromMillis(6)) == "ok");
    CHECK(rate(1, 4, FromMillis(7)) == "ok");
    CHECK((*store->tickets().FindRating("c", 1))->score == 4);
    CHECK((*store->tickets().FindRating("c", 0))->score == 3);
  }

  STORE_TEST("A glance shows what people wrote last, not the bot") {
    Kind kind;
    auto store = kind.Open();
    const auto append = [&](Author from, const char* text) {
      return Write(*store, [&](Transaction& transaction) -> Status {
        auto conversation = transaction.FindConversation("c");
        if (!conversation.ok()) return conversation.error();
        Message message = MakeMessage(from, text);
        Status status = transaction.AppendMessage(**conversation, message, "");
        if (!status.ok()) return status;
        return transaction.UpdateConversation(**conversation);
      });
    };
    REQUIRE(Say(*store, "c", "uno").ok());
    REQUIRE(append(Author::kBot, "Sei in coda.") == "ok");
    CHECK(store->tickets().Glance("c")->last->text == "uno");
    REQUIRE(append(Author::kAgent, "eccomi") == "ok");
    REQUIRE(append(Author::kSystem, "chiusa") == "ok");
    CHECK(store->tickets().Glance("c")->last->text == "eccomi");
  }

  STORE_TEST(
      "A glance at a conversation shows the last message and the unread") {
    Kind kind;
    auto store = kind.Open();
    REQUIRE(Say(*store, "c", "uno").ok());
    REQUIRE(Say(*store, "c", "due").ok());
    CHECK(store->tickets().Glance("c")->unread == 2);
    REQUIRE(Write(*store, [](Transaction& transaction) -> Status {
              auto conversation = transaction.FindConversation("c");
              if (!conversation.ok()) return conversation.error();
              Message message = MakeMessage(Author::kAgent, "eccomi");
              Status status =
                  transaction.AppendMessage(**conversation, message, "");
              if (!status.ok()) return status;
              return transaction.UpdateConversation(**conversation);
            }) == "ok");
    const auto glance = store->tickets().Glance("c");
    REQUIRE(glance.ok());
    CHECK(glance->last->text == "eccomi");
    CHECK(glance->unread == 0);
    CHECK(!store->tickets().Glance("nobody")->last.has_value());
  }

  STORE_TEST("One person is found on several channels") {
    Kind kind;
    auto store = kind.Open();
    const auto insert = [&](const char* id, Customer customer, int created) {
      Conversation conversation = MakeConversation(id);
      conversation.customer = std::move(customer);
      conversation.created_at = FromMillis(created);
      Insert(*store, conversation);
    };
    insert("web", {"", "Anna@example.org", ""}, 1);
    insert("telegram", {"", "", "+39333"}, 2);
    insert("mail", {"", "anna@EXAMPLE.org", "+39333"}, 3);
    insert("other", {"Anna", "", ""}, 4);
    const auto ids = [&](const Customer& customer) {
      const auto found = store->tickets().ListConversationsOf(customer, 10);
      REQUIRE(found.ok());
      std::string all;
      for (const Conversation& one : *found) all += one.id + " ";
      return all;
    };
    CHECK(ids({"", "anna@example.org", ""}) == "mail web ");
    CHECK(ids({"", "anna@example.org", "+39333"}) == "mail telegram web ");
    CHECK(ids({"Anna", "", ""}).empty());
  }

}  // namespace
}  // namespace sportello
