// Brings a procedure to its end: asks for what is missing, in order, lets
// the customer confirm, calls the company's interface, says the outcome.
//
// Works on the turn that an Answerer holds; lives as long as the turn.
#ifndef SPORTELLO_DIALOGUE_PROCEDURE_H_
#define SPORTELLO_DIALOGUE_PROCEDURE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/answerer.h"
#include "dialogue/value_ahead.h"

namespace sportello {

// The value of a button that answers a step: "/return_start.reason=damaged".
std::string StepValue(const Intent& intent, std::string_view slot,
                      std::string_view value);

class Procedure {
 public:
  explicit Procedure(Answerer& answerer) : answerer_(answerer) {}

  // Begins with the values that the customer's message holds (`slots` were
  // read from its phrase), what is known of the customer, and what was said
  // earlier.
  void Start(const Intent& intent,
             const std::map<std::string, std::string>& slots);
  // Goes on with the one that another procedure interrupted.
  void Resume();

  // The value of the step that is waited for; `rest` may hold more values,
  // and those in `ahead` are known to be.
  void Fill(const Intent& intent, const Slot& slot, std::string value,
            const NormalizedText& rest,
            const std::vector<ValueAhead>& ahead = {});
  // Values for later steps, at a step that they do not answer: it stands.
  void TakeAhead(const Intent& intent, const std::vector<ValueAhead>& values);
  // A text that is no value: asks again, in the end does what the content
  // says. `problem` is the text that says why, or empty.
  void Retry(const Intent& intent, const Slot& slot,
             const std::string& problem);
  void RetryQuestion(const Intent& intent);  // of the procedure's own
  // Another value for a step that was answered.
  void Correct(const Intent& intent, const Slot& slot, std::string value);
  void Confirm(const Intent& intent);
  // What is to be changed?
  void AskChange(const Intent& intent);
  void Change(const Intent& intent, const Slot& slot);

  // Says the question that stands once more.
  void AskAgain(const Intent& intent);
  void GoBack(const Intent& intent);
  void StartAnew(const Intent& intent);
  // Leaves it for another one; it can be resumed.
  void Pause(const Intent& intent);

  // True when the intent would be answered at once, with nothing to ask, to
  // open or to call.
  bool IsPlain(const Intent& intent) const;

 private:
  void Continue(const Intent& intent);
  void Ask(const Intent& intent, const Slot& slot);
  void AskConfirm(const Intent& intent);
  void TakeKnown(const Intent& intent);
  void KeepKnown(const Intent& intent);
  void DropUnneeded(const Intent& intent);
  void GiveUp(const Intent& intent, const Slot& slot);
  void Finish(const Intent& intent);
  // False when the turn ends here: no answer yet, or a bad one.
  bool RunAction(const Intent& intent, SlotValues& values);
  void FailAction(const Intent& intent);
  bool AskAfterNotFound(const Intent& intent);
  void SayOutcome(const Intent& intent, const SlotValues& values);
  // What customers read for the values.
  std::map<std::string, std::string> Shown(const Intent& intent,
                                           const SlotValues& values) const;
  std::string SummaryOf(const Intent& intent) const;
  // Whether a value may wait for a step that is not sure to come.
  bool IsKept(const Intent& intent, const Slot& slot,
              const std::string& value) const;

  Answerer& answerer_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_PROCEDURE_H_
