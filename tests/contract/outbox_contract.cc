// What every store promises of the outbox, agents and the audit
// (store/outbox_store.h, agent_store.h), run on each of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <thread>
#include <vector>

#include "contract/ticket_testing.h"

namespace sportello {
namespace {

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

STORE_TEST("What is to be sent is found by its id, and says something else") {
  Kind kind;
  auto store = kind.Open();
  OutboxItem item;
  item.target = "a@b.it";
  item.payload = "{}";
  item.message_id = "one@x";
  std::optional<OutboxItem> found;
  std::optional<OutboxItem> missing;
  CHECK(Write(*store, [&](Transaction& transaction) {
          OutboxTable& outbox = transaction.outbox();
          Status status = outbox.Insert(item);
          if (status.ok()) status = outbox.SetPayload(item.key, "{\"a\":1}");
          found = *outbox.FindItem("one@x");
          missing = *outbox.FindItem("one");
          return status;
        }) == "ok");
  CHECK_FALSE(missing.has_value());
  item.payload = "{\"a\":1}";
  CHECK(found == item);
  CHECK(*store->outbox().List(OutboxState::kDue, 9) == std::vector{item});
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.outbox().SetPayload(item.key + 1, "");
        }) == "not found");
}

STORE_TEST("Of the oldest items those are forgotten that are old and not due") {
  Kind kind;
  auto store = kind.Open();
  const auto put = [&](const char* id, int64_t made_ms, OutboxState state) {
    OutboxItem item{0,  OutboxKind::kMail,   "a@b.it", "{}", id, state, 0, {},
                    "", FromMillis(made_ms), 0,        ""};
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.outbox().Insert(item);
            }) == "ok");
  };
  const auto forget = [&](int limit, const Status& then = {}) {
    int removed = -1;
    Write(*store, [&](Transaction& transaction) {
      const auto forgotten = transaction.outbox().Forget(FromMillis(10), limit);
      if (!forgotten.ok()) return Status(forgotten.error());
      removed = *forgotten;
      return then;
    });
    return removed;
  };
  put("due", 1, OutboxState::kDue);
  put("sent", 2, OutboxState::kSent);
  put("dead", 3, OutboxState::kDead);
  put("other", 9, OutboxState::kSent);
  put("young", 10, OutboxState::kSent);
  CHECK(forget(9, Invalid("given up")) == 3);
  CHECK(*store->outbox().Count(OutboxState::kSent) == 3);
  CHECK(forget(1) == 1);  // what is due at the front holds nothing back
  CHECK(store->outbox().List(OutboxState::kSent, 9)->back().message_id ==
        "other");
  CHECK(forget(9) == 2);
  CHECK(forget(9) == 0);
  CHECK(store->outbox().List(OutboxState::kSent, 9)->front().message_id ==
        "young");
  CHECK(*store->outbox().Count(OutboxState::kDue) == 1);
  CHECK(*store->outbox().Count(OutboxState::kDead) == 0);
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

STORE_TEST("Mails are counted by target and conversation, from a time on") {
  Kind kind;
  auto store = kind.Open();
  const auto put = [&](const char* id, const char* target, const char* talk,
                       int64_t at) {
    OutboxItem item;
    item.target = target;
    item.payload = "{}";
    item.message_id = id;
    item.created_at = FromMillis(at);
    item.conversation = talk;
    return Write(*store, [&](Transaction& transaction) {
      Status inserted = transaction.outbox().Insert(item);
      if (!inserted.ok()) return inserted;
      return transaction.outbox().InsertMail(
          {id, talk, 0, true, item.created_at});
    });
  };
  REQUIRE(put("c.copy.1@x", "a@b.it", "one", 10) == "ok");
  REQUIRE(put("c.copy.2@x", "a@b.it", "two", 20) == "ok");
  REQUIRE(put("c.2@x", "a@b.it", "two", 30) == "ok");
  REQUIRE(put("c.copy.3@x", "z@b.it", "two", 40) == "ok");
  std::vector<int64_t> counts;
  REQUIRE(Write(*store, [&](Transaction& transaction) {
            OutboxTable& outbox = transaction.outbox();
            counts = {*outbox.CountMailsTo("a@b.it", "c.copy.", FromMillis(10)),
                      *outbox.CountMailsTo("a@b.it", "c.copy.", FromMillis(11)),
                      *outbox.CountMailsTo("A@b.it", "c.copy.", FromMillis(0)),
                      *outbox.CountMailsOf("two", "c.copy.", FromMillis(20)),
                      *outbox.CountMailsOf("two", "c.copy.", FromMillis(21)),
                      *outbox.CountMailsOf("", "c.copy.", FromMillis(0))};
            return Status();
          }) == "ok");
  CHECK(counts == std::vector<int64_t>{2, 1, 0, 2, 1, 0});
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
