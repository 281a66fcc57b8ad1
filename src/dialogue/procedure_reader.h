// Reads a message while a procedure waits for an answer, or just ended: a
// value, a correction, "back", another question in between.
//
// Works on the turn that an Answerer holds; lives as long as the turn.
#ifndef SPORTELLO_DIALOGUE_PROCEDURE_READER_H_
#define SPORTELLO_DIALOGUE_PROCEDURE_READER_H_

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dialogue/answerer.h"
#include "dialogue/procedure.h"
#include "dialogue/text_reading.h"

namespace sportello {

class ProcedureReader {
 public:
  ProcedureReader(Answerer& answerer, TextReading& reading)
      : answerer_(answerer), reading_(reading), procedure_(answerer) {}

  // False when no step waits, and the message corrects nothing.
  bool Read();
  // The value of a step's button, of this message or an older one
  // ("return_start.reason=damaged"). False when it is none.
  bool ReadStepValue(std::string_view value);
  // Says the question that waits once more, if there is one.
  void AskAgain();

 private:
  bool ReadGlobal(const Intent& intent);
  bool ReadButton(const Intent& intent);
  bool ReadOwnQuestion(const Intent& intent);
  bool ReadChange(const Intent& intent);
  bool ReadCorrection(const Intent& intent);
  bool ReadLateCorrection();
  std::string ProblemOf(const Slot& slot) const;
  bool ReadSlot(const Intent& intent, const Slot& slot);
  std::set<std::string> ToCome(const Intent& intent) const;
  bool ReadAhead(const Intent& intent, const Slot& slot);
  bool ReadYesNo(const Intent& intent, const Slot& slot);
  bool ReadLeadingYesNo(const Intent& intent, const Slot* slot);
  bool Digress(const Intent& intent, const Slot* slot);
  void TakeStepValue(const Intent& intent, const std::string& slot,
                     const std::string& value);

  Answerer& answerer_;
  TextReading& reading_;
  Procedure procedure_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_PROCEDURE_READER_H_
