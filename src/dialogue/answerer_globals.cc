// What follows the words that are understood at any time, and the tones.
#include <algorithm>

#include "chat/ticket.h"
#include "dialogue/answerer.h"
#include "dialogue/procedure.h"

namespace sportello {

void Answerer::AnswerGlobal(const Global& global, const std::string& stage) {
  Decide(stage, "answer", global.name, "high", 1, global.source);
  const std::string& name = global.name;
  if (name == "person") {
    AskPerson();
  } else if (name == "cancel" || name == "back") {
    Cancel(name);
  } else if (name == "restart") {
    EndSlots();
    ForgetPaused();
    state_.misses = 0;
    writer_.Say("restarted", {writer_.MenuButton()});
  } else if (name == "menu" || name == "help") {
    EndSlots();
    writer_.Say(name);
    writer_.AddButtons(knowledge_.menu);
  } else if (name == "repeat") {
    Repeat();
  } else if (name == "greeting") {
    Greet();
  } else if (name == "status") {
    writer_.Say(turn_.owner == Owner::kQueue ? "status_queue" : "status_bot");
  } else if (name == "yes" || name == "no") {
    ReadBareYesNo(name);
  } else {
    writer_.Say(name);
  }
}

// A yes to the offer of a person is a wish for one; otherwise a bare yes or
// no means nothing that we could act on.
void Answerer::ReadBareYesNo(const std::string& name) {
  const bool offered = std::any_of(
      state_.buttons.begin(), state_.buttons.end(),
      [](const Button& button) { return button.value == "/person"; });
  const bool resume = std::any_of(
      state_.buttons.begin(), state_.buttons.end(),
      [](const Button& button) { return button.value == kResumeValue; });
  if (name == "yes" && resume) {
    Procedure(*this).Resume();
  } else if (name == "yes" && offered && state_.misses >= 1) {
    AskPerson();
    turn_.reason.id = "person";
  } else if (name == "no") {
    writer_.Say("anything_else", {writer_.MenuButton()});
  } else {
    Fallback(0);
  }
}

void Answerer::AskPerson() {
  turn_.reason.decision = "handoff";
  if (turn_.owner == Owner::kQueue) {
    writer_.Say("person_waiting");
    return;
  }
  std::string queue;
  if (const Intent* intent = WaitingIntent()) {
    queue = intent->queue.value_or("");
  }
  HandOver(queue, "asked for a person", "person_requested");
}

void Answerer::Cancel(const std::string& name) {
  const bool busy = !state_.slot.empty();
  EndSlots();
  ForgetPaused();
  if (busy) {
    writer_.Say("cancelled", {writer_.MenuButton()});
  } else {
    writer_.Say(name == "back" ? "back_nothing" : "nothing_to_cancel",
                {writer_.MenuButton()});
  }
}

void Answerer::Repeat() {
  if (state_.last_replies.empty()) {
    writer_.Say("repeat_nothing");
    return;
  }
  for (const std::string& text : state_.last_replies) {
    writer_.SayPlain(text);
  }
  writer_.AddButtons(state_.buttons);
}

// Who comes back hears first what was left open.
void Answerer::Greet() {
  if (knowledge_.FindIntent(state_.paused_intent) != nullptr) {
    SayWelcomeBack();
    OfferResume();
    return;
  }
  if (conversation_.owner == Owner::kClosed) {
    SayWelcomeBack();
    writer_.Say("status_closed", {writer_.MenuButton()});
    return;
  }
  writer_.Say(state_.greeted ? "greeting_again" : "greeting");
  writer_.AddButtons(knowledge_.menu);
  state_.greeted = true;
}

bool Answerer::AnswerTone(const Tone& tone) {
  int& heard = state_.tones[tone.name];
  const size_t at =
      std::min(static_cast<size_t>(heard), tone.ladder.size() - 1);
  heard = std::min(heard + 1, 1000);
  const auto& [text, step] = tone.ladder[at];
  Decide("tone", "answer", tone.name, "high", 1);
  offer_person_ = step == ToneStep::kOffer;
  if (step == ToneStep::kPerson && turn_.owner == Owner::kBot) {
    turn_.reason.decision = "handoff";
    HandOver("", std::string(kToneReason) + tone.name, text);
    return true;
  }
  if (conversation_.ticket > 0 || step != ToneStep::kPerson) writer_.Say(text);
  if (step == ToneStep::kEnd) EndSlots();
  return step == ToneStep::kEnd || step == ToneStep::kPerson;
}

void Answerer::OfferPerson() {
  if (!offer_person_ || turn_.owner != Owner::kBot) return;
  const Button person = writer_.PersonButton();
  for (const Reply& reply : writer_.replies()) {
    for (const Button& button : reply.buttons) {
      if (button.value == person.value) return;
    }
  }
  writer_.AddButtons({person});
}

}  // namespace sportello
