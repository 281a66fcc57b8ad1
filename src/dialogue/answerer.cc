#include "dialogue/answerer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "dialogue/procedure.h"
#include "dialogue/read_slots.h"
#include "language/mask.h"

namespace sportello {
namespace {

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

}  // namespace

Answerer::Answerer(const Snapshot& snapshot, const LanguageKnowledge& knowledge,
                   const Conversation& conversation, const TurnInput& input,
                   const NormalizedText& text, DialogueState state,
                   bool language_in_doubt)
    : snapshot_(snapshot),
      knowledge_(knowledge),
      conversation_(conversation),
      input_(input),
      state_(std::move(state)),
      language_in_doubt_(language_in_doubt),
      first_(!state_.greeted),
      text_(text),
      writer_(knowledge, input, state_) {
  ++state_.turns;
  std::erase_if(state_.contexts, [this](const auto& context) {
    return context.second < state_.turns;
  });
  for (const auto& [name, until] : state_.contexts) contexts_.insert(name);
  turn_.language = knowledge.language();
  turn_.reason.knowledge_version = snapshot.version();
  turn_.owner =
      conversation.owner == Owner::kClosed ? Owner::kBot : conversation.owner;
  if (conversation.ticket > 0) {
    writer_.SetVariable("ticket", std::to_string(conversation.ticket));
  }
}

void Answerer::Decide(std::string stage, std::string decision, std::string id,
                      std::string confidence, double score,
                      std::string source) {
  Reason& reason = turn_.reason;
  reason.stage = std::move(stage);
  reason.decision = std::move(decision);
  reason.id = std::move(id);
  reason.confidence = std::move(confidence);
  reason.score = score;
  reason.source = std::move(source);
}

void Answerer::Answer(Target target, const std::string& stage,
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
    SetContexts(entry.context);
    writer_.Say(entry.answer, "faq:" + entry.id, entry.buttons);
    return;
  }
  Procedure(*this).Start(knowledge_.intents[target.index], slots);
}

void Answerer::SetContexts(const ContextUse& use) {
  for (const auto& [name, turns] : use.set) {
    state_.contexts[name] = state_.turns + turns;
  }
}

void Answerer::EndSlots() {
  state_.intent.clear();
  state_.slot.clear();
  state_.slots.clear();
  state_.asked.clear();
  state_.confirmed = false;
  state_.retries = 0;
}

void Answerer::ForgetPaused() {
  state_.paused_intent.clear();
  state_.paused_slots.clear();
}

void Answerer::OfferResume() {
  const Intent* intent = knowledge_.FindIntent(state_.paused_intent);
  if (intent == nullptr) {
    ForgetPaused();
    return;
  }
  resumes_ = true;
  writer_.SetVariable("question", intent->title);
  writer_.Say("resume_offer",
              {writer_.MakeButton("button_yes", std::string(kResumeValue)),
               writer_.MenuButton()});
}

void Answerer::SayTimedOut(const Intent& intent) {
  writer_.SetVariable("question", intent.title);
  writer_.Say("timed_out");
}

void Answerer::CloseIdle(const Intent& intent) {
  std::string slot = state_.slot;
  Procedure(*this).Pause(intent);
  Decide("idle", "close", intent.id, "high", 1);
  SayTimedOut(intent);
  OfferResume();
  state_.closed_slot = std::move(slot);
}

void Answerer::SayWelcomeBack() { writer_.Say("greeting_back"); }

void Answerer::TakeUpDone() {
  EndSlots();
  state_.intent = state_.done_intent;
  state_.slots = state_.done_slots;
}

std::vector<Button> Answerer::OfferSuggestions(
    const std::vector<Target>& suggestions) {
  std::vector<Button> buttons;
  for (const Target target : suggestions) {
    const std::string& title = knowledge_.TitleOf(target);
    if (title.empty()) continue;
    buttons.push_back({title, "/" + NameOf(target)});
    turn_.reason.suggestions.push_back(NameOf(target));
  }
  return buttons;
}

void Answerer::OfferOthers(const Understanding& meaning) {
  // An answer that asks for something has the floor.
  if (!state_.slot.empty() || turn_.owner != Owner::kBot) return;
  const std::vector<Button> buttons = OfferSuggestions(meaning.suggestions);
  if (!buttons.empty()) writer_.Say("something_else", buttons);
}

void Answerer::Clarify(const Understanding& meaning) {
  std::vector<Button> buttons = OfferSuggestions(meaning.suggestions);
  buttons.push_back(
      writer_.MakeButton("did_you_mean_other", std::string(kNoneValue)));
  // After a miss a person is one tap away.
  if (state_.misses > 0) buttons.push_back(writer_.PersonButton());
  writer_.Say("did_you_mean", std::move(buttons));
  Remember(input_.text);
  Decide("clarify", "clarify",
         meaning.best.has_value() ? NameOf(*meaning.best) : "", "medium",
         meaning.score, meaning.source);
  turn_.unanswered = true;
}

void Answerer::Fallback(double score) {
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

void Answerer::AskLanguage() {
  state_.language_asked = true;
  std::vector<Button> buttons;
  for (const std::string& code : snapshot_.Languages()) {
    buttons.push_back(
        {LanguageName(code), std::string(kLanguagePrefix) + code});
  }
  writer_.Say("language_ask", std::move(buttons));
}

void Answerer::SayNoneOfThese() {
  ++state_.misses;
  writer_.Say("none_of_these", {writer_.PersonButton(), writer_.MenuButton()});
  Decide("button", "fallback", "", "low", 0);
}

const Intent* Answerer::WaitingIntent() const {
  return knowledge_.FindIntent(state_.intent);
}

void Answerer::AnswerAside(const Understanding& meaning) {
  const Target target = *meaning.target;
  Decide(meaning.stage, "answer", NameOf(target), meaning.confidence,
         meaning.score, meaning.source);
  if (target.kind == Target::Kind::kFaq) {
    const FaqEntry& entry = knowledge_.faq[target.index];
    SetContexts(entry.context);
    writer_.Say(entry.answer, "faq:" + entry.id);
    return;
  }
  const Intent& intent = knowledge_.intents[target.index];
  SetContexts(intent.context);
  const SlotValues values = ReadSlots(knowledge_, intent, text_, input_.text,
                                      meaning.slots, input_.today);
  writer_.SetVariables(values);
  writer_.Say(intent.reply.For(input_.channel, input_.open, values),
              "intent:" + intent.id);
}

void Answerer::SayLanguageChanged() {
  writer_.Say("language_changed");
  Decide("button", "answer", "language", "high", 1);
}

void Answerer::SayUnknownButton() {
  writer_.Say("unknown_button", {writer_.MenuButton()});
  Decide("fallback", "fallback", "", "low", 0);
}

void Answerer::SayOldButton() {
  writer_.Say("old_button", {writer_.MenuButton()});
  Decide("button", "fallback", "", "low", 0);
}

void Answerer::SayEmpty() {
  writer_.Say("empty_message", {writer_.MenuButton()});
  Decide("fallback", "fallback", "", "low", 0);
}

void Answerer::SayWaiting(std::string_view text) {
  writer_.Say(text);
  Decide("wait", "handoff", "", "high", 1);
}

void Answerer::StaySilent() {
  first_ = false;
  Decide("wait", "handoff", "", "high", 1);
}

void Answerer::KeepLastReplies(const std::vector<Reply>& replies) {
  if (replies.empty()) return;
  if (turn_.reason.id != "repeat") {
    state_.last_replies.clear();
    for (const Reply& reply : replies) {
      // A ticket's number is true once; it is not said again from memory.
      if (reply.text.find(kTicketMark) != std::string::npos) continue;
      state_.last_replies.push_back(reply.text);
    }
  }
  state_.buttons.clear();
  for (const Reply& reply : replies) {
    state_.buttons.insert(state_.buttons.end(), reply.buttons.begin(),
                          reply.buttons.end());
  }
}

// The first reply says what it comes from and that a person can be had; a
// greeting says so itself.
void Answerer::SayNotice() {
  if (!first_ || state_.greeted) return;
  state_.greeted = true;
  ReplyWriter notice(knowledge_, input_, state_);
  notice.Say("notice");
  turn_.replies = notice.Take();
}

std::string Answerer::Shown(const Slot& slot, const std::string& value) const {
  if (!slot.type->IsYesNo() || value.empty()) {
    return slot.type->Show(value, knowledge_.language());
  }
  return writer_.MakeButton(value == "yes" ? "button_yes" : "button_no", "")
      .title;
}

// The types of the slots of the procedure that this message belongs to.
std::set<std::string> Answerer::AskedFor() const {
  std::set<std::string> types;
  const bool ended = state_.done_turn == state_.turns;
  const Intent* intent = knowledge_.FindIntent(
      state_.intent.empty() && ended ? state_.done_intent : state_.intent);
  if (intent == nullptr) return types;
  for (const Slot& slot : intent->slots) types.insert(slot.type->name());
  return types;
}

Turn Answerer::Finish() {
  OfferPerson();
  turn_.stored_text = MaskPersonal(input_.text, AskedFor());
  if (turn_.stored_text != input_.text && !writer_.replies().empty()) {
    writer_.Say("masked");
  }
  if (turn_.reason.decision == "answer" &&
      knowledge_.FindTarget(turn_.reason.id).has_value()) {
    state_.last_id = turn_.reason.id;
    state_.last_turn = state_.turns;
  }
  std::vector<Reply> replies = writer_.Take();
  KeepLastReplies(replies);
  SayNotice();
  turn_.replies.insert(turn_.replies.end(),
                       std::make_move_iterator(replies.begin()),
                       std::make_move_iterator(replies.end()));
  const Intent* waiting = state_.slot.empty() ? nullptr : WaitingIntent();
  if (waiting != nullptr && turn_.owner == Owner::kBot) {
    turn_.answer_within = waiting->timeout;
    // Also when the turn was about something else.
    for (const auto& [name, value] : state_.slots) {
      if (!value.empty()) turn_.slots[name] = value;
    }
  }
  turn_.state = DumpState(state_);
  turn_.memory = std::make_shared<const DialogueState>(std::move(state_));
  return std::move(turn_);
}

}  // namespace sportello
