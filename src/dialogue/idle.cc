#include "dialogue/idle.h"

#include "dialogue/answerer.h"

namespace sportello {

std::optional<Time> IdleAt(const Snapshot& snapshot,
                           const Conversation& conversation) {
  if (conversation.owner != Owner::kBot) return std::nullopt;
  const DialogueState state = ParseState(conversation.state);
  if (state.slot.empty()) return std::nullopt;
  const Intent* intent =
      snapshot.GetOrDefault(conversation.language).FindIntent(state.intent);
  if (intent == nullptr) return std::nullopt;
  return conversation.updated_at + intent->timeout;
}

Turn CloseIdle(const Snapshot& snapshot, const Conversation& conversation) {
  const LanguageKnowledge& knowledge =
      snapshot.GetOrDefault(conversation.language);
  DialogueState state = ParseState(conversation.state);
  --state.turns;  // those of the customer: this is none
  TurnInput input;
  input.channel = conversation.channel;
  input.customer = conversation.customer;
  const NormalizedText nothing;
  Answerer answerer(snapshot, knowledge, conversation, input, nothing,
                    std::move(state), false);
  if (const Intent* intent = answerer.WaitingIntent()) {
    answerer.CloseIdle(*intent);
  }
  return answerer.Finish();
}

}  // namespace sportello
