// The order in which a message is read: a person owns the conversation, a
// button's value, the slot that is waited for, an offered button, and then
// what the text means by itself.
#include "dialogue/step.h"

#include <algorithm>

#include "dialogue/button_choice.h"
#include "dialogue/language_choice.h"
#include "dialogue/reply_writer.h"
#include "dialogue/state.h"
#include "dialogue/understand.h"

namespace sportello {
namespace {

constexpr size_t kMaxMissed = 3;
constexpr size_t kMaxMissedBytes = 300;
constexpr std::string_view kNoneValue = "/none";
constexpr std::string_view kLanguagePrefix = "/language_";

// What language buttons say: each language names itself.
std::string LanguageName(const std::string& code) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"it", "Italiano"},  {"en", "English"}, {"fr", "Français"},
      {"de", "Deutsch"},   {"es", "Español"}, {"pt", "Português"},
      {"nl", "Nederlands"}};
  for (const auto& [known, name] : kNames) {
    if (known == code) return std::string(name);
  }
  return code;
}

class Stepper {
 public:
  Stepper(const Snapshot& snapshot, const LanguageKnowledge& knowledge,
          const Conversation& conversation, const TurnInput& input,
          DialogueState state, bool language_in_doubt,
          const Understanding* prepared)
      : snapshot_(snapshot),
        knowledge_(knowledge),
        conversation_(conversation),
        input_(input),
        state_(std::move(state)),
        language_in_doubt_(language_in_doubt),
        prepared_(prepared),
        writer_(knowledge, input, state_) {
    turn_.language = knowledge.language();
    turn_.reason.knowledge_version = snapshot.version();
    turn_.owner =
        conversation.owner == Owner::kClosed ? Owner::kBot : conversation.owner;
    if (conversation.ticket > 0) {
      writer_.SetVariable("ticket", std::to_string(conversation.ticket));
    }
  }

  Turn Run() {
    if (turn_.owner == Owner::kAgent) {
      // A person speaks now; the bot never talks over one.
      Decide("wait", "handoff", "", "high", 1);
    } else {
      const bool first = !state_.greeted;
      Read();
      if (first) SayNotice();
    }
    return Finish();
  }

 private:
  // --- reading ---------------------------------------------------------

  void Read() {
    text_ = knowledge_.analyzer.Normalize(input_.text);
    if (input_.text.empty()) {
      writer_.Say("empty_message", {writer_.MenuButton()});
      Decide("fallback", "fallback", "", "low", 0);
      return;
    }
    if (ReadValue(input_.text)) return;
    if (turn_.owner == Owner::kQueue) {
      ReadWhileQueued();
      return;
    }
    if (!state_.slot.empty() && ReadSlot()) return;
    if (ReadButton()) return;
    ReadMeaning();
  }

  // "/id": the value of a button, of this message or an older one.
  bool ReadValue(const std::string& text) {
    if (text.size() < 2 || text[0] != '/' ||
        text.find(' ') != std::string::npos) {
      return false;
    }
    if (text == kNoneValue) {
      SayNoneOfThese();
      return true;
    }
    if (text.starts_with(kLanguagePrefix)) {
      writer_.Say("language_changed");
      Decide("button", "answer", "language", "high", 1);
      return true;
    }
    const std::string_view id = std::string_view(text).substr(1);
    const std::optional<Target> target = knowledge_.FindTarget(id);
    if (target.has_value()) {
      if (turn_.owner == Owner::kQueue) EndSlots();
      Answer(*target, "button", "high", 1, knowledge_.SourceOf(*target), {});
      return true;
    }
    for (const Global& global : knowledge_.globals) {
      if (global.name != id) continue;
      AnswerGlobal(global, "button");
      return true;
    }
    writer_.Say("unknown_button", {writer_.MenuButton()});
    Decide("fallback", "fallback", "", "low", 0);
    return true;
  }

  // In the queue the bot still answers what it surely knows.
  void ReadWhileQueued() {
    const Understanding& meaning = Meaning();
    const bool global = meaning.target.has_value() &&
                        meaning.target->kind == Target::Kind::kGlobal;
    if (meaning.decision == Decision::kAnswer && !global &&
        meaning.target->kind == Target::Kind::kFaq) {
      Answer(*meaning.target, meaning.stage, meaning.confidence, meaning.score,
             meaning.source, {});
      return;
    }
    if (global && NameOf(*meaning.target) == "status") {
      writer_.Say("status_queue");
    } else if (global && NameOf(*meaning.target) == "thanks") {
      writer_.Say("thanks");
    } else {
      writer_.Say("person_waiting");
    }
    Decide("wait", "handoff", "", "high", 1);
  }

  const Intent* WaitingIntent() const {
    const std::optional<Target> target = knowledge_.FindTarget(state_.intent);
    if (!target.has_value() || target->kind != Target::Kind::kIntent) {
      return nullptr;
    }
    return &knowledge_.intents[target->index];
  }

  // The answer to a question of ours; false when the text is something else
  // and the question no longer stands.
  bool ReadSlot() {
    const Intent* intent = WaitingIntent();
    const Slot* slot = nullptr;
    if (intent != nullptr) {
      for (const Slot& candidate : intent->slots) {
        if (candidate.name == state_.slot) slot = &candidate;
      }
    }
    if (slot == nullptr) {  // the content changed meanwhile
      EndSlots();
      return false;
    }
    if (ReadGlobalInSlot()) return true;
    std::optional<std::string> value = ReadSlotValue(*slot);
    if (value.has_value()) {
      state_.slots[slot->name] = std::move(*value);
      state_.retries = 0;
      Decide("wait", "answer", intent->id, "high", 1, intent->source);
      Continue(*intent);
      return true;
    }
    if (Digress(*intent, *slot)) return true;
    RetrySlot(*intent, *slot);
    return true;
  }

  bool ReadGlobalInSlot() {
    const std::optional<Target> global = FindGlobal(knowledge_, text_);
    if (!global.has_value()) return false;
    const std::string& name = NameOf(*global);
    if (name == "cancel" || name == "back" || name == "restart" ||
        name == "menu" || name == "person") {
      AnswerGlobal(knowledge_.globals[global->index], "global");
      return true;
    }
    if (name == "repeat" || name == "help") {
      const Intent* intent = WaitingIntent();
      Ask(*intent, state_.slot);
      Decide("wait", "answer", intent->id, "high", 1);
      return true;
    }
    return false;
  }

  std::optional<std::string> ReadSlotValue(const Slot& slot) {
    if (slot.type->IsYesNo()) {
      const std::optional<Target> global = FindGlobal(knowledge_, text_);
      if (!global.has_value()) return std::nullopt;
      const std::string& name = NameOf(*global);
      if (name == "yes" || name == "no") return name;
      return std::nullopt;
    }
    return slot.type->Read(text_, input_.text);
  }

  // Another question in the middle is answered; then ours is asked again.
  bool Digress(const Intent& intent, const Slot& slot) {
    const Understanding& meaning = Meaning();
    if (slot.type->IsText() || meaning.decision != Decision::kAnswer ||
        meaning.target->kind == Target::Kind::kGlobal ||
        NameOf(*meaning.target) == intent.id) {
      return false;
    }
    if (meaning.target->kind == Target::Kind::kIntent) {
      EndSlots();
      Answer(*meaning.target, meaning.stage, meaning.confidence, meaning.score,
             meaning.source, meaning.slots);
      return true;
    }
    const FaqEntry& entry = knowledge_.faq[meaning.target->index];
    writer_.Say(entry.answer, "faq:" + entry.id);
    Decide(meaning.stage, "answer", entry.id, meaning.confidence, meaning.score,
           meaning.source);
    Ask(intent, slot.name);
    return true;
  }

  void RetrySlot(const Intent& intent, const Slot& slot) {
    if (++state_.retries > slot.retries) {
      Remember(input_.text);
      const std::string queue = intent.queue.value_or("");
      const std::string id = intent.id;
      Decide("wait", "handoff", id, "low", 0);
      HandOver(queue, "slot", "slot_failed");
      return;
    }
    const std::string& example = slot.type->example();
    if (slot.type->IsYesNo()) {
      writer_.Say("slot_yes_no_hint");
    } else if (example.empty()) {
      writer_.Say("slot_retry_no_example");
    } else {
      writer_.SetVariable("example", example);
      writer_.Say("slot_retry");
    }
    Decide("wait", "clarify", intent.id, "low", 0, intent.source);
  }

  bool ReadButton() {
    const std::optional<size_t> chosen =
        ChooseButton(knowledge_, state_.buttons, text_, input_.text);
    if (!chosen.has_value()) return false;
    const Button button = state_.buttons[*chosen];
    if (ReadValue(button.value)) {
      turn_.reason.stage = "button";
      return true;
    }
    // A button without a target says its title as the customer would.
    own_meaning_ = Understand(knowledge_, button.value);
    prepared_ = &*own_meaning_;
    ReadMeaning();
    return true;
  }

  const Understanding& Meaning() {
    if (prepared_ == nullptr) {
      own_meaning_ = Understand(knowledge_, input_.text);
      prepared_ = &*own_meaning_;
    }
    return *prepared_;
  }

  void ReadMeaning() {
    const Understanding& meaning = Meaning();
    switch (meaning.decision) {
      case Decision::kAnswer:
        Answer(*meaning.target, meaning.stage, meaning.confidence,
               meaning.score, meaning.source, meaning.slots);
        return;
      case Decision::kClarify:
        Clarify(meaning);
        return;
      case Decision::kFallback:
        Fallback(meaning.score);
        return;
    }
  }

  // --- answering -------------------------------------------------------

  const std::string& NameOf(Target target) const {
    return knowledge_.IdOf(target);
  }

  void Decide(std::string stage, std::string decision, std::string id,
              std::string confidence, double score, std::string source = "") {
    Reason& reason = turn_.reason;
    reason.stage = std::move(stage);
    reason.decision = std::move(decision);
    reason.id = std::move(id);
    reason.confidence = std::move(confidence);
    reason.score = score;
    reason.source = std::move(source);
  }

  void Answer(Target target, const std::string& stage,
              const std::string& confidence, double score,
              const std::string& source,
              const std::map<std::string, std::string>& slots) {
    if (target.kind == Target::Kind::kGlobal) {
      AnswerGlobal(knowledge_.globals[target.index], stage);
      return;
    }
    state_.misses = 0;
    state_.missed.clear();
    Decide(stage, "answer", NameOf(target), confidence, score, source);
    if (target.kind == Target::Kind::kFaq) {
      const FaqEntry& entry = knowledge_.faq[target.index];
      writer_.Say(entry.answer, "faq:" + entry.id, entry.buttons);
      return;
    }
    const Intent& intent = knowledge_.intents[target.index];
    state_.intent = intent.id;
    state_.retries = 0;
    state_.slots = ReadSlots(intent, text_, input_.text, slots);
    Continue(intent);
  }

  // Asks for the next slot that is missing, or ends with the reply.
  void Continue(const Intent& intent) {
    turn_.slots = state_.slots;
    for (const Slot& slot : intent.slots) {
      if (!slot.required || state_.slots.contains(slot.name)) continue;
      Ask(intent, slot.name);
      return;
    }
    writer_.SetVariables(state_.slots);
    const TextChoice& reply = intent.reply.For(input_.channel, input_.open);
    const bool handover = intent.queue.has_value() && conversation_.ticket == 0;
    if (handover) {
      writer_.SetVariable("ticket", std::string(kTicketMark));
    }
    writer_.Say(reply, "intent:" + intent.id, intent.buttons);
    if (handover) {
      OpenTicket(*intent.queue, "intent");
      turn_.reason.decision = "handoff";
    }
    EndSlots();
  }

  void Ask(const Intent& intent, const std::string& name) {
    state_.intent = intent.id;
    state_.slot = name;
    for (const Slot& slot : intent.slots) {
      if (slot.name == name) {
        writer_.Say(slot.ask, "ask:" + intent.id + ":" + name);
      }
    }
  }

  void EndSlots() {
    state_.intent.clear();
    state_.slot.clear();
    state_.slots.clear();
    state_.retries = 0;
  }

  void Clarify(const Understanding& meaning) {
    std::vector<Button> buttons;
    for (const Target target : meaning.suggestions) {
      const std::string& title = knowledge_.TitleOf(target);
      if (title.empty()) continue;
      buttons.push_back({title, "/" + NameOf(target)});
      turn_.reason.suggestions.push_back(NameOf(target));
    }
    buttons.push_back(
        writer_.MakeButton("did_you_mean_other", std::string(kNoneValue)));
    writer_.Say("did_you_mean", std::move(buttons));
    Remember(input_.text);
    Decide("clarify", "clarify",
           meaning.best.has_value() ? NameOf(*meaning.best) : "", "medium",
           meaning.score, meaning.source);
    turn_.unanswered = true;
  }

  // The ladder: say it differently; a person is offered; a person comes.
  void Fallback(double score) {
    Remember(input_.text);
    turn_.unanswered = true;
    ++state_.misses;
    Decide("fallback", "fallback", "", "low", score);
    if (state_.misses == 1) {
      writer_.Say("fallback_1", {writer_.MenuButton(), writer_.PersonButton()});
      if (language_in_doubt_ && !state_.language_asked) AskLanguage();
    } else if (state_.misses == 2) {
      writer_.Say("fallback_2", {writer_.PersonButton(), writer_.MenuButton()});
    } else {
      turn_.reason.decision = "handoff";
      HandOver("", "fallback", "fallback_3");
    }
  }

  void AskLanguage() {
    state_.language_asked = true;
    std::vector<Button> buttons;
    for (const std::string& code : snapshot_.Languages()) {
      buttons.push_back(
          {LanguageName(code), std::string(kLanguagePrefix) + code});
    }
    writer_.Say("language_ask", std::move(buttons));
  }

  void SayNoneOfThese() {
    ++state_.misses;
    writer_.Say("none_of_these",
                {writer_.PersonButton(), writer_.MenuButton()});
    Decide("button", "fallback", "", "low", 0);
  }

  void AnswerGlobal(const Global& global, const std::string& stage) {
    Decide(stage, "answer", global.name, "high", 1, global.source);
    const std::string& name = global.name;
    if (name == "person") {
      AskPerson();
    } else if (name == "cancel" || name == "back") {
      Cancel(name);
    } else if (name == "restart") {
      EndSlots();
      state_.misses = 0;
      writer_.Say("restarted", {writer_.MenuButton()});
    } else if (name == "menu" || name == "help") {
      EndSlots();
      writer_.Say(name);
      writer_.AddButtons(MenuButtons());
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
  void ReadBareYesNo(const std::string& name) {
    const bool offered = std::any_of(
        state_.buttons.begin(), state_.buttons.end(),
        [](const Button& button) { return button.value == "/person"; });
    if (name == "yes" && offered && state_.misses >= 1) {
      AskPerson();
      turn_.reason.id = "person";
    } else if (name == "no") {
      writer_.Say("anything_else", {writer_.MenuButton()});
    } else {
      Fallback(0);
    }
  }

  void AskPerson() {
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

  void Cancel(const std::string& name) {
    const bool busy = !state_.slot.empty();
    EndSlots();
    if (busy) {
      writer_.Say("cancelled", {writer_.MenuButton()});
    } else {
      writer_.Say(name == "back" ? "back_nothing" : "nothing_to_cancel",
                  {writer_.MenuButton()});
    }
  }

  void Repeat() {
    if (state_.last_replies.empty()) {
      writer_.Say("repeat_nothing");
      return;
    }
    for (const std::string& text : state_.last_replies) {
      writer_.SayPlain(text);
    }
    writer_.AddButtons(state_.buttons);
  }

  void Greet() {
    writer_.Say(state_.greeted ? "greeting_again" : "greeting");
    writer_.AddButtons(MenuButtons());
    state_.greeted = true;
  }

  std::vector<Button> MenuButtons() const { return knowledge_.menu; }

  // The first reply says what it comes from and that a person can be had.
  void SayNotice() {
    if (state_.greeted) return;  // the greeting said it
    state_.greeted = true;
    ReplyWriter notice(knowledge_, input_, state_);
    notice.Say("notice");
    first_ = notice.Take();
  }

  // --- handing over ----------------------------------------------------

  void HandOver(const std::string& queue, const std::string& reason,
                std::string_view text) {
    if (conversation_.ticket == 0) {
      writer_.SetVariable("ticket", std::string(kTicketMark));
    }
    writer_.Say(text);
    OpenTicket(queue, reason);
    EndSlots();
  }

  void OpenTicket(const std::string& queue, const std::string& reason) {
    turn_.owner = Owner::kQueue;
    state_.misses = 0;
    if (conversation_.ticket != 0) return;  // there is one already
    TicketDraft draft;
    draft.queue = queue.empty() ? "general" : queue;
    draft.reason = reason;
    draft.summary = Summary();
    turn_.ticket = std::move(draft);
  }

  // For the agent: what it is about, what is known, what was not understood.
  std::string Summary() const {
    std::string summary;
    if (!state_.intent.empty()) summary += "intent: " + state_.intent + "\n";
    for (const auto& [name, value] : state_.slots) {
      summary += name + ": " + value + "\n";
    }
    for (const std::string& text : state_.missed) {
      summary += "not understood: " + text + "\n";
    }
    return summary;
  }

  void Remember(const std::string& text) {
    std::string cut = text.substr(0, kMaxMissedBytes);
    while (!cut.empty() && !IsValidUtf8(cut)) cut.pop_back();
    state_.missed.push_back(std::move(cut));
    if (state_.missed.size() > kMaxMissed) {
      state_.missed.erase(state_.missed.begin());
    }
  }

  Turn Finish() {
    std::vector<Reply> replies = writer_.Take();
    const bool repeated = turn_.reason.id == "repeat";
    if (!replies.empty()) {
      if (!repeated) {
        state_.last_replies.clear();
        for (const Reply& reply : replies) {
          state_.last_replies.push_back(reply.text);
        }
      }
      state_.buttons.clear();
      for (const Reply& reply : replies) {
        state_.buttons.insert(state_.buttons.end(), reply.buttons.begin(),
                              reply.buttons.end());
      }
    }
    turn_.replies = std::move(first_);
    turn_.replies.insert(turn_.replies.end(),
                         std::make_move_iterator(replies.begin()),
                         std::make_move_iterator(replies.end()));
    turn_.state = DumpState(state_);
    return std::move(turn_);
  }

  const Snapshot& snapshot_;
  const LanguageKnowledge& knowledge_;
  const Conversation& conversation_;
  const TurnInput& input_;
  DialogueState state_;
  bool language_in_doubt_;
  const Understanding* prepared_;
  std::optional<Understanding> own_meaning_;
  NormalizedText text_;
  ReplyWriter writer_;
  std::vector<Reply> first_;
  Turn turn_;
};

// The language that a button asks for: "/language_en".
std::string LanguageFromValue(const std::string& text) {
  if (!text.starts_with(kLanguagePrefix)) return "";
  return text.substr(kLanguagePrefix.size());
}

}  // namespace

std::shared_ptr<const Understanding> Prepare(const Snapshot& snapshot,
                                             const TurnInput& input) {
  const LanguageChoice choice = ChooseLanguage(
      snapshot, input.text, input.explicit_language, input.locale, "");
  return std::make_shared<Understanding>(
      Understand(snapshot.GetOrDefault(choice.language), input.text));
}

Turn Step(const Snapshot& snapshot, const Conversation& conversation,
          const TurnInput& input, const Understanding* prepared) {
  DialogueState state = ParseState(conversation.state);
  std::string wanted = LanguageFromValue(input.text);
  if (wanted.empty()) wanted = input.explicit_language;
  LanguageChoice choice = ChooseLanguage(snapshot, input.text, wanted,
                                         input.locale, conversation.language);
  // An answer to our question is no sign of another language.
  if (!state.slot.empty() && wanted.empty() &&
      snapshot.Find(conversation.language) != nullptr) {
    choice = {conversation.language, false};
  }
  const LanguageKnowledge& knowledge = snapshot.GetOrDefault(choice.language);
  TurnInput known = input;
  if (known.customer.name.empty()) {
    known.customer.name = conversation.customer.name;
  }
  if (prepared != nullptr && prepared->language != knowledge.language()) {
    prepared = nullptr;
  }
  return Stepper(snapshot, knowledge, conversation, known, std::move(state),
                 choice.in_doubt, prepared)
      .Run();
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
  const size_t end = clean.find_last_not_of(" \t\n");
  return clean.substr(begin, end - begin + 1);
}

}  // namespace sportello
