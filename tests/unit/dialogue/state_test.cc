#include "dialogue/state.h"

#include <doctest/doctest.h>

#include <random>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

DialogueState FullState() {
  DialogueState state;
  state.greeted = true;
  state.language_asked = true;
  state.misses = 2;
  state.intent = "order_cancel";
  state.slot = "order";
  state.retries = 1;
  state.slots = {{"a", "1"}, {"b", "\"quoted\"\nè"}};
  state.paused_intent = "repair";
  state.paused_slots = {{"model", "x"}};
  state.closed_slot = "size";
  state.buttons = {{"Title", "/value"}, {"", ""}};
  state.last_replies = {"one", std::string(kTicketMark)};
  state.missed = {"what?"};
  state.uses = {{"intent:a", 3}};
  return state;
}

TEST_CASE("A state is read back as it was written") {
  CHECK(ParseState(DumpState(FullState())) == FullState());
  CHECK(ParseState(DumpState(DialogueState())) == DialogueState());
}

TEST_CASE("What is no state gives a fresh one") {
  for (const char* text : {"", "{", "[]", "null", "42", "\"x\"", "\xff\xfe"}) {
    CHECK(ParseState(text) == DialogueState());
  }
}

TEST_CASE("Wrong types are passed over, the rest is kept") {
  const DialogueState state = ParseState(
      R"({"greeted":"yes","misses":-1,"retries":1e9,"slots":[],"intent":7,)"
      R"("buttons":[1,{"title":2}],"missed":["a",3],"slot":"order"})");
  DialogueState expected;
  expected.buttons = {{"", ""}};
  expected.missed = {"a"};
  expected.slot = "order";
  CHECK(state == expected);
}

TEST_CASE("A state damaged anywhere still gives a turn") {
  const std::string good = DumpState(FullState());
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    std::string bad = good;
    const size_t at = random() % bad.size();
    if (random() % 2 == 0) {
      bad[at] = static_cast<char>(random() % 256);
    } else {
      bad.resize(at);
    }
    Talk talk;
    talk.conversation.state = bad;
    talk.conversation.language = "en";
    talk.conversation.last_seq = 4;
    talk.Say(i % 2 == 0 ? "123456" : "2");
    CHECK_FALSE(talk.turn.replies.empty());
  }
}

}  // namespace
}  // namespace sportello
