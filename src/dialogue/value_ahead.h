// Values that a customer gives before they are asked for: the IBAN at the step
// for the order number.
//
// Pure. Only what cannot be anything else is taken: codes with check digits
// and e-mail addresses, and figures that name themselves ("il CAP è 40121") at
// a step to which no figures are an answer. What two steps could read is
// nobody's.
#ifndef SPORTELLO_DIALOGUE_VALUE_AHEAD_H_
#define SPORTELLO_DIALOGUE_VALUE_AHEAD_H_

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

struct ValueAhead {
  const Slot* slot = nullptr;
  std::string value;
  size_t begin = 0;  // bytes of the normalised text
  size_t end = 0;
};

// What the customer wrote while `asked` was waited for.
struct TextAtStep {
  const NormalizedText& text;
  std::string_view original;
  Day today;
};

// The steps that are still to come, or may be: those without an answer whose
// conditions hold, or wait for steps that are still to come themselves.
std::set<std::string> StepsToCome(const Intent& intent,
                                  const SlotValues& values, bool open);

// Values for other steps of `to_come` when the text holds none for `asked`;
// empty when what is around them says more than that.
std::vector<ValueAhead> FindValuesAhead(const LanguageKnowledge& knowledge,
                                        const Intent& intent, const Slot& asked,
                                        const std::set<std::string>& to_come,
                                        const TextAtStep& at);

// Those of them that are codes with check digits or e-mail addresses, also
// beside a value for `asked`: no order number begins inside an IBAN.
std::vector<ValueAhead> FindCodesAhead(const Intent& intent, const Slot& asked,
                                       const std::set<std::string>& to_come,
                                       const TextAtStep& at);
NormalizedText WithoutValues(const NormalizedText& text,
                             const std::vector<ValueAhead>& values);

// Whether the whole of `text` is a value of `slot` and of no other step.
bool BelongsOnlyTo(const Intent& intent, const Slot& slot,
                   const TextAtStep& at);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_VALUE_AHEAD_H_
