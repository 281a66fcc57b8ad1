// What every store promises of providers' chats (store/channel_store.h), run
// on each of them.
#include <doctest/doctest.h>

#include <vector>

#include "contract/store_kinds.h"

namespace sportello {
namespace {

ChannelEvent EventAt(const std::string& id, const std::string& address,
                     int64_t at, int64_t due) {
  ChannelEvent event;
  event.channel = "telegram";
  event.event_id = id;
  event.address = address;
  event.payload = "{}";
  event.at = FromMillis(at);
  event.due_at = FromMillis(due);
  return event;
}

std::string Deliver(Store& store, ChannelEvent& event) {
  return Write(store, [&](Transaction& transaction) {
    return transaction.channels().InsertEvent(event);
  });
}

std::string Settle(Store& store, int64_t key) {
  return Write(store, [&](Transaction& transaction) {
    return transaction.channels().SettleEvent(key);
  });
}

STORE_TEST("An event that is delivered again is known, also when answered") {
  Kind kind;
  auto store = kind.Open();
  ChannelEvent event = EventAt("1", "chat", 1, 1);
  CHECK(Deliver(*store, event) == "ok");
  CHECK(Deliver(*store, event) == "conflict");
  CHECK(Settle(*store, event.key) == "ok");
  CHECK(Settle(*store, event.key) == "conflict");
  CHECK(Deliver(*store, event) == "conflict");
  ChannelEvent other = EventAt("1", "chat", 1, 1);
  other.channel = "messenger";
  CHECK(Deliver(*store, other) == "ok");
}

STORE_TEST("Of each chat the first event is handed out, when one is due") {
  Kind kind;
  auto store = kind.Open();
  ChannelEvent first = EventAt("1", "a", 1, 50);
  ChannelEvent second = EventAt("2", "a", 2, 2);
  ChannelEvent other = EventAt("3", "b", 3, 3);
  ChannelEvent late = EventAt("4", "c", 4, 99);
  for (ChannelEvent* event : {&first, &second, &other, &late}) {
    REQUIRE(Deliver(*store, *event) == "ok");
  }
  auto& channels = store->channels();
  CHECK(*channels.ListFirstEvents(FromMillis(10), 10) ==
        std::vector<ChannelEvent>{first, other});
  CHECK(*channels.ListFirstEvents(FromMillis(10), 1) ==
        std::vector<ChannelEvent>{first});
  CHECK(*channels.ListEvents("telegram", "a", 10) ==
        std::vector<ChannelEvent>{first, second});
  REQUIRE(Settle(*store, first.key) == "ok");
  CHECK(*channels.ListEvents("telegram", "a", 10) ==
        std::vector<ChannelEvent>{second});
  CHECK(*channels.CountEvents() == 3);
}

STORE_TEST("Old answered events are forgotten, unanswered ones never") {
  Kind kind;
  auto store = kind.Open();
  ChannelEvent answered = EventAt("1", "a", 1, 1);
  ChannelEvent open = EventAt("2", "a", 1, 1);
  REQUIRE(Deliver(*store, answered) == "ok");
  REQUIRE(Deliver(*store, open) == "ok");
  REQUIRE(Settle(*store, answered.key) == "ok");
  CHECK(Write(*store, [](Transaction& transaction) {
          return transaction.channels().ForgetOld(FromMillis(9), FromMillis(9));
        }) == "ok");
  CHECK(*store->channels().CountEvents() == 1);
  CHECK(Deliver(*store, answered) == "ok");
  CHECK(Deliver(*store, open) == "conflict");
}

STORE_TEST("A chat is found by its address and by its conversation") {
  Kind kind;
  auto store = kind.Open();
  ChannelChat chat{"telegram", "7", "c", FromMillis(1), FromMillis(2), ""};
  std::vector<ChannelChat> of_conversation;
  const auto put = [&] {
    return Write(*store, [&](Transaction& transaction) {
      Status stored = transaction.channels().PutChat(chat);
      auto chats = transaction.channels().ListChatsOf("c");
      if (chats.ok()) of_conversation = *chats;
      return stored;
    });
  };
  CHECK(put() == "ok");
  CHECK(*store->channels().FindChat("telegram", "7") == chat);
  CHECK(of_conversation == std::vector<ChannelChat>{chat});
  chat.unreachable = "blocked";
  CHECK(put() == "ok");
  CHECK(*store->channels().FindChat("telegram", "7") == chat);
  CHECK(of_conversation.size() == 1);
  CHECK(!store->channels().FindChat("telegram", "8")->has_value());
}

STORE_TEST("A link leads to its conversation once, and not after its end") {
  Kind kind;
  auto store = kind.Open();
  const auto take = [&](int64_t now) {
    std::string found;
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              auto taken =
                  transaction.channels().TakeLink("word", FromMillis(now));
              if (!taken.ok()) return Status(taken.error());
              found = taken->value_or("none");
              return Status();
            }) == "ok");
    return found;
  };
  REQUIRE(Write(*store, [](Transaction& transaction) {
            return transaction.channels().InsertLink("word", "c",
                                                     FromMillis(10));
          }) == "ok");
  CHECK(take(11) == "none");
  CHECK(take(10) == "c");
  CHECK(take(10) == "none");
}

STORE_TEST("What an undone job wrote of chats is gone") {
  Kind kind;
  auto store = kind.Open();
  ChannelEvent event = EventAt("1", "a", 1, 1);
  CHECK(Write(*store, [&](Transaction& transaction) {
          Status stored = transaction.channels().InsertEvent(event);
          if (!stored.ok()) return stored;
          stored = transaction.channels().PutChat(
              {"telegram", "7", "c", {}, {}, ""});
          if (!stored.ok()) return stored;
          return Status(Invalid("undone"));
        }) == "invalid");
  CHECK(*store->channels().CountEvents() == 0);
  CHECK(!store->channels().FindChat("telegram", "7")->has_value());
  CHECK(Deliver(*store, event) == "ok");
}

STORE_TEST("Of each target only its oldest item is handed out") {
  Kind kind;
  auto store = kind.Open();
  OutboxItem first{
      0, OutboxKind::kChannel, "telegram:1", "{}",          "m1", {},
      0, FromMillis(5),        "",           FromMillis(1), 0,    "c"};
  OutboxItem second = first;
  second.message_id = "m2";
  OutboxItem other = first;
  other.target = "telegram:2";
  for (OutboxItem* item : {&first, &second, &other}) {
    REQUIRE(Write(*store, [&](Transaction& transaction) {
              return transaction.outbox().Insert(*item);
            }) == "ok");
  }
  auto& outbox = store->outbox();
  const auto heads = [&](int64_t now) {
    return *outbox.ListHeads(OutboxKind::kChannel, FromMillis(now), 10);
  };
  CHECK(heads(5) == std::vector<OutboxItem>{first, other});
  first.next_try_at = FromMillis(50);
  REQUIRE(Write(*store, [&](Transaction& transaction) {
            return transaction.outbox().Update(first);
          }) == "ok");
  CHECK(heads(5) == std::vector<OutboxItem>{other});
  first.state = OutboxState::kSent;
  REQUIRE(Write(*store, [&](Transaction& transaction) {
            return transaction.outbox().Update(first);
          }) == "ok");
  CHECK(heads(5) == std::vector<OutboxItem>{second, other});
}

}  // namespace
}  // namespace sportello
