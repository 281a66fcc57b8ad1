// What every store promises (store/store.h), run on each of them.
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include "contract/store_kinds.h"

namespace sportello {
namespace {

std::vector<std::string> Texts(Store& store, const std::string& id,
                               int64_t after = 0, int limit = 100) {
  auto messages = store.ListMessages(id, after, limit);
  REQUIRE(messages.ok());
  std::vector<std::string> texts;
  for (const Message& message : *messages) texts.push_back(message.text);
  return texts;
}

bool Same(const Conversation& a, const Conversation& b) {
  return a.id == b.id && a.channel == b.channel && a.language == b.language &&
         a.owner == b.owner && a.customer == b.customer && a.state == b.state &&
         a.last_seq == b.last_seq && a.ticket == b.ticket &&
         a.created_at == b.created_at && a.updated_at == b.updated_at;
}

STORE_TEST("A conversation is read as it was inserted") {
  Kind kind;
  auto store = kind.Open();
  Conversation conversation = MakeConversation("c1");
  conversation.customer = {"Anna Bianchi",
                           "anna@example.org",
                           "+39 06 1",
                           {{"plan", "\"gold\" <b>"}, {"carrello", "59,90 €"}}};
  conversation.owner = Owner::kQueue;
  conversation.ticket = 7;
  Insert(*store, conversation);
  auto found = store->FindConversation("c1");
  REQUIRE(found.ok());
  REQUIRE(found->has_value());
  CHECK(Same(**found, conversation));
}

STORE_TEST("A conversation that was never inserted is absent, not an error") {
  Kind kind;
  auto store = kind.Open();
  auto found = store->FindConversation("nobody");
  REQUIRE(found.ok());
  CHECK(!found->has_value());
  CHECK(Texts(*store, "nobody").empty());
  CHECK(Write(*store, [](Transaction& transaction) -> Status {
          auto missing = transaction.FindConversation("nobody");
          if (!missing.ok()) return missing.error();
          return missing->has_value() ? Status(Internal("")) : Status();
        }) == "ok");
}

STORE_TEST("A conversation cannot be inserted twice") {
  Kind kind;
  auto store = kind.Open();
  const Conversation conversation = MakeConversation("c1");
  Insert(*store, conversation);
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.InsertConversation(conversation);
        }) == "conflict");
}

STORE_TEST("Open steps are listed by their time, the earliest that was noted") {
  Kind kind;
  auto store = kind.Open();
  for (const char* id : {"c1", "c2", "c3"}) {
    Insert(*store, MakeConversation(id));
  }
  const auto at = [](int minute) { return Time(std::chrono::minutes(minute)); };
  CHECK(Write(*store, [&](Transaction& transaction) {
          for (const auto& [id, minute] :
               std::vector<std::pair<std::string, int>>{
                   {"c1", 30}, {"c2", 20}, {"c3", 10}, {"c1", 5}, {"c2", 90}}) {
            Status noted = transaction.NoteOpenStep(id, at(minute));
            if (!noted.ok()) return noted;
          }
          return transaction.ForgetOpenStep("c3");
        }) == "ok");
  const std::vector<OpenStep> both = {{"c1", at(5)}, {"c2", at(20)}};
  CHECK(store->ListOpenSteps(10).value() == both);
  CHECK(store->ListOpenSteps(1).value() ==
        std::vector<OpenStep>{{"c1", at(5)}});
}

STORE_TEST("An open step needs a conversation, forgetting one does not") {
  Kind kind;
  auto store = kind.Open();
  CHECK(Write(*store, [](Transaction& transaction) {
          return transaction.NoteOpenStep("nobody", Time());
        }) == "not found");
  CHECK(Write(*store, [](Transaction& transaction) {
          return transaction.ForgetOpenStep("nobody");
        }) == "ok");
}

STORE_TEST("What a failed job did to open steps is undone") {
  Kind kind;
  auto store = kind.Open();
  Insert(*store, MakeConversation("c1"));
  Insert(*store, MakeConversation("c2"));
  CHECK(Write(*store, [](Transaction& transaction) {
          return transaction.NoteOpenStep("c1", Time());
        }) == "ok");
  CHECK(Write(*store, [](Transaction& transaction) {
          static_cast<void>(transaction.ForgetOpenStep("c1"));
          static_cast<void>(transaction.NoteOpenStep("c2", Time()));
          return Status(Invalid("no"));
        }) == "invalid");
  CHECK(store->ListOpenSteps(10).value() ==
        std::vector<OpenStep>{{"c1", Time()}});
}

STORE_TEST("An update replaces every column") {
  Kind kind;
  auto store = kind.Open();
  Insert(*store, MakeConversation("c1"));
  Conversation changed = MakeConversation("c1");
  changed.channel = "telegram";
  changed.language = "en";
  changed.owner = Owner::kClosed;
  changed.customer = {"Ugo", "ugo@example.org", "", {{"plan", "silver"}}};
  changed.state = R"({"ladder":2})";
  changed.last_seq = 9;
  changed.ticket = 3;
  changed.created_at = FromMillis(1);
  changed.updated_at = FromMillis(2);
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.UpdateConversation(changed);
        }) == "ok");
  auto found = store->FindConversation("c1");
  REQUIRE(found.ok());
  REQUIRE(found->has_value());
  CHECK(Same(**found, changed));
}

STORE_TEST("What belongs to an unknown conversation is not found") {
  Kind kind;
  auto store = kind.Open();
  Conversation nobody = MakeConversation("nobody");
  CHECK(Write(*store, [&](Transaction& transaction) {
          return transaction.UpdateConversation(nobody);
        }) == "not found");
  CHECK(Write(*store, [&](Transaction& transaction) {
          Message message = MakeMessage(Author::kCustomer, "ciao");
          return transaction.AppendMessage(nobody, message, "");
        }) == "not found");
  CHECK(Write(*store, [&](Transaction& transaction) -> Status {
          Ticket ticket;
          ticket.conversation = "nobody";
          return transaction.tickets().Insert(ticket);
        }) == "not found");
  CHECK(Write(*store, [&](Transaction& transaction) {
          Unanswered unanswered;
          unanswered.conversation = "nobody";
          return transaction.InsertUnanswered(unanswered);
        }) == "not found");
}

STORE_TEST("A message is read as it was appended, with its reason") {
  Kind kind;
  auto store = kind.Open();
  Conversation conversation = MakeConversation("c1");
  Insert(*store, conversation);
  Message message = MakeMessage(Author::kBot, "Perché no? 🙂 'x' \"y\"\n%_");
  message.buttons = {{"Sì, \"grazie\"", "/yes"}, {"No", "No"}};
  message.reason = MakeReason();
  CHECK(Write(*store, [&](Transaction& transaction) {
          conversation.last_seq = 0;
          return transaction.AppendMessage(conversation, message, "");
        }) == "ok");
  CHECK(conversation.last_seq == 1);
  CHECK(message.seq == 1);
  auto messages = store->ListMessages("c1", 0, 10);
  REQUIRE(messages.ok());
  REQUIRE(messages->size() == 1);
  CHECK((*messages)[0] == message);
}

STORE_TEST("Messages are listed after a seq, oldest first, up to a limit") {
  Kind kind;
  auto store = kind.Open();
  for (const char* text : {"a", "b", "c"}) {
    REQUIRE(Say(*store, "c1", text).ok());
  }
  REQUIRE(Say(*store, "c2", "other").ok());
  using Expected = std::vector<std::string>;
  CHECK(Texts(*store, "c1") ==
        Expected{"a", "re: a", "b", "re: b", "c", "re: c"});
  CHECK(Texts(*store, "c1", 2, 3) == Expected{"b", "re: b", "c"});
  CHECK(Texts(*store, "c1", 6).empty());
}

STORE_TEST("A message id is stored once in its conversation") {
  Kind kind;
  auto store = kind.Open();
  CHECK(Say(*store, "c1", "ciao", "m1").ok());
  const Status repeated = Say(*store, "c1", "ciao", "m1");
  REQUIRE(!repeated.ok());
  CHECK(repeated.error().code == Code::kConflict);
  CHECK(Texts(*store, "c1").size() == 2);
  CHECK(Say(*store, "c2", "ciao", "m1").ok());
  CHECK(Say(*store, "c1", "ciao").ok());
  CHECK(Say(*store, "c1", "ciao").ok());
}

STORE_TEST("A stale copy of a conversation cannot overwrite a message") {
  Kind kind;
  auto store = kind.Open();
  REQUIRE(Say(*store, "c1", "ciao").ok());
  CHECK(Write(*store, [](Transaction& transaction) {
          Conversation stale = MakeConversation("c1");
          Message message = MakeMessage(Author::kCustomer, "late");
          return transaction.AppendMessage(stale, message, "");
        }) == "conflict");
}

// The turn of `external_id`, read inside a transaction.
std::optional<StoredTurn> TurnOf(Store& store, const std::string& id,
                                 const std::string& external_id) {
  std::optional<StoredTurn> turn;
  REQUIRE(Write(store, [&](Transaction& transaction) -> Status {
            auto found = transaction.FindTurn(id, external_id);
            if (!found.ok()) return found.error();
            turn = *found;
            return {};
          }) == "ok");
  return turn;
}

STORE_TEST("A repeated message finds its replies and no others") {
  Kind kind;
  auto store = kind.Open();
  REQUIRE(Say(*store, "c1", "first", "m1").ok());
  REQUIRE(Say(*store, "c1", "second", "m2").ok());
  const auto turn = TurnOf(*store, "c1", "m1");
  REQUIRE(turn.has_value());
  CHECK(turn->first_reply_seq == 2);
  REQUIRE(turn->replies.size() == 1);
  CHECK(turn->replies[0].text == "re: first");
  CHECK(turn->replies[0].reason == MakeReason());
  CHECK(!TurnOf(*store, "c1", "m3").has_value());
  CHECK(!TurnOf(*store, "c2", "m1").has_value());
  CHECK(!TurnOf(*store, "c1", "").has_value());
}

STORE_TEST("A turn keeps the owner that it ended with") {
  Kind kind;
  auto store = kind.Open();
  Insert(*store, MakeConversation("c1"));
  REQUIRE(Write(*store, [](Transaction& transaction) -> Status {
            Conversation conversation = MakeConversation("c1");
            Message question = MakeMessage(Author::kCustomer, "a person");
            Status status =
                transaction.AppendMessage(conversation, question, "m1");
            if (!status.ok()) return status;
            conversation.owner = Owner::kQueue;
            Message reply = MakeMessage(Author::kBot, "one moment");
            status = transaction.AppendMessage(conversation, reply, "");
            if (!status.ok()) return status;
            return transaction.UpdateConversation(conversation);
          }) == "ok");
  REQUIRE(Write(*store, [](Transaction& transaction) -> Status {
            auto conversation = transaction.FindConversation("c1");
            if (!conversation.ok()) return conversation.error();
            (*conversation)->owner = Owner::kClosed;
            return transaction.UpdateConversation(**conversation);
          }) == "ok");
  const auto turn = TurnOf(*store, "c1", "m1");
  REQUIRE(turn.has_value());
  CHECK(turn->owner == Owner::kQueue);
}

STORE_TEST("Unanswered questions are listed newest first") {
  Kind kind;
  auto store = kind.Open();
  Insert(*store, MakeConversation("c1"));
  for (const int64_t seq : {1, 3}) {
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.InsertUnanswered({"c1",
                                                   seq,
                                                   "it",
                                                   "boh?",
                                                   "clarify",
                                                   {"a", "b"},
                                                   FromMillis(seq)});
            }) == "ok");
  }
  auto questions = store->ListUnanswered(10);
  REQUIRE(questions.ok());
  REQUIRE(questions->size() == 2);
  const Unanswered& newest = (*questions)[0];
  CHECK(newest.conversation == "c1");
  CHECK(newest.seq == 3);
  CHECK(newest.text == "boh?");
  CHECK(newest.decision == "clarify");
  CHECK(newest.suggestions == std::vector<std::string>{"a", "b"});
  CHECK(newest.at == FromMillis(3));
}

STORE_TEST("A job that fails leaves nothing behind") {
  Kind kind;
  auto store = kind.Open();
  REQUIRE(Say(*store, "c1", "before").ok());
  CHECK(Write(*store, [](Transaction& transaction) -> Status {
          Status status = WriteTurn(transaction, "c1", "undone", "m1");
          if (!status.ok()) return status;
          status = WriteTurn(transaction, "c2", "undone", "m1");
          if (!status.ok()) return status;
          return Invalid("no");
        }) == "invalid");
  CHECK(Texts(*store, "c1").size() == 2);
  CHECK(!(*store->FindConversation("c2")).has_value());
  CHECK(Say(*store, "c1", "after", "m1").ok());
  CHECK(Texts(*store, "c1").size() == 4);
}

STORE_TEST("A job that throws is an error of that job only") {
  Kind kind;
  auto store = kind.Open();
  CHECK(Write(*store, [](Transaction& transaction) -> Status {
          static_cast<void>(WriteTurn(transaction, "c1", "undone", ""));
          throw 7;
        }) == "internal");
  CHECK(!(*store->FindConversation("c1")).has_value());
  CHECK(Say(*store, "c1", "ciao").ok());
}

// Keeps the store's thread busy until its end, so that jobs pile up. The job
// may run again later, so what it needs is shared.
class Blockade {
 public:
  explicit Blockade(Store& store) : gates_(std::make_shared<Gates>()) {
    REQUIRE(store
                .Submit(
                    [gates = gates_](Transaction&) {
                      if (!gates->started.exchange(true)) {
                        gates->reached.set_value();
                      }
                      gates->released.wait();
                      return Status();
                    },
                    [](const Status&) {})
                .ok());
    gates_->reached.get_future().wait();
  }
  ~Blockade() { gates_->release.set_value(); }
  Blockade(const Blockade&) = delete;
  Blockade& operator=(const Blockade&) = delete;

 private:
  struct Gates {
    std::atomic<bool> started{false};
    std::promise<void> reached;
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
  };
  std::shared_ptr<Gates> gates_;
};

STORE_TEST("Of jobs that wait together each fails for itself") {
  Kind kind;
  auto store = kind.Open();
  constexpr int kJobs = 40;
  std::vector<std::string> answers(kJobs);
  std::vector<int> calls(kJobs);
  std::latch all(kJobs);
  {
    Blockade blockade(*store);
    for (int i = 0; i < kJobs; ++i) {
      const auto at = static_cast<size_t>(i);
      REQUIRE(store
                  ->Submit(
                      [i](Transaction& transaction) -> Status {
                        Status status = WriteTurn(
                            transaction, "c" + std::to_string(i % 10),
                            std::to_string(i), "m" + std::to_string(i));
                        if (!status.ok()) return status;
                        return i % 4 == 1 ? Status(Denied("no")) : Status();
                      },
                      [&, at](Status status) {
                        ++calls[at];
                        answers[at] =
                            status.ok() ? "ok" : CodeName(status.error().code);
                        all.count_down();
                      })
                  .ok());
    }
  }
  all.wait();
  size_t stored = 0;
  for (int c = 0; c < 10; ++c) {
    stored += Texts(*store, "c" + std::to_string(c)).size();
  }
  CHECK(stored == 2 * 30);
  for (size_t i = 0; i < kJobs; ++i) {
    CHECK(answers[i] == (i % 4 == 1 ? "denied" : "ok"));
    CHECK(calls[i] == 1);
  }
}

STORE_TEST("A full queue refuses at once and does not call done") {
  Kind kind;
  auto store = kind.Open(/*max_queued_jobs=*/2);
  std::atomic<int> calls{0};
  const auto nothing = [](Transaction&) { return Status(); };
  const auto count = [&](Status) { ++calls; };
  {
    Blockade blockade(*store);
    CHECK(store->Submit(nothing, count).ok());
    CHECK(store->Submit(nothing, count).ok());
    const Status refused = store->Submit(nothing, count);
    REQUIRE(!refused.ok());
    CHECK(refused.error().code == Code::kUnavailable);
    CHECK(refused.error().message == "the store is overloaded: 2 jobs wait");
  }
  store.reset();
  CHECK(calls == 2);
}

STORE_TEST("Jobs that wait when the store stops are done") {
  Kind kind;
  auto store = kind.Open();
  std::atomic<int> calls{0};
  {
    Blockade blockade(*store);
    for (int i = 0; i < 20; ++i) {
      REQUIRE(store
                  ->Submit(
                      [i](Transaction& transaction) {
                        return WriteTurn(transaction, "c1", std::to_string(i),
                                         "");
                      },
                      [&](Status status) { calls += status.ok() ? 1 : 0; })
                  .ok());
    }
  }
  store.reset();
  CHECK(calls == 20);
}

STORE_TEST("Many threads write and read at once") {
  Kind kind;
  auto store = kind.Open();
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 8; ++writer) {
    threads.emplace_back([&, writer] {
      const std::string id = "c" + std::to_string(writer % 4);
      for (int i = 0; i < 50; ++i) {
        const std::string external =
            std::to_string(writer) + "-" + std::to_string(i);
        if (!Say(*store, id, "ciao", external).ok()) ++failures;
        auto messages = store->ListMessages(id, 0, 1000);
        if (!messages.ok() || messages->size() < 2) ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failures == 0);
  for (int c = 0; c < 4; ++c) {
    auto messages = store->ListMessages("c" + std::to_string(c), 0, 1000);
    REQUIRE(messages.ok());
    REQUIRE(messages->size() == 200);
    for (size_t i = 0; i < 200; ++i) {
      CHECK((*messages)[i].seq == static_cast<int64_t>(i) + 1);
    }
  }
}

STORE_TEST("A store that works is healthy") {
  Kind kind;
  auto store = kind.Open();
  CHECK(store->Health().ok());
}

}  // namespace
}  // namespace sportello
