// The end of a procedure: the company's interface, the reply, the ticket.
#include <algorithm>

#include "dialogue/procedure.h"

namespace sportello {

void Procedure::Finish(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  SlotValues values = state.slots;
  if (intent.action.has_value() && !RunAction(intent, values)) return;
  const bool asked = !state.asked.empty();
  answerer_.SetContexts(intent.context);
  SayOutcome(intent, values);
  state.done_intent = intent.id;
  state.done_slots = state.slots;
  state.done_turn = state.turns;
  answerer_.EndSlots();
  if (answerer_.turn_.owner != Owner::kBot) {
    answerer_.ForgetPaused();
    return;
  }
  if (!state.paused_intent.empty()) {
    answerer_.OfferResume();
  } else if (asked) {
    answerer_.writer_.Say("anything_else");
  }
}

void Procedure::SayOutcome(const Intent& intent, const SlotValues& values) {
  ReplyWriter& writer = answerer_.writer_;
  writer.SetVariables(Shown(intent, values));
  const TextChoice& reply =
      intent.reply.For(answerer_.input_.channel, answerer_.input_.open, values);
  const bool handover =
      intent.queue.has_value() && answerer_.conversation_.ticket == 0;
  if (handover) writer.SetVariable("ticket", std::string(kTicketMark));
  writer.Say(reply, "intent:" + intent.id, intent.buttons);
  if (handover) {
    answerer_.OpenTicket(*intent.queue, "intent");
    answerer_.turn_.reason.decision = "handoff";
  }
}

bool Procedure::RunAction(const Intent& intent, SlotValues& values) {
  const Action& action = *intent.action;
  Variables known = answerer_.knowledge_.constants;
  for (const auto& [name, value] : values) known[name] = value;
  const ActionRequest request = MakeRequest(action, known);
  const std::optional<PerformedAction>& performed = answerer_.input_.performed;
  if (!performed.has_value() || performed->request != request) {
    answerer_.turn_.action = request;
    return false;
  }
  const int status = performed->outcome.status;
  if (status == 404 && AskAfterNotFound(intent)) return false;
  std::optional<std::map<std::string, std::string>> results;
  if (status >= 200 && status < 300) {
    results = ReadResults(action, performed->outcome.body);
  }
  if (!results.has_value()) {
    FailAction(intent);
    return false;
  }
  for (const auto& [name, value] : *results) values[name] = value;
  return true;
}

// The company knows no such thing: the first value of the address is asked
// for again. False when there is no value to ask for.
bool Procedure::AskAfterNotFound(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  const std::vector<std::string>& names = intent.action->url.variables();
  for (const Slot& slot : intent.slots) {
    if (std::find(names.begin(), names.end(), slot.name) == names.end() ||
        slot.ask.empty()) {
      continue;
    }
    if (++state.retries > slot.retries) {
      GiveUp(intent, slot);
      return true;
    }
    ReplyWriter& writer = answerer_.writer_;
    writer.SetVariables(Shown(intent, state.slots));
    if (intent.action->not_found.empty()) {
      writer.Say("action_not_found");
    } else {
      writer.Say(intent.action->not_found, "notfound:" + intent.id);
    }
    state.slots.erase(slot.name);
    state.known.erase(slot.name);
    state.confirmed = false;
    answerer_.Decide("wait", "clarify", intent.id, "low", 0, intent.source);
    answerer_.turn_.slots.erase(slot.name);
    Ask(intent, slot);
    return true;
  }
  return false;
}

void Procedure::FailAction(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  ReplyWriter& writer = answerer_.writer_;
  writer.SetVariables(Shown(intent, state.slots));
  const std::vector<Button> buttons = {writer.PersonButton(),
                                       writer.MenuButton()};
  if (intent.action->failed.empty() ||
      !writer.Say(intent.action->failed, "failed:" + intent.id, buttons)) {
    writer.Say("action_failed", buttons);
  }
  answerer_.Decide("wait", "fallback", intent.id, "low", 0, intent.source);
  state.done_intent = intent.id;
  state.done_slots = state.slots;
  state.done_turn = state.turns;
  answerer_.EndSlots();
  // A yes to the offered person is a wish for one.
  state.misses = std::max(state.misses, 1);
}

}  // namespace sportello
