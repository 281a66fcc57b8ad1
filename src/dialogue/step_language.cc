#include "dialogue/step_language.h"

#include "dialogue/language_choice.h"
#include "dialogue/read_slots.h"

namespace sportello {
namespace {

const Intent* WaitingIn(const LanguageKnowledge& knowledge,
                        const DialogueState& state) {
  const Intent* intent = knowledge.FindIntent(state.intent);
  if (intent == nullptr) return nullptr;
  const bool own = state.slot == kConfirmStep || state.slot == kChangeStep;
  return own || intent->FindSlot(state.slot) != nullptr ? intent : nullptr;
}

// What the customer wrote around the value that `slot` reads in it.
std::string AroundValue(TextReading& reading,
                        const LanguageKnowledge& knowledge, const Slot& slot,
                        Day today) {
  const NormalizedText& words = reading.Words(knowledge);
  const SlotReading found = slot.type->Read(words, reading.text(), today);
  if (found.begin >= found.end) return std::string(reading.text());
  std::string rest;
  for (const Token& token : Without(words, found.begin, found.end).tokens) {
    if (!rest.empty()) rest += ' ';
    rest += reading.text().substr(token.begin, token.end - token.begin);
  }
  return rest;
}

// A question, or a wish that is heard at any time: no value of a text.
bool IsSureQuestion(TextReading& reading, const LanguageKnowledge& knowledge) {
  const Understanding& meaning = reading.Meaning(knowledge);
  if (meaning.decision != Decision::kAnswer || meaning.confidence != "high") {
    return false;
  }
  return meaning.target->kind == Target::Kind::kGlobal ||
         reading.text().find('?') != std::string_view::npos;
}

}  // namespace

std::string LanguageInStep(TextReading& reading, const DialogueState& state,
                           const std::string& language, Day today) {
  const Snapshot& snapshot = reading.snapshot();
  const LanguageKnowledge* here = snapshot.Find(language);
  const Intent* intent = here == nullptr ? nullptr : WaitingIn(*here, state);
  if (intent == nullptr) return language;
  std::string clear = ClearLanguage(reading);
  if (clear.empty() || clear == language) return language;
  const LanguageKnowledge& there = snapshot.GetOrDefault(clear);
  if (WaitingIn(there, state) == nullptr) return language;
  const Slot* slot = intent->FindSlot(state.slot);
  if (slot == nullptr) return clear;
  if (slot->type->IsText()) {
    return IsSureQuestion(reading, there) ? clear : language;
  }
  const std::string around = AroundValue(reading, *here, *slot, today);
  TextReading rest(snapshot, around);
  return ClearLanguage(rest) == clear ? clear : language;
}

}  // namespace sportello
