#include "dialogue/procedure_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogue/button_choice.h"
#include "dialogue/read_slots.h"
#include "dialogue/yes_no.h"

namespace sportello {
namespace {

// What begins a correction, normalised; the languages do not collide.
constexpr std::array<std::string_view, 38> kCorrections = {
    "no",
    "anzi",
    "scusa",
    "scusate",
    "scusi",
    "mi scuso",
    "ops",
    "volevo dire",
    "volevo scrivere",
    "intendevo",
    "intendo",
    "mi sono sbagliato",
    "mi sono sbagliata",
    "ho sbagliato",
    "ho scritto male",
    "ho sbagliato numero",
    "correggo",
    "correzione",
    "e invece",
    "invece",
    "aspetta",
    "errore",
    "quello giusto e",
    "sorry",
    "i meant",
    "i mean",
    "i meant to say",
    "actually",
    "correction",
    "oops",
    "wait",
    "rather",
    "my mistake",
    "i was wrong",
    "i made a mistake",
    "it should be",
    "the right one is",
    "make that",
};

bool StartsWithWords(std::string_view text, std::string_view words) {
  return text.starts_with(words) &&
         (text.size() == words.size() || text[words.size()] == ' ');
}

// The text behind the words that begin a correction; the same text when it
// begins with none.
NormalizedText AfterCorrection(const NormalizedText& text) {
  size_t at = 0;
  bool more = true;
  while (more && at < text.text.size()) {
    more = false;
    size_t longest = 0;
    for (const std::string_view words : kCorrections) {
      if (words.size() > longest &&
          StartsWithWords(std::string_view(text.text).substr(at), words)) {
        longest = words.size();
      }
    }
    if (longest > 0) {
      at = std::min(text.text.size(), at + longest + 1);
      more = true;
    }
  }
  return at == 0 ? text : Without(text, 0, at);
}

}  // namespace

bool ProcedureReader::Read() {
  const std::string step = answerer_.state().slot;
  if (step.empty()) return ReadLateCorrection();
  const Intent* intent = answerer_.WaitingIntent();
  const bool own = step == kConfirmStep || step == kChangeStep;
  const Slot* slot = intent == nullptr ? nullptr : intent->FindSlot(step);
  if (intent == nullptr || (slot == nullptr && !own)) {
    answerer_.EndSlots();  // the content changed meanwhile
    return false;
  }
  if (ReadButton(*intent) || ReadGlobal(*intent)) return true;
  if (own ? ReadOwnQuestion(*intent) : ReadYesNo(*intent, *slot)) return true;
  if (ReadCorrection(*intent) || ReadLeadingYesNo(*intent, slot)) return true;
  const bool text = slot != nullptr && slot->type->IsText();
  if (slot != nullptr && !text && ReadSlot(*intent, *slot)) return true;
  const bool asks = answerer_.input().text.find('?') != std::string::npos;
  if (slot != nullptr && !asks && ReadAhead(*intent, *slot)) return true;
  // What looks like a value is meant as one, even if it is wrong.
  const std::string problem = slot == nullptr ? "" : ProblemOf(*slot);
  if (problem.empty() && Digress(*intent, slot)) return true;
  if (slot != nullptr && asks && ReadAhead(*intent, *slot)) return true;
  if (problem.empty() && !text && answerer_.changes_language()) {
    // All that the message says for sure.
    answerer_.SayLanguageChanged();
    answerer_.Decide("wait", "clarify", intent->id, "low", 0, intent->source);
    procedure_.AskAgain(*intent);
  } else if (slot == nullptr) {
    procedure_.RetryQuestion(*intent);
  } else if (!text || !ReadSlot(*intent, *slot)) {
    procedure_.Retry(*intent, *slot, problem);
  }
  return true;
}

void ProcedureReader::AskAgain() {
  const Intent* intent = answerer_.WaitingIntent();
  if (intent != nullptr && !answerer_.state().slot.empty()) {
    procedure_.AskAgain(*intent);
  }
}

std::string ProcedureReader::ProblemOf(const Slot& slot) const {
  return slot.type
      ->Read(answerer_.text(), answerer_.input().text, answerer_.input().today)
      .problem;
}

// A button of the step by number, ordinal or title.
bool ProcedureReader::ReadButton(const Intent& intent) {
  const std::vector<Button>& buttons = answerer_.state().buttons;
  std::vector<Button> steps;
  for (const Button& button : buttons) {
    if (button.value.starts_with("/" + intent.id + ".")) {
      steps.push_back(button);
    }
  }
  const std::optional<size_t> chosen = ChooseButton(
      answerer_.knowledge(), steps, answerer_.text(), answerer_.input().text);
  return chosen.has_value() &&
         ReadStepValue(std::string_view(steps[*chosen].value).substr(1));
}

bool ProcedureReader::ReadGlobal(const Intent& intent) {
  const LanguageKnowledge& knowledge = answerer_.knowledge();
  const std::optional<Target> global = FindGlobal(knowledge, answerer_.text());
  if (!global.has_value()) return false;
  const std::string& name = answerer_.NameOf(*global);
  if (name == "back") {
    procedure_.GoBack(intent);
  } else if (name == "restart") {
    procedure_.StartAnew(intent);
  } else if (name == "repeat" || name == "help") {
    answerer_.Decide("wait", "answer", intent.id, "high", 1);
    procedure_.AskAgain(intent);
  } else if (name == "greeting") {
    answerer_.Decide("global", "answer", name, "high", 1);
    answerer_.SayWelcomeBack();
    procedure_.AskAgain(intent);
  } else if (name == "cancel" || name == "menu" || name == "person") {
    answerer_.AnswerGlobal(knowledge.globals[global->index], "global");
  } else {
    return false;
  }
  return true;
}

bool ProcedureReader::ReadOwnQuestion(const Intent& intent) {
  if (answerer_.state().slot == kChangeStep) return ReadChange(intent);
  const std::optional<Target> global =
      FindGlobal(answerer_.knowledge(), answerer_.text());
  if (!global.has_value()) return false;
  const std::string& name = answerer_.NameOf(*global);
  if (name == "yes") {
    procedure_.Confirm(intent);
  } else if (name == "no") {
    procedure_.AskChange(intent);
  } else {
    return false;
  }
  return true;
}

// The name of a step, or a new value of one.
bool ProcedureReader::ReadChange(const Intent& intent) {
  for (const Slot& slot : intent.slots) {
    const std::string label =
        answerer_.knowledge().analyzer.Normalize(slot.label).text;
    if (answerer_.state().slots.contains(slot.name) && !label.empty() &&
        answerer_.text().text == label) {
      procedure_.Change(intent, slot);
      return true;
    }
  }
  return false;
}

bool ProcedureReader::ReadYesNo(const Intent& intent, const Slot& slot) {
  if (!slot.type->IsYesNo()) return false;
  const std::optional<Target> global =
      FindGlobal(answerer_.knowledge(), answerer_.text());
  if (!global.has_value()) return false;
  const std::string& name = answerer_.NameOf(*global);
  if (name != "yes" && name != "no") return false;
  procedure_.Fill(intent, slot, name, {});
  return true;
}

// "Yes, he made me sign": after a correction was looked for, "no, 12346".
bool ProcedureReader::ReadLeadingYesNo(const Intent& intent, const Slot* slot) {
  const bool confirms = answerer_.state().slot == kConfirmStep;
  if (!confirms && (slot == nullptr || !slot->type->IsYesNo())) return false;
  const std::string_view said =
      LeadingYesNo(answerer_.text(), answerer_.input().text);
  if (said.empty()) return false;
  if (slot != nullptr) {
    procedure_.Fill(intent, *slot, std::string(said), {});
  } else if (said == "yes") {
    procedure_.Confirm(intent);
  } else {
    procedure_.AskChange(intent);
  }
  return true;
}

std::set<std::string> ProcedureReader::ToCome(const Intent& intent) const {
  return StepsToCome(intent, answerer_.state().slots, answerer_.input().open);
}

// A value for a later step is noted, and the step stands.
bool ProcedureReader::ReadAhead(const Intent& intent, const Slot& slot) {
  const std::vector<ValueAhead> values = FindValuesAhead(
      answerer_.knowledge(), intent, slot, ToCome(intent),
      {answerer_.text(), answerer_.input().text, answerer_.input().today});
  if (values.empty()) return false;
  procedure_.TakeAhead(intent, values);
  return true;
}

bool ProcedureReader::ReadSlot(const Intent& intent, const Slot& slot) {
  const TurnInput& input = answerer_.input();
  std::vector<ValueAhead> codes;
  if (!slot.type->IsText()) {
    codes = FindCodesAhead(intent, slot, ToCome(intent),
                           {answerer_.text(), input.text, input.today});
  }
  const NormalizedText text = WithoutValues(answerer_.text(), codes);
  SlotReading reading = slot.type->Read(text, input.text, input.today);
  if (!reading.value.has_value() && !slot.type->choices().empty()) {
    std::vector<std::pair<std::string, std::string>> corrections;
    const NormalizedText corrected =
        CorrectTypos(answerer_.knowledge(), text, corrections);
    reading = slot.type->Read(corrected, input.text, input.today);
    if (reading.value.has_value()) {
      procedure_.Fill(intent, slot, *reading.value, {}, codes);
      return true;
    }
  }
  if (!reading.value.has_value()) return false;
  procedure_.Fill(intent, slot, *std::move(reading.value),
                  Without(text, reading.begin, reading.end), codes);
  return true;
}

// "No, volevo dire 12346": the value goes where one of its kind was given
// last. At the confirmation the words before it may be missing.
bool ProcedureReader::ReadCorrection(const Intent& intent) {
  const NormalizedText rest = AfterCorrection(answerer_.text());
  const DialogueState& state = answerer_.state();
  const bool own = state.slot == kConfirmStep || state.slot == kChangeStep;
  const bool said = rest.text != answerer_.text().text;
  if (rest.tokens.empty() || (!said && !own)) return false;
  std::vector<std::string> given = state.asked;
  for (const auto& [name, value] : state.slots) {
    if (std::find(given.begin(), given.end(), name) == given.end()) {
      given.insert(given.begin(), name);
    }
  }
  for (auto name = given.rbegin(); name != given.rend(); ++name) {
    const Slot* slot = intent.FindSlot(*name);
    const auto old = state.slots.find(*name);
    if (slot == nullptr || old == state.slots.end() || slot->type->IsText() ||
        slot->type->IsYesNo()) {
      continue;
    }
    const SlotReading reading =
        slot->type->Read(rest, answerer_.input().text, answerer_.input().today);
    if (!reading.value.has_value() || *reading.value == old->second) continue;
    procedure_.Correct(intent, *slot, *reading.value);
    return true;
  }
  return false;
}

// The same in the turn after the procedure's end, when no person has it yet.
bool ProcedureReader::ReadLateCorrection() {
  const DialogueState& state = answerer_.state();
  const Intent* intent = answerer_.knowledge().FindIntent(state.done_intent);
  if (intent == nullptr || state.done_turn + 1 != state.turns ||
      intent->queue.has_value()) {
    return false;
  }
  const NormalizedText rest = AfterCorrection(answerer_.text());
  if (rest.tokens.empty() || rest.tokens.size() > 8 ||
      rest.text == answerer_.text().text) {
    return false;
  }
  for (const Slot& slot : intent->slots) {
    const auto old = state.done_slots.find(slot.name);
    if (old == state.done_slots.end() || slot.type->IsText()) continue;
    const SlotReading reading =
        slot.type->Read(rest, answerer_.input().text, answerer_.input().today);
    if (!reading.value.has_value() || *reading.value == old->second) continue;
    answerer_.TakeUpDone();
    procedure_.Correct(*intent, slot, *reading.value);
    return true;
  }
  return false;
}

// Another question in the middle is answered; then ours is asked again. To a
// step of type text everything is an answer but a sure question.
bool ProcedureReader::Digress(const Intent& intent, const Slot* slot) {
  const bool text = slot != nullptr && slot->type->IsText();
  if (text && answerer_.input().text.find('?') == std::string::npos) {
    return false;
  }
  const Understanding& meaning =
      reading_.Meaning(answerer_.knowledge(), answerer_.contexts());
  if (meaning.decision != Decision::kAnswer || meaning.confidence != "high" ||
      meaning.target->kind == Target::Kind::kGlobal ||
      answerer_.NameOf(*meaning.target) == intent.id) {
    return false;
  }
  if (meaning.target->kind == Target::Kind::kIntent) {
    const Intent& other = answerer_.knowledge().intents[meaning.target->index];
    if (!procedure_.IsPlain(other)) {
      procedure_.Pause(intent);
      answerer_.Answer(*meaning.target, meaning.stage, meaning.confidence,
                       meaning.score, meaning.source, meaning.slots);
      return true;
    }
  }
  answerer_.AnswerAside(meaning);
  procedure_.AskAgain(intent);
  return true;
}

bool ProcedureReader::ReadStepValue(std::string_view text) {
  const size_t equals = text.rfind('=');
  if (equals == std::string_view::npos) return false;
  const size_t dot = text.substr(0, equals).rfind('.');
  if (dot == std::string_view::npos) return false;
  const Intent* intent =
      answerer_.knowledge().FindIntent(std::string(text.substr(0, dot)));
  if (intent == nullptr) return false;
  TakeStepValue(*intent, std::string(text.substr(dot + 1, equals - dot - 1)),
                std::string(text.substr(equals + 1)));
  return true;
}

void ProcedureReader::TakeStepValue(const Intent& intent,
                                    const std::string& slot,
                                    const std::string& value) {
  const DialogueState& state = answerer_.state();
  const bool running = state.intent == intent.id && !state.slot.empty();
  const Slot* known = intent.FindSlot(slot);
  if (running && slot == kConfirmStep && state.slot == kConfirmStep) {
    if (value == "yes") {
      procedure_.Confirm(intent);
    } else {
      procedure_.AskChange(intent);
    }
  } else if (running && slot == kChangeStep &&
             intent.FindSlot(value) != nullptr) {
    procedure_.Change(intent, *intent.FindSlot(value));
  } else if (running && known != nullptr && known->type->HasChoice(value)) {
    if (state.slot == slot) {
      procedure_.Fill(intent, *known, value, {});
    } else {
      procedure_.Correct(intent, *known, value);
    }
  } else if (running) {
    answerer_.SayOldButton();
    procedure_.AskAgain(intent);
  } else {
    answerer_.SayOldButton();
  }
}

}  // namespace sportello
