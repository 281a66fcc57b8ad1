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
  CHECK_FALSE(FollowsHowItWent(Leave(state)));
  state.rating_turn = 2;
  for (const int turn : {2, 3, 4}) {
    CAPTURE(turn);
    state.turns = turn;
    CHECK(FollowsHowItWent(Leave(state)) == (turn == 3));
  }
  CHECK_FALSE(FollowsHowItWent(Turn()));
}

}  // namespace
}  // namespace sportello
