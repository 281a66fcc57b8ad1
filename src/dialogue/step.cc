// The order in which a message is read: a person owns the conversation, a
// button's value, the slot that is waited for, an offered button, and then
// what the text means by itself. What is said then is answerer.h's business.
#include "dialogue/step.h"

#include "dialogue/answerer.h"
#include "dialogue/button_choice.h"
#include "dialogue/in_context.h"
#include "dialogue/language_choice.h"
#include "dialogue/procedure.h"
#include "dialogue/procedure_reader.h"
#include "dialogue/step_language.h"
#include "dialogue/text_reading.h"
#include "dialogue/understand.h"

namespace sportello {
namespace {

// Shorter messages with a tone may be nothing but the tone ("è urgente"): they
// are only taken for a question too when that is sure.
constexpr size_t kWordsOfAQuestion = 8;

class Stepper {
 public:
  // `last_at`: of the message before.
  Stepper(const LanguageKnowledge& knowledge, const TurnInput& input,
          Time last_at, TextReading& reading, Answerer& answerer)
      : knowledge_(knowledge),
        input_(input),
        last_at_(last_at),
        reading_(reading),
        answerer_(answerer),
        reader_(answerer, reading) {}

  void Run() {
    const std::string closed_slot = answerer_.TakeClosedSlot();
    if (answerer_.owner() == Owner::kAgent) {
      answerer_.StaySilent();
    } else if (input_.text.empty()) {
      answerer_.SayEmpty();
    } else if (const Intent* idle = FindIdle()) {
      const bool late = IsAnswer(*idle, answerer_.state().slot);
      Procedure(answerer_).Pause(*idle);
      answerer_.SayTimedOut(*idle);
      ReadAfterIdle(*idle, late);
    } else if (const Intent* closed = FindClosed(closed_slot)) {
      if (!ReadReturn()) ReadAfterIdle(*closed, IsAnswer(*closed, closed_slot));
    } else if (!ReadValue(input_.text) && !ReadTone()) {
      if (answerer_.owner() == Owner::kQueue) {
        ReadWhileQueued();
      } else if (!reader_.Read() && !ReadButton() && !ReadInContext()) {
        ReadMeaning(Meaning());
      }
    }
  }

 private:
  const Understanding& Meaning() {
    return reading_.Meaning(knowledge_, answerer_.contexts());
  }

  // The procedure whose question was left open too long, or null.
  const Intent* FindIdle() const {
    if (answerer_.state().slot.empty() || input_.now == Time() ||
        last_at_ == Time() || answerer_.owner() != Owner::kBot) {
      return nullptr;
    }
    const Intent* intent = answerer_.WaitingIntent();
    const bool late =
        intent != nullptr && input_.now - last_at_ >= intent->timeout;
    return late ? intent : nullptr;
  }

  // The procedure that was closed while the customer was away, or null.
  const Intent* FindClosed(const std::string& slot) const {
    if (slot.empty() || answerer_.owner() != Owner::kBot) return nullptr;
    return answerer_.knowledge().FindIntent(answerer_.state().paused_intent);
  }

  // After that end was told: the offer to go on is taken, or a greeting meets
  // it again. False when the message is neither.
  bool ReadReturn() {
    if (ReadButton()) return true;
    const std::optional<Target> global =
        FindGlobal(knowledge_, answerer_.text());
    if (!global.has_value()) return false;
    const std::string& name = answerer_.NameOf(*global);
    if (name != "yes" && name != "no" && name != "greeting") return false;
    answerer_.AnswerGlobal(knowledge_.globals[global->index], "global");
    return true;
  }

  // Whether the message is a value for a step.
  bool IsAnswer(const Intent& intent, const std::string& step) const {
    const Slot* slot = intent.FindSlot(step);
    return slot != nullptr && !slot->type->IsText() &&
           slot->type->Read(answerer_.text(), input_.text, input_.today)
               .value.has_value();
  }

  // After its end was told: something new is answered; whatever sounds like
  // an answer to the old question is met with the offer to go on.
  void ReadAfterIdle(const Intent& closed, bool late_answer) {
    if (!ReadTone()) {
      const std::string& text = input_.text;
      const bool of_step = text.starts_with("/" + closed.id + ".");
      if (of_step || late_answer || !ReadNew(closed)) {
        answerer_.Decide("wait", "answer", closed.id, "high", 1);
        answerer_.OfferResume();
        return;
      }
    }
    const bool free = answerer_.state().slot.empty() &&
                      answerer_.owner() == Owner::kBot && !answerer_.resumes();
    if (free && !answerer_.state().paused_intent.empty()) {
      answerer_.OfferResume();
    }
  }

  // False when the message is no clear question or wish of its own.
  bool ReadNew(const Intent& closed) {
    if (ReadValue(input_.text)) return true;
    const Understanding& meaning = Meaning();
    if (meaning.decision != Decision::kAnswer || meaning.confidence != "high") {
      return false;
    }
    const std::string& name = answerer_.NameOf(*meaning.target);
    if (meaning.target->kind != Target::Kind::kGlobal) {
      if (name == closed.id) return false;
    } else if (name == "cancel" || name == "no") {
      answerer_.ForgetPaused();
    } else if (name != "person" && name != "menu" && name != "help" &&
               name != "bot" && name != "goodbye" && name != "restart") {
      return false;
    }
    AnswerMeaning(meaning);
    return true;
  }

  // An insult, a threat, a call for help: answered in its own way before what
  // the message is about. True when nothing else is to be said.
  bool ReadTone() {
    const Tone* tone = FindTone(knowledge_, answerer_.text());
    if (tone == nullptr) return false;
    const ToneStep step = tone->ladder.front().second;
    const bool soft = step == ToneStep::kContinue || step == ToneStep::kOffer;
    if (!soft) return answerer_.AnswerTone(*tone);
    if (answerer_.owner() == Owner::kQueue) return false;
    // What brings a person anyway needs no other words of ours.
    const Understanding& meaning = Meaning();
    const bool answered = meaning.decision == Decision::kAnswer &&
                          (meaning.confidence == "high" ||
                           meaning.text.tokens.size() >= kWordsOfAQuestion);
    if (answered && BringsPerson(*meaning.target)) return false;
    if (answerer_.AnswerTone(*tone)) return true;
    // A question is answered too; what is none gets no "I did not understand".
    return !answered && answerer_.state().slot.empty();
  }

  bool BringsPerson(const Target& target) const {
    if (target.kind == Target::Kind::kGlobal) {
      return answerer_.NameOf(target) == "person";
    }
    return target.kind == Target::Kind::kIntent &&
           knowledge_.intents[target.index].queue.has_value();
  }

  // "/id": the value of a button, of this message or an older one.
  bool ReadValue(const std::string& text) {
    if (text.size() < 2 || text[0] != '/' ||
        text.find(' ') != std::string::npos) {
      return false;
    }
    if (text == kNoneValue) {
      answerer_.SayNoneOfThese();
    } else if (text.starts_with(kLanguagePrefix)) {
      answerer_.SayLanguageChanged();
      reader_.AskAgain();
    } else if (text == kResumeValue) {
      Procedure(answerer_).Resume();
    } else if (!reader_.ReadStepValue(std::string_view(text).substr(1))) {
      ReadId(std::string_view(text).substr(1));
    }
    return true;
  }

  void ReadId(std::string_view id) {
    const std::optional<Target> target = knowledge_.FindTarget(id);
    if (target.has_value()) {
      answerer_.EndSlots();
      answerer_.Answer(*target, "button", "high", 1,
                       knowledge_.SourceOf(*target), {});
      return;
    }
    for (const Global& global : knowledge_.globals) {
      if (global.name != id) continue;
      answerer_.AnswerGlobal(global, "button");
      return;
    }
    answerer_.SayUnknownButton();
  }

  // In the queue the bot still answers what it surely knows.
  void ReadWhileQueued() {
    const Understanding& meaning = Meaning();
    if (meaning.decision == Decision::kAnswer &&
        meaning.target->kind == Target::Kind::kFaq) {
      answerer_.Answer(*meaning.target, meaning.stage, meaning.confidence,
                       meaning.score, meaning.source, {});
      return;
    }
    std::string_view name;
    if (meaning.target.has_value() &&
        meaning.target->kind == Target::Kind::kGlobal) {
      name = answerer_.NameOf(*meaning.target);
    }
    if (name == "status") {
      answerer_.SayWaiting("status_queue");
    } else if (name == "thanks") {
      answerer_.SayWaiting("thanks");
    } else {
      answerer_.SayWaiting("person_waiting");
    }
  }

  bool ReadButton() {
    const std::vector<Button>& buttons = answerer_.state().buttons;
    const std::optional<size_t> chosen =
        ChooseButton(knowledge_, buttons, answerer_.text(), input_.text);
    if (!chosen.has_value()) return false;
    const Button button = buttons[*chosen];
    if (ReadValue(button.value)) {
      answerer_.SetStage("button");
      return true;
    }
    // A button without a target says its title as the customer would.
    ReadMeaning(Understand(knowledge_, button.value, answerer_.contexts()));
    return true;
  }

  // Two questions in one message, or one that leans on the one before.
  bool ReadInContext() {
    const Understanding& meaning = Meaning();
    // "How does it work?" may be about what was answered, or about the bot.
    const bool help = meaning.target.has_value() &&
                      meaning.target->kind == Target::Kind::kGlobal &&
                      answerer_.NameOf(*meaning.target) == "help";
    // A phrase or a sentence of the content says the whole of it.
    if (meaning.decision == Decision::kAnswer && meaning.stage != "faq" &&
        !help) {
      return false;
    }
    const SeveralQuestions questions =
        ReadQuestions(knowledge_, input_.text, answerer_.contexts());
    if (!questions.answers.empty()) {
      AnswerAll(questions);
      return true;
    }
    const DialogueState& state = answerer_.state();
    if (state.last_turn + 1 != state.turns) return false;
    const std::optional<Understanding> follow_up =
        ReadFollowUp(knowledge_, meaning, state.last_id, answerer_.contexts());
    if (!follow_up.has_value()) return false;
    if (help && follow_up->decision != Decision::kAnswer) return false;
    ReadMeaning(*follow_up);
    return true;
  }

  // In order; those that ask something of the customer come last, because
  // only one question of ours can stand.
  void AnswerAll(const SeveralQuestions& questions) {
    Procedure procedure(answerer_);
    const Understanding* last = nullptr;
    for (const Understanding& question : questions.answers) {
      const bool plain =
          question.target->kind == Target::Kind::kFaq ||
          procedure.IsPlain(knowledge_.intents[question.target->index]);
      if (plain) {
        answerer_.AnswerAside(question);
      } else if (last == nullptr) {
        last = &question;
      }
    }
    if (questions.more) answerer_.SayMoreQuestions();
    if (last != nullptr) AnswerMeaning(*last);
  }

  void AnswerMeaning(const Understanding& meaning) {
    answerer_.Answer(*meaning.target, meaning.stage, meaning.confidence,
                     meaning.score, meaning.source, meaning.slots);
    if (meaning.confidence == "medium") answerer_.OfferOthers(meaning);
  }

  void ReadMeaning(const Understanding& meaning) {
    switch (meaning.decision) {
      case Decision::kAnswer:
        AnswerMeaning(meaning);
        return;
      case Decision::kClarify:
        answerer_.Clarify(meaning);
        return;
      case Decision::kFallback:
        answerer_.Fallback(meaning.score);
        return;
    }
  }

  const LanguageKnowledge& knowledge_;
  const TurnInput& input_;
  Time last_at_;
  TextReading& reading_;
  Answerer& answerer_;
  ProcedureReader reader_;
};

// The language that a button asks for: "/language_en".
std::string LanguageFromValue(const std::string& text) {
  if (!text.starts_with(kLanguagePrefix)) return "";
  return text.substr(kLanguagePrefix.size());
}

// A button is no sign of another language, nor is an answer to our question.
LanguageChoice ChooseForTurn(TextReading& reading,
                             const Conversation& conversation,
                             const TurnInput& input, const DialogueState& state,
                             const std::string& wanted) {
  const Snapshot& snapshot = reading.snapshot();
  const std::string& stored = conversation.language;
  if (wanted.empty() && snapshot.Find(stored) != nullptr) {
    if (input.text.starts_with('/')) return {stored, false};
    if (!state.slot.empty()) {
      return {LanguageInStep(reading, state, stored, input.today), false};
    }
  }
  return ChooseLanguage(snapshot, reading, wanted, input.locale, stored);
}

}  // namespace

Turn Step(const Snapshot& snapshot, const Conversation& conversation,
          const TurnInput& input, StepHints hints) {
  std::optional<TextReading> own;
  if (hints.reading == nullptr) own.emplace(snapshot, input.text);
  TextReading& reading = own.has_value() ? *own : *hints.reading;
  DialogueState state =
      hints.state == nullptr ? ParseState(conversation.state) : *hints.state;
  std::string wanted = LanguageFromValue(input.text);
  if (wanted.empty()) wanted = input.explicit_language;
  const LanguageChoice choice =
      ChooseForTurn(reading, conversation, input, state, wanted);
  const LanguageKnowledge& knowledge = snapshot.GetOrDefault(choice.language);
  std::optional<TurnInput> completed;
  if (input.customer.name.empty() && !conversation.customer.name.empty()) {
    completed = input;
    completed->customer.name = conversation.customer.name;
  }
  const TurnInput& known = completed.has_value() ? *completed : input;
  Answerer answerer(snapshot, knowledge, conversation, known,
                    reading.Words(knowledge), std::move(state),
                    choice.in_doubt);
  Stepper(knowledge, known, conversation.updated_at, reading, answerer).Run();
  return answerer.Finish();
}

std::string CleanText(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 ? byte != 0x7F : (c == '\n' || c == '\t')) clean += c;
  }
  const size_t begin = clean.find_first_not_of(" \t\n");
  if (begin == std::string::npos) return "";
  clean.resize(clean.find_last_not_of(" \t\n") + 1);
  clean.erase(0, begin);
  return clean;
}

}  // namespace sportello
