#include "flow/bot_rating.h"

#include <memory>
#include <string>
#include <utility>

#include "dialogue/state.h"
#include "flow/handover_words.h"

namespace sportello {
namespace {

constexpr int kBestScore = 5;

}  // namespace

bool MayAskHowItWent(const Turn& turn) {
  const bool leaves =
      turn.reason.decision == "answer" &&
      (turn.reason.id == "thanks" || turn.reason.id == "goodbye");
  if (!leaves || turn.owner != Owner::kBot || turn.ticket.has_value() ||
      turn.memory == nullptr) {
    return false;
  }
  const DialogueState& state = *turn.memory;
  return !state.last_id.empty() && state.rating_turn == 0 &&
         state.slot.empty() && state.paused_intent.empty();
}

Status AskHowItWent(Transaction& transaction, const Conversation& conversation,
                    const LanguageKnowledge& knowledge, Turn& turn) {
  const auto ticket = transaction.tickets().FindLast(conversation.id, "");
  if (!ticket.ok()) return ticket.error();
  if (ticket->has_value()) return {};
  std::string text = HandoverWords(knowledge).RatingAskBot();
  if (text.empty()) return {};
  Reply question{std::move(text), {}};
  for (int score = 1; score <= kBestScore; ++score) {
    const std::string title = std::to_string(score);
    question.buttons.push_back({title, title});
  }
  turn.replies.push_back(std::move(question));
  DialogueState state = *turn.memory;
  state.rating_turn = state.turns;
  turn.state = DumpState(state);
  turn.memory = std::make_shared<const DialogueState>(std::move(state));
  return {};
}

bool FollowsHowItWent(const Turn& turn) {
  if (turn.memory == nullptr) return false;
  const DialogueState& state = *turn.memory;
  return state.rating_turn > 0 && state.rating_turn + 1 == state.turns;
}

}  // namespace sportello
