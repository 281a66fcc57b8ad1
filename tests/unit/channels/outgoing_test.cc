#include "channels/outgoing.h"

#include <doctest/doctest.h>

#include <optional>

namespace sportello {
namespace {

Message WithButtons(const std::string& text, int buttons,
                    const std::string& title = "Scelta") {
  Message message;
  message.seq = 12;
  message.from = Author::kBot;
  message.text = text;
  for (int i = 0; i < buttons; ++i) {
    message.buttons.push_back({title + " " + std::to_string(i + 1), "/x"});
  }
  return message;
}

TEST_CASE("Buttons stand under the last part, with short ids") {
  const std::string text = std::string(5000, 'a') + " fine";
  const auto parts = CutMessage(WithButtons(text, 2), LimitsOf("telegram"));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].buttons.empty());
  CHECK(!parts[0].is_last);
  CHECK(parts[1].is_last);
  REQUIRE(parts[1].buttons.size() == 2);
  CHECK(parts[1].buttons[1].id == "b:12:2");
  CHECK(parts[1].buttons[1].title == "Scelta 2");
}

TEST_CASE("More buttons than a channel shows become a numbered list") {
  const auto parts =
      CutMessage(WithButtons("Quale?", 14), LimitsOf("messenger"));
  REQUIRE(parts.size() == 1);
  CHECK(parts[0].buttons.empty());
  CHECK(parts[0].text.starts_with("Quale?\n\n1. Scelta 1\n2. Scelta 2\n"));
  CHECK(parts[0].text.ends_with("\n14. Scelta 14"));
}

TEST_CASE("A title that would be cut short becomes a numbered list too") {
  const auto parts =
      CutMessage(WithButtons("Quale?", 1, "Vorrei restituire un prodotto"),
                 LimitsOf("messenger"));
  CHECK(parts[0].text == "Quale?\n\n1. Vorrei restituire un prodotto 1");
}

TEST_CASE("Text above buttons has a limit of its own") {
  const auto parts =
      CutMessage(WithButtons(std::string(1500, 'a'), 2), LimitsOf("whatsapp"));
  REQUIRE(parts.size() == 2);
  CHECK(parts[1].text.size() <= 1024);
  CHECK(parts[1].buttons.size() == 2);
}

TEST_CASE("A part lies in the outbox as it will be sent") {
  auto parts = CutMessage(WithButtons("Sì & «no»", 2), LimitsOf("telegram"));
  const ChannelChat chat{"telegram", "-7:x", "c", {}, {}, ""};
  const OutboxItem item =
      MakeOutboxItem(chat, parts[0], "c/12/1", FromMillis(5));
  CHECK(item.kind == OutboxKind::kChannel);
  CHECK(item.conversation == "c");
  CHECK(SplitTarget(item.target).channel == "telegram");
  CHECK(SplitTarget(item.target).address == "-7:x");
  const auto read = ReadOutboxItem(item, "secret");
  REQUIRE(read.ok());
  parts[0].message_id = OutsideId("secret", "c/12/1");
  CHECK(*read == parts[0]);
  OutboxItem broken = item;
  broken.payload = "{}";
  CHECK(!ReadOutboxItem(broken, "secret").ok());
}

TEST_CASE("Only our own ids of buttons are read") {
  CHECK(ParseButtonId(ButtonId(12, 2))->seq == 12);
  CHECK(ParseButtonId(ButtonId(12, 2))->index == 2);
  for (const char* id : {"", "b:", "b:1", "b:0:1", "b:1:0", "b:-1:1", "b:1:2:3",
                         "b:1:x", "b:99999999999999999999:1", "x:1:1"}) {
    CHECK_MESSAGE(!ParseButtonId(id).has_value(), id);
  }
}

TEST_CASE("A row of the outbox says which part of which message it is") {
  const auto place = ParseOutboxId(OutboxId({"a/b", 12, 3}));
  REQUIRE(place.has_value());
  CHECK(place->conversation == "a/b");
  CHECK(place->seq == 12);
  CHECK(place->part == 3);
  CHECK_FALSE(place->again);
  const auto again = ParseOutboxId(OutboxId({"c", 1, 1, true}));
  REQUIRE(again.has_value());
  CHECK(again->again);
  for (const char* other :
       {"", "/", "//", "/1/1", "c//1", "c/1", "c/0/1", "c/1/0", "c/1/1/x",
        "c/-1/1", "c/1/again", "notice/x", "ack/telegram:1"}) {
    CHECK_MESSAGE(!ParseOutboxId(other).has_value(), other);
  }
}

TEST_CASE("What a provider is given names the part and not the conversation") {
  const std::string id = OutboxId({"3f9c", 12, 3});
  const std::string given = OutsideId("secret", id);
  CHECK(given.find("3f9c") == std::string::npos);
  CHECK(given == OutsideId("secret", id));
  CHECK(given != OutsideId("secret", OutboxId({"3f9d", 12, 3})));
  CHECK(given != OutsideId("another", id));
  const auto place = ParseOutsideId("secret", "3f9c", given);
  REQUIRE(place.has_value());
  CHECK(OutboxId(*place) == id);
  const std::string again = OutboxId({"3f9c", 12, 3, true});
  CHECK(ParseOutsideId("secret", "3f9c", OutsideId("secret", again))->again);
}

TEST_CASE("Nobody makes a provider's value, nor brings another chat's") {
  const std::string given = OutsideId("secret", OutboxId({"3f9c", 12, 3}));
  CHECK(!ParseOutsideId("secret", "3f9d", given).has_value());
  CHECK(!ParseOutsideId("another", "3f9c", given).has_value());
  const std::string signature = given.substr(given.rfind('/'));
  for (const std::string& other :
       {std::string(), std::string("12/3"), std::string("12/3/"), signature,
        "12/4" + signature, "12/3/again" + signature,
        given.substr(0, given.size() - 1), given + "0",
        OutboxId({"3f9c", 12, 3})}) {
    CHECK_MESSAGE(!ParseOutsideId("secret", "3f9c", other).has_value(), other);
  }
  const std::string notice = OutsideId("secret", "notice/x");
  CHECK(notice.find('/') == std::string::npos);
  CHECK(!ParseOutsideId("secret", "3f9c", notice).has_value());
}

}  // namespace
}  // namespace sportello
