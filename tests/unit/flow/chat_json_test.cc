#include "flow/chat_json.h"

#include <doctest/doctest.h>

#include "base/json.h"

namespace sportello {
namespace {

Conversation Somebody() {
  Conversation conversation;
  conversation.id = "abc";
  conversation.language = "it";
  return conversation;
}

TEST_CASE("Any text comes back from its JSON as it was") {
  std::string text = "è \"quoted\" \\ / \n\t\r \x7f \xF0\x9F\x98\x80";
  for (char c = 0; c < 0x20; ++c) text += c;
  std::string out;
  AppendJsonString(out, text);
  const auto json = ParseJson(out);
  REQUIRE(json.ok());
  CHECK(json->get<std::string>() == text);
}

TEST_CASE("A byte that needs an escape is found wherever it stands") {
  for (const char special : {'"', '\\', '\n', '\x01', '\x1f'}) {
    for (size_t before = 0; before < 18; ++before) {
      for (size_t after = 0; after < 18; ++after) {
        const std::string text = std::string(before, ' ') + special + "è" +
                                 std::string(after, '!') + special;
        std::string out;
        AppendJsonString(out, text);
        const auto json = ParseJson(out);
        CAPTURE(out);
        REQUIRE(json.ok());
        CHECK(json->get<std::string>() == text);
      }
    }
  }
}

TEST_CASE("The answer has the documented shape") {
  Message reply;
  reply.seq = 2;
  reply.from = Author::kBot;
  reply.text = "Sì";
  reply.buttons = {{"No", "/no"}};
  reply.reason = Reason{"intent", "answer", "x", "high", 0.97, "", "", {"y"}};
  CHECK(WriteChatAnswer(Somebody(), 1, {reply}) ==
        R"({"conversation":"abc","owner":"bot","language":"it",)"
        R"("message_seq":1,"replies":[{"seq":2,"from":"bot","text":"Sì",)"
        R"("buttons":[{"title":"No","value":"/no"}]}],"answer":)"
        R"({"stage":"intent","id":"x","decision":"answer",)"
        R"("confidence":"high","score":0.97,"suggestions":["y"]}})");
}

TEST_CASE("Without a reply there is no answer, and a ticket is shown") {
  Conversation conversation = Somebody();
  conversation.owner = Owner::kAgent;
  conversation.ticket = 7;
  CHECK(WriteChatAnswer(conversation, 3, {}) ==
        R"({"conversation":"abc","owner":"agent","language":"it",)"
        R"("ticket":7,"message_seq":3,"replies":[],"answer":null})");
}

TEST_CASE("Times are in UTC with milliseconds") {
  CHECK(FormatTime(FromMillis(1'767'600'000'005)) ==
        "2026-01-05T08:00:00.005Z");
}

TEST_CASE("A score that is no number is zero") {
  Message reply;
  reply.reason = Reason();
  reply.reason->score = std::numeric_limits<double>::quiet_NaN();
  CHECK(ParseJson(WriteChatAnswer(Somebody(), 1, {reply})).ok());
}

}  // namespace
}  // namespace sportello
