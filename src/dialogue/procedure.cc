#include "dialogue/procedure.h"

#include <algorithm>
#include <utility>

#include "dialogue/read_slots.h"
#include "language/mask.h"

namespace sportello {
namespace {

// How many of the customer's turns a value is known for later requests.
constexpr int kKnownTurns = 30;
constexpr int kConfirmRetries = 2;

std::string AskKey(const Intent& intent, std::string_view slot) {
  return "ask:" + intent.id + ":" + std::string(slot);
}

}  // namespace

std::string StepValue(const Intent& intent, std::string_view slot,
                      std::string_view value) {
  return "/" + intent.id + "." + std::string(slot) + "=" + std::string(value);
}

void Procedure::Start(const Intent& intent,
                      const std::map<std::string, std::string>& slots) {
  DialogueState& state = answerer_.state_;
  answerer_.EndSlots();
  state.intent = intent.id;
  state.slots = ReadSlots(answerer_.knowledge_, intent, answerer_.text_,
                          answerer_.input_.text, slots, answerer_.input_.today);
  TakeKnown(intent);
  Continue(intent);
}

void Procedure::Resume() {
  DialogueState& state = answerer_.state_;
  const Intent* intent = answerer_.knowledge().FindIntent(state.paused_intent);
  std::map<std::string, std::string> slots = std::move(state.paused_slots);
  answerer_.EndSlots();
  answerer_.ForgetPaused();
  if (intent == nullptr) {
    answerer_.SayUnknownButton();
    return;
  }
  answerer_.Decide("button", "answer", intent->id, "high", 1, intent->source);
  state.intent = intent->id;
  state.slots = std::move(slots);
  Continue(*intent);
}

void Procedure::TakeKnown(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  const Customer& customer = answerer_.input_.customer;
  for (const Slot& slot : intent.slots) {
    if (state.slots.contains(slot.name)) continue;
    if (slot.profile == "email" && !customer.email.empty()) {
      state.slots[slot.name] = customer.email;
    } else if (slot.profile == "name" && !customer.name.empty()) {
      state.slots[slot.name] = customer.name;
    } else if (slot.remember && state.known.contains(slot.name) &&
               state.turns - state.known_turns[slot.name] <= kKnownTurns) {
      // The content's type may have changed since.
      const std::string& value = state.known[slot.name];
      const SlotReading reading =
          slot.type->Read(answerer_.knowledge_.analyzer.Normalize(value), value,
                          answerer_.input_.today);
      if (reading.value == value) state.slots[slot.name] = value;
    }
  }
}

void Procedure::KeepKnown(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  for (const Slot& slot : intent.slots) {
    const auto it = state.slots.find(slot.name);
    if (!slot.remember || it == state.slots.end() || it->second.empty()) {
      continue;
    }
    state.known[slot.name] = it->second;
    state.known_turns[slot.name] = state.turns;
  }
}

// After a correction a step may be none of this case any more. What is known
// already of a step that may still come is kept.
void Procedure::DropUnneeded(const Intent& intent) {
  SlotValues& values = answerer_.state_.slots;
  const bool open = answerer_.input_.open;
  for (const Slot& slot : intent.slots) {
    if (Hold(slot.when, values, open)) continue;
    const auto dropped = values.extract(slot.name);
    if (dropped.empty() || !IsKept(intent, slot, dropped.mapped())) continue;
    if (StepsToCome(intent, values, open).contains(slot.name)) {
      values[slot.name] = dropped.mapped();
    }
  }
}

bool Procedure::IsKept(const Intent& intent, const Slot& slot,
                       const std::string& value) const {
  if (!slot.type->IsUnmistakable()) return false;
  const NormalizedText words = answerer_.knowledge_.analyzer.Normalize(value);
  return BelongsOnlyTo(intent, slot, {words, value, answerer_.input_.today});
}

void Procedure::Continue(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  DropUnneeded(intent);
  KeepKnown(intent);
  answerer_.turn_.slots.clear();
  for (const auto& [name, value] : state.slots) {
    if (!value.empty()) answerer_.turn_.slots[name] = value;
  }
  for (const Slot& slot : intent.slots) {
    if (!slot.required || state.slots.contains(slot.name) ||
        !Hold(slot.when, state.slots, answerer_.input_.open)) {
      continue;
    }
    Ask(intent, slot);
    return;
  }
  if (!intent.confirm.empty() && !state.confirmed) {
    AskConfirm(intent);
  } else {
    Finish(intent);
  }
}

void Procedure::Ask(const Intent& intent, const Slot& slot) {
  DialogueState& state = answerer_.state_;
  state.slot = slot.name;
  std::vector<Button> buttons;
  if (slot.type->IsYesNo()) {
    buttons = {answerer_.writer_.MakeButton(
                   "button_yes", StepValue(intent, slot.name, "yes")),
               answerer_.writer_.MakeButton(
                   "button_no", StepValue(intent, slot.name, "no"))};
  }
  for (const auto& [value, title] : slot.type->choices()) {
    std::string step = StepValue(intent, slot.name, value);
    if (step.find(' ') != std::string::npos) step = title;
    buttons.push_back({title, std::move(step)});
  }
  answerer_.writer_.SetVariables(Shown(intent, state.slots));
  answerer_.writer_.Say(slot.ask, AskKey(intent, slot.name),
                        std::move(buttons));
}

void Procedure::AskConfirm(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  state.slot = kConfirmStep;
  ReplyWriter& writer = answerer_.writer_;
  writer.SetVariables(Shown(intent, state.slots));
  writer.SetVariable("summary", SummaryOf(intent));
  writer.Say(
      intent.confirm, AskKey(intent, kConfirmStep),
      {writer.MakeButton("button_yes", StepValue(intent, kConfirmStep, "yes")),
       writer.MakeButton("button_no", StepValue(intent, kConfirmStep, "no"))});
}

void Procedure::AskAgain(const Intent& intent) {
  const std::string& step = answerer_.state_.slot;
  if (step == kConfirmStep) {
    AskConfirm(intent);
  } else if (step == kChangeStep) {
    AskChange(intent);
  } else if (const Slot* slot = intent.FindSlot(step)) {
    Ask(intent, *slot);
  }
}

void Procedure::Fill(const Intent& intent, const Slot& slot, std::string value,
                     const NormalizedText& rest,
                     const std::vector<ValueAhead>& ahead) {
  DialogueState& state = answerer_.state_;
  for (const ValueAhead& other : ahead) {
    state.slots[other.slot->name] = other.value;
  }
  state.slots[slot.name] =
      slot.type->IsText() ? MaskPersonal(value) : std::move(value);
  std::erase(state.asked, slot.name);
  state.asked.push_back(slot.name);
  state.retries = 0;
  state.slot.clear();
  if (!rest.tokens.empty()) {
    state.slots =
        ReadSlots(answerer_.knowledge_, intent, rest, answerer_.input_.text,
                  state.slots, answerer_.input_.today);
  }
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  Continue(intent);
}

void Procedure::TakeAhead(const Intent& intent,
                          const std::vector<ValueAhead>& values) {
  DialogueState& state = answerer_.state_;
  const std::string step = state.slot;
  const int retries = state.retries;
  ReplyWriter& writer = answerer_.writer_;
  std::string noted;
  for (const ValueAhead& ahead : values) {
    state.slots[ahead.slot->name] = ahead.value;
    noted += (noted.empty() ? "" : ", ") + ahead.slot->label + " **" +
             SafeValue(answerer_.Shown(*ahead.slot, ahead.value)) + "**";
  }
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  writer.SetVariable("value", std::move(noted));
  writer.Say("noted");
  Continue(intent);
  state.retries = state.slot == step ? retries : 0;
}

void Procedure::Correct(const Intent& intent, const Slot& slot,
                        std::string value) {
  DialogueState& state = answerer_.state_;
  state.slots[slot.name] = std::move(value);
  state.confirmed = false;
  state.retries = 0;
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  ReplyWriter& writer = answerer_.writer_;
  writer.SetVariable("label", slot.label);
  writer.SetVariables({{"value", Shown(intent, state.slots)[slot.name]}});
  writer.Say("corrected");
  Continue(intent);
}

void Procedure::Confirm(const Intent& intent) {
  answerer_.state_.confirmed = true;
  answerer_.state_.retries = 0;
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  Continue(intent);
}

void Procedure::AskChange(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  state.slot = kChangeStep;
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  std::vector<Button> buttons;
  for (const Slot& slot : intent.slots) {
    if (!state.slots.contains(slot.name)) continue;
    std::string title = slot.label;
    if (title[0] >= 'a' && title[0] <= 'z') {
      title[0] = static_cast<char>(title[0] - 'a' + 'A');
    }
    buttons.push_back(
        {std::move(title), StepValue(intent, kChangeStep, slot.name)});
  }
  buttons.push_back(answerer_.writer_.MakeButton("button_cancel", "/cancel"));
  answerer_.writer_.Say("change_which", std::move(buttons));
}

void Procedure::Change(const Intent& intent, const Slot& slot) {
  DialogueState& state = answerer_.state_;
  state.slots.erase(slot.name);
  state.confirmed = false;
  answerer_.Decide("wait", "answer", intent.id, "high", 1, intent.source);
  Continue(intent);
}

void Procedure::GoBack(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  answerer_.Decide("global", "answer", "back", "high", 1);
  if (state.asked.empty()) {
    answerer_.writer_.Say("back_first_step", {answerer_.writer_.MakeButton(
                                                 "button_cancel", "/cancel")});
    AskAgain(intent);
    return;
  }
  state.slots.erase(state.asked.back());
  state.asked.pop_back();
  state.retries = 0;
  state.confirmed = false;
  Continue(intent);
}

void Procedure::StartAnew(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  for (const std::string& name : state.asked) {
    state.slots.erase(name);
    state.known.erase(name);
  }
  state.asked.clear();
  state.retries = 0;
  state.confirmed = false;
  answerer_.Decide("global", "answer", "restart", "high", 1);
  answerer_.writer_.Say("procedure_restarted");
  Continue(intent);
}

void Procedure::Pause(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  std::map<std::string, std::string> slots = state.slots;
  answerer_.EndSlots();
  state.paused_intent = intent.id;
  state.paused_slots = std::move(slots);
}

void Procedure::Retry(const Intent& intent, const Slot& slot,
                      const std::string& problem) {
  DialogueState& state = answerer_.state_;
  if (++state.retries > slot.retries) {
    GiveUp(intent, slot);
    return;
  }
  ReplyWriter& writer = answerer_.writer_;
  const std::string& example = slot.type->example();
  if (!example.empty()) writer.SetVariable("example", example);
  writer.SetVariables(Shown(intent, state.slots));
  const std::string key = AskKey(intent, slot.name) + ":again";
  // What is wrong, in our words or in the content's own.
  const bool said = (!problem.empty() && writer.Say(problem)) ||
                    (!slot.again.empty() && writer.Say(slot.again, key));
  if (said) {
    // Nothing more to explain.
  } else if (slot.type->IsYesNo()) {
    writer.Say("slot_yes_no_hint");
    AskAgain(intent);
  } else if (!slot.type->choices().empty()) {
    writer.Say("slot_choice_hint");
    AskAgain(intent);
  } else if (example.empty()) {
    writer.Say("slot_retry_no_example");
  } else {
    writer.Say("slot_retry");
  }
  answerer_.Decide("wait", "clarify", intent.id, "low", 0, intent.source);
}

void Procedure::RetryQuestion(const Intent& intent) {
  DialogueState& state = answerer_.state_;
  answerer_.Decide("wait", "clarify", intent.id, "low", 0, intent.source);
  if (++state.retries > kConfirmRetries) {
    answerer_.Remember(answerer_.input_.text);
    answerer_.turn_.reason.decision = "handoff";
    answerer_.HandOver(intent.queue.value_or(""), "slot", "slot_failed");
    return;
  }
  if (state.slot == kConfirmStep) answerer_.writer_.Say("slot_yes_no_hint");
  AskAgain(intent);
}

void Procedure::GiveUp(const Intent& intent, const Slot& slot) {
  DialogueState& state = answerer_.state_;
  switch (slot.on_failure) {
    case SlotFailure::kHandOff:
      answerer_.Remember(answerer_.input_.text);
      answerer_.Decide("wait", "handoff", intent.id, "low", 0);
      answerer_.HandOver(intent.queue.value_or(""), "slot", "slot_failed");
      return;
    case SlotFailure::kSkip:
      answerer_.Decide("wait", "answer", intent.id, "low", 0, intent.source);
      state.slots[slot.name] = "";
      state.retries = 0;
      answerer_.writer_.Say("slot_skipped");
      Continue(intent);
      return;
    case SlotFailure::kCancel:
      answerer_.Decide("wait", "fallback", intent.id, "low", 0, intent.source);
      answerer_.EndSlots();
      answerer_.writer_.Say("slot_cancelled", {answerer_.writer_.PersonButton(),
                                               answerer_.writer_.MenuButton()});
      return;
  }
}

std::map<std::string, std::string> Procedure::Shown(
    const Intent& intent, const SlotValues& values) const {
  std::map<std::string, std::string> shown;
  for (const auto& [name, value] : values) {
    const Slot* slot = intent.FindSlot(name);
    const std::string& language = answerer_.knowledge_.language();
    shown[name] = value;
    if (slot != nullptr) {
      shown[name] = answerer_.Shown(*slot, value);
    } else if (intent.action.has_value()) {
      const auto format = intent.action->formats.find(name);
      if (format == intent.action->formats.end()) continue;
      shown[name] = FormatValue(format->second, language, value);
    }
  }
  return shown;
}

std::string Procedure::SummaryOf(const Intent& intent) const {
  const auto shown = Shown(intent, answerer_.state_.slots);
  std::string summary;
  for (const Slot& slot : intent.slots) {
    const auto it = shown.find(slot.name);
    if (it == shown.end() || it->second.empty()) continue;
    summary += (summary.empty() ? "- " : "\n- ") + slot.label + ": **" +
               SafeValue(it->second) + "**";
  }
  return summary;
}

bool Procedure::IsPlain(const Intent& intent) const {
  if (intent.queue.has_value() || intent.action.has_value() ||
      !intent.confirm.empty()) {
    return false;
  }
  return std::none_of(intent.slots.begin(), intent.slots.end(),
                      [](const Slot& slot) { return slot.required; });
}

}  // namespace sportello
