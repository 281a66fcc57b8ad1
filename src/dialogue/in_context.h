// What a message means after the one before: "e per l'estero?" behind a
// question about delivery, "quanto costa?" behind one about an alteration; and
// several questions in one message.
//
// All are looked at only when no phrase and no sentence of the content says
// what the message means.
#ifndef SPORTELLO_DIALOGUE_IN_CONTEXT_H_
#define SPORTELLO_DIALOGUE_IN_CONTEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/understand.h"

namespace sportello {

inline constexpr size_t kMaxQuestions = 3;

// A short message, read together with the question of the entry that was
// answered before; `alone` is what it means by itself.
//   an open question   "how much is it?": see open_question.h; this may be a
//                      question back
//   an addition        begins as one does ("e …", "and …", "anche …", "what
//                      about …") or with a preposition ("for gifts?"), and is
//                      not surely understood alone
// Nothing when it is neither, or means the same entry again by what was added.
std::optional<Understanding> ReadFollowUp(const LanguageKnowledge& knowledge,
                                          const Understanding& alone,
                                          const std::string& last_id,
                                          const Contexts& contexts = {});

struct SeveralQuestions {
  std::vector<Understanding> answers;  // none, or two to kMaxQuestions
  bool more = false;  // there were others, which are not looked at
};

// The questions of a message that holds several, each ending in "?" and each
// surely answered by an entry of its own, up to kMaxQuestions; no answers when
// one of these is not, or when all ask the same.
SeveralQuestions ReadQuestions(const LanguageKnowledge& knowledge,
                               std::string_view original,
                               const Contexts& contexts = {});

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_IN_CONTEXT_H_
