// What every store promises of ratings and of what a report reads
// (store/ticket_store.h), run on each of them.
#include <doctest/doctest.h>

#include <vector>

#include "contract/ticket_testing.h"

namespace sportello {
namespace {

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
}

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

}  // namespace
}  // namespace sportello
