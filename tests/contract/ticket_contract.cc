// What every store promises of tickets, agents and the outbox
// (store/ticket_store.h, agent_store.h, outbox_store.h), run on each of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <vector>

#include "contract/store_kinds.h"

namespace sportello {
namespace {

Ticket MakeTicket(const std::string& conversation,
                  const std::string& queue = "returns") {
  Ticket ticket;
  ticket.conversation = conversation;
  ticket.queue = queue;
  ticket.reason = "fallback";
  ticket.language = "it";
  ticket.created_at = FromMillis(1'000'000);
  return ticket;
}

// Opens it, in a conversation that is made when it is missing.
Ticket Open(Store& store, Ticket ticket) {
  REQUIRE(Write(store, [&](Transaction& transaction) -> Status {
            auto known = transaction.FindConversation(ticket.conversation);
            if (!known.ok()) return known.error();
            if (!known->has_value()) {
              Status made = transaction.InsertConversation(
                  MakeConversation(ticket.conversation));
              if (!made.ok()) return made;
            }
            return transaction.tickets().Insert(ticket);
          }) == "ok");
  return ticket;
}

std::string Update(Store& store, Ticket& ticket) {
  return Write(store, [&](Transaction& transaction) {
    return transaction.tickets().Update(ticket);
  });
}

std::vector<int64_t> Numbers(const Result<std::vector<Ticket>>& tickets) {
  REQUIRE(tickets.ok());
  std::vector<int64_t> numbers;
  for (const Ticket& ticket : *tickets) numbers.push_back(ticket.number);
  return numbers;
}

using Expected = std::vector<int64_t>;

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

STORE_TEST("A glance at a conversation shows the last message and the unread") {
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

STORE_TEST("What is to be sent is handed out when its time has come") {
  Kind kind;
  auto store = kind.Open();
  OutboxItem late{0, OutboxKind::kMail, "a@b.it", "{}",          "m1", {},
                  0, FromMillis(20),    "",       FromMillis(1), 3,    "c"};
  OutboxItem soon = late;
  soon.message_id = "m2";
  soon.next_try_at = FromMillis(10);
  OutboxItem hook = late;
  hook.kind = OutboxKind::kWebhook;
  hook.target = "https://x";
  for (OutboxItem* item : {&late, &soon, &hook}) {
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.outbox().Insert(*item);
            }) == "ok");
  }
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.outbox().Insert(late);
        }) == "conflict");
  auto& outbox = store->outbox();
  CHECK(*outbox.NextTry(OutboxKind::kMail) == FromMillis(10));
  CHECK(outbox.ListDue(OutboxKind::kMail, FromMillis(9), 10)->empty());
  CHECK(*outbox.ListDue(OutboxKind::kMail, FromMillis(20), 10) ==
        std::vector<OutboxItem>{soon, late});
  soon.state = OutboxState::kDead;
  soon.attempts = 9;
  soon.last_error = "refused";
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.outbox().Update(soon);
        }) == "ok");
  CHECK(*outbox.List(OutboxState::kDead, 10) == std::vector<OutboxItem>{soon});
  CHECK(*outbox.Count(OutboxState::kDue) == 2);
  soon.key = 99;
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.outbox().Update(soon);
        }) == "not found");
}

STORE_TEST("A mail is noted once") {
  Kind kind;
  auto store = kind.Open();
  const MailRecord mail{"x@y", "c", 4, true, FromMillis(1)};
  const auto note = [&] {
    return Write(*store, [&](Transaction& transaction) {
      return transaction.outbox().InsertMail(mail);
    });
  };
  CHECK(note() == "ok");
  CHECK(note() == "conflict");
  CHECK(*store->outbox().FindMail("x@y") == mail);
  CHECK(!(*store->outbox().FindMail("z@y")).has_value());
}

STORE_TEST("The mails of a conversation are listed, newest first") {
  Kind kind;
  auto store = kind.Open();
  const MailRecord first{"1@y", "c", 4, true, FromMillis(1)};
  const MailRecord second{"2@y", "c", 4, false, FromMillis(2)};
  const MailRecord other{"3@y", "d", 5, true, FromMillis(3)};
  REQUIRE(Write(*store, [&](Transaction& transaction) {
            for (const MailRecord& mail : {first, second, other}) {
              Status noted = transaction.outbox().InsertMail(mail);
              if (!noted.ok()) return noted;
            }
            return Status();
          }) == "ok");
  CHECK(*store->outbox().ListMails("c", 9) ==
        std::vector<MailRecord>{second, first});
  CHECK(store->outbox().ListMails("c", 1)->size() == 1);
  CHECK(store->outbox().ListMails("none", 9)->empty());
}

Agent MakeAgent(const std::string& name) {
  Agent agent;
  agent.name = name;
  agent.display_name = "Anna Bianchi";
  agent.role = Role::kSupervisor;
  agent.password_hash = "$argon2id$";
  agent.queues = {"orders", "returns"};
  agent.created_at = FromMillis(7);
  return agent;
}

STORE_TEST("An agent is read as written, and changed") {
  Kind kind;
  auto store = kind.Open();
  Agent agent = MakeAgent("anna");
  const auto insert = [&] {
    return Write(*store, [&](Transaction& transaction) {
      return transaction.agents().Insert(agent);
    });
  };
  CHECK(insert() == "ok");
  CHECK(insert() == "conflict");
  agent.disabled = true;
  agent.queues.clear();
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.agents().Update(agent);
        }) == "ok");
  CHECK(*store->agents().Find("anna") == agent);
  CHECK(*store->agents().List() == std::vector<Agent>{agent});
  agent.name = "ugo";
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.agents().Update(agent);
        }) == "not found");
}

STORE_TEST("Sessions end one by one, all of an agent, or when they are old") {
  Kind kind;
  auto store = kind.Open();
  const auto write = [&](auto work) {
    REQUIRE(Write(*store, [&](Transaction& transaction) -> Status {
              return work(transaction.agents());
            }) == "ok");
  };
  write([](AgentTable& agents) { return agents.Insert(MakeAgent("anna")); });
  write([](AgentTable& agents) { return agents.Insert(MakeAgent("ugo")); });
  const auto session = [&](const char* hash, const char* agent, int seen) {
    write([&](AgentTable& agents) {
      return agents.InsertSession({hash, agent, "csrf", FromMillis(1),
                                   FromMillis(seen), FromMillis(100)});
    });
  };
  const auto known = [&] {
    std::string all;
    for (const char* hash : {"a1", "a2", "u1", "u2"}) {
      if ((*store->agents().FindSession(hash)).has_value()) {
        all += std::string(hash) + " ";
      }
    }
    return all;
  };
  session("a1", "anna", 10);
  session("a2", "anna", 10);
  session("u1", "ugo", 10);
  session("u2", "ugo", 10);
  CHECK(known() == "a1 a2 u1 u2 ");
  write([](AgentTable& agents) {
    return agents.TouchSession("u2", FromMillis(50));
  });
  CHECK((*store->agents().FindSession("u2"))->last_seen_at == FromMillis(50));
  write([](AgentTable& agents) { return agents.DeleteSession("a1"); });
  CHECK(known() == "a2 u1 u2 ");
  write([](AgentTable& agents) {
    return agents.DeleteOldSessions(FromMillis(99), FromMillis(20));
  });
  CHECK(known() == "u2 ");
  write([](AgentTable& agents) { return agents.DeleteSessionsOf("ugo"); });
  CHECK(known().empty());
}

STORE_TEST("The audit is listed newest first") {
  Kind kind;
  auto store = kind.Open();
  for (const char* what : {"login", "logout"}) {
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.agents().AppendAudit(
                  {FromMillis(1), "anna", what, ""});
            }) == "ok");
  }
  const auto audit = store->agents().ListAudit(1);
  REQUIRE(audit.ok());
  REQUIRE(audit->size() == 1);
  CHECK(audit->front().what == "logout");
}

STORE_TEST("A job that fails changes no ticket, outbox or agent") {
  Kind kind;
  auto store = kind.Open();
  const Ticket before = Open(*store, MakeTicket("c"));
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          Ticket changed = before;
          changed.agent = "anna";
          Status status = transaction.tickets().Update(changed);
          Ticket more = MakeTicket("c");
          if (status.ok()) status = transaction.tickets().Insert(more);
          if (status.ok()) {
            status = transaction.tickets().AppendEvent({1, {}, "note"});
          }
          OutboxItem item;
          if (status.ok()) status = transaction.outbox().Insert(item);
          if (status.ok()) {
            status = transaction.agents().Insert(MakeAgent("anna"));
          }
          if (!status.ok()) return status;
          return Denied("no");
        }) == "denied");
  CHECK(Numbers(store->tickets().List({})) == Expected{1});
  CHECK(**store->tickets().Find(1) == before);
  CHECK(store->tickets().ListEvents(1)->empty());
  CHECK(*store->outbox().Count(OutboxState::kDue) == 0);
  CHECK(store->agents().List()->empty());
}

STORE_TEST("What was decided about unanswered questions is kept by group") {
  Kind kind;
  auto store = kind.Open();
  for (const char* state : {"pending", "ignored"}) {
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.MarkUnansweredGroup(
                  {"k", state, "anna", FromMillis(3)});
            }) == "ok");
  }
  CHECK(*store->ListUnansweredMarks() ==
        std::vector<UnansweredMark>{{"k", "ignored", "anna", FromMillis(3)}});
}

}  // namespace
}  // namespace sportello
