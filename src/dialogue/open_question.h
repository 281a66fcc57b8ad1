// What an open question means behind the entry that was answered before:
// "how much is it?" after "do you deliver abroad?".
//
// The words that name the subject of that entry are put before the question,
// and the whole is understood as one text. That alone is not enough, because
// the subject weighs more than the question: an entry answers only when its
// own sentences ask for what the question asks for (open_words.h), or when its
// answer tells it. In this order:
//   1. another entry about all of the subject that surely is meant and asks
//      for it: "how do returns work?", "how much is it?" -> cost of a return
//   2. the entry before, when it asks for it or its answer tells it
//   3. another entry as in 1, less surely, for a price or a duration
//   4. asked back: the entries that ask for it and are about the same
//   5. asked back: what the question would be answered with by itself, which
//      is about something else
#ifndef SPORTELLO_DIALOGUE_OPEN_QUESTION_H_
#define SPORTELLO_DIALOGUE_OPEN_QUESTION_H_

#include <optional>
#include <string>
#include <vector>

#include "dialogue/open_words.h"
#include "dialogue/understand.h"

namespace sportello {

// `alone` is what the question means by itself. An answer or a question back;
// nothing when `alone` says all there is to say.
std::optional<Understanding> ReadWithSubject(const LanguageKnowledge& knowledge,
                                             const Understanding& alone,
                                             Aspect aspect, Target last,
                                             const Contexts& contexts);

// Whether the entry's own sentences hold words of all these families ("gift",
// "gifts"; "spedite", "spedizione").
bool NamesAll(const LanguageKnowledge& knowledge, Target target,
              const std::vector<std::string>& words);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_OPEN_QUESTION_H_
