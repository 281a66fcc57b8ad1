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

}  // namespace
}  // namespace sportello
