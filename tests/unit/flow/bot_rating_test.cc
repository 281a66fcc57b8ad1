#include "flow/bot_rating.h"

#include <doctest/doctest.h>

#include <memory>

#include "dialogue/state.h"

namespace sportello {
namespace {

// A turn in which the customer takes his leave after an answer.
Turn Leave(const DialogueState& state, const char* id = "thanks") {
  Turn turn;
  turn.reason.decision = "answer";
  turn.reason.id = id;
  turn.memory = std::make_shared<const DialogueState>(state);
  return turn;
}

DialogueState Answered() {
  DialogueState state;
  state.last_id = "shipping_cost";
  state.turns = 2;
  return state;
}

TEST_CASE("Who leaves after an answer may be asked, once") {
  CHECK(MayAskHowItWent(Leave(Answered())));
  CHECK(MayAskHowItWent(Leave(Answered(), "goodbye")));
  DialogueState asked = Answered();
  asked.rating_turn = 1;
  CHECK_FALSE(MayAskHowItWent(Leave(asked)));
}

TEST_CASE("Nobody is asked in the middle, for nothing, or of a person") {
  CHECK_FALSE(MayAskHowItWent(Leave(Answered(), "greeting")));
  CHECK_FALSE(MayAskHowItWent(Leave(DialogueState())));
  DialogueState busy = Answered();
  busy.slot = "order_number";
  CHECK_FALSE(MayAskHowItWent(Leave(busy)));
  Turn queued = Leave(Answered());
  queued.owner = Owner::kQueue;
  CHECK_FALSE(MayAskHowItWent(queued));
}

TEST_CASE("The answer to the question is the very next message") {
  DialogueState state = Answered();
  state.rating_turn = 2;
  Conversation conversation;
  conversation.state = DumpState(state);
  CHECK(WasAskedHowItWent(conversation));
  conversation.owner = Owner::kQueue;
  CHECK_FALSE(WasAskedHowItWent(conversation));
  conversation.owner = Owner::kBot;
  state.turns = 3;
  conversation.state = DumpState(state);
  CHECK_FALSE(WasAskedHowItWent(conversation));
}

}  // namespace
}  // namespace sportello
