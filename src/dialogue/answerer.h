// What the bot says and does once it is known what the customer meant.
//
// Holds one turn while it is made: the replies, the dialogue's memory, the
// ticket. Lives for one turn; not shared between threads.
#ifndef SPORTELLO_DIALOGUE_ANSWERER_H_
#define SPORTELLO_DIALOGUE_ANSWERER_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogue/reply_writer.h"
#include "dialogue/state.h"
#include "dialogue/step.h"
#include "dialogue/understand.h"

namespace sportello {

// Values of buttons that are no id of the content.
inline constexpr std::string_view kNoneValue = "/none";
inline constexpr std::string_view kLanguagePrefix = "/language_";
inline constexpr std::string_view kResumeValue = "/resume";

class Answerer {
 public:
  Answerer(const Snapshot& snapshot, const LanguageKnowledge& knowledge,
           const Conversation& conversation, const TurnInput& input,
           const NormalizedText& text, DialogueState state,
           bool language_in_doubt);
  Answerer(const Answerer&) = delete;
  Answerer& operator=(const Answerer&) = delete;

  // Answers a target; `slots` were read from the customer's phrase.
  void Answer(Target target, const std::string& stage,
              const std::string& confidence, double score,
              const std::string& source,
              const std::map<std::string, std::string>& slots);
  void AnswerGlobal(const Global& global, const std::string& stage);
  // An FAQ entry in the middle of a question of ours, which stands.
  void AnswerAside(const Understanding& meaning);
  // After an answer with medium confidence: what else it could have been.
  void OfferOthers(const Understanding& meaning);
  void Clarify(const Understanding& meaning);
  // The ladder: say it differently; a person is offered; a person comes.
  void Fallback(double score);
  void SayNoneOfThese();
  // The message held more questions than are answered at a time.
  void SayMoreQuestions() { writer_.Say("more_questions"); }
  void SayLanguageChanged();
  void SayUnknownButton();
  // A button of a procedure that is over.
  void SayOldButton();
  void SayEmpty();
  // The next step of the tone's ladder. True when nothing else is to be said.
  bool AnswerTone(const Tone& tone);
  // A person is offered below what was said.
  void OfferPerson();
  // While the ticket waits for a person.
  void SayWaiting(std::string_view text);
  // A person speaks: the bot never talks over one.
  void StaySilent();

  // The intent whose slots are being asked for, or null.
  const Intent* WaitingIntent() const;
  void EndSlots();
  // Of the procedure that another one interrupted.
  void ForgetPaused();
  void OfferResume();
  // A step that nobody answered in time is over; what was said stays known.
  void SayTimedOut(const Intent& intent);
  // The same, while the customer is away.
  void CloseIdle(const Intent& intent);
  // The step that was closed since the customer's last message; forgotten
  // then.
  std::string TakeClosedSlot() { return std::exchange(state_.closed_slot, {}); }
  // Back at a step, or at a request that was left open.
  void SayWelcomeBack();
  // The procedure that ended last runs again, with its values.
  void TakeUpDone();

  void SetStage(std::string stage) { turn_.reason.stage = std::move(stage); }
  void Decide(std::string stage, std::string decision, std::string id,
              std::string confidence, double score, std::string source = "");
  const std::string& NameOf(Target target) const {
    return knowledge_.IdOf(target);
  }
  // Whether the turn before was answered in another language.
  bool changes_language() const {
    return !conversation_.language.empty() &&
           conversation_.language != knowledge_.language();
  }
  Owner owner() const { return turn_.owner; }
  const DialogueState& state() const { return state_; }
  // Those that hold in this turn.
  const Contexts& contexts() const { return contexts_; }
  // Whether this turn offers to go on with what was left.
  bool resumes() const { return resumes_; }
  const NormalizedText& text() const { return text_; }
  const TurnInput& input() const { return input_; }
  const LanguageKnowledge& knowledge() const { return knowledge_; }

  // The finished turn; the object is used up.
  Turn Finish();

 private:
  friend class Procedure;  // the same turn's other half

  std::vector<Button> OfferSuggestions(const std::vector<Target>& suggestions);
  // What the answered entry sets holds from the next turn on.
  void SetContexts(const ContextUse& use);
  void AskLanguage();
  void ReadBareYesNo(const std::string& name);
  void AskPerson();
  void Cancel(const std::string& name);
  void Repeat();
  void Greet();
  void SayNotice();
  void HandOver(const std::string& queue, const std::string& reason,
                std::string_view text);
  void OpenTicket(const std::string& queue, const std::string& reason);
  std::string Summary() const;
  void Remember(const std::string& text);
  // What people read for a slot's value.
  std::string Shown(const Slot& slot, const std::string& value) const;
  std::set<std::string> AskedFor() const;
  void KeepLastReplies(const std::vector<Reply>& replies);

  const Snapshot& snapshot_;
  const LanguageKnowledge& knowledge_;
  const Conversation& conversation_;
  const TurnInput& input_;
  DialogueState state_;
  bool language_in_doubt_;
  bool offer_person_ = false;
  bool resumes_ = false;
  bool first_;  // nothing was said in this conversation before
  Contexts contexts_;
  const NormalizedText& text_;
  ReplyWriter writer_;
  Turn turn_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_ANSWERER_H_
