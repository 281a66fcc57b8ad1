// What a message means after the one before: "e per l'estero?" behind a
// question about delivery; and several questions in one message.
//
// Both are looked at only when the message is not understood by itself.
#ifndef SPORTELLO_DIALOGUE_IN_CONTEXT_H_
#define SPORTELLO_DIALOGUE_IN_CONTEXT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/understand.h"

namespace sportello {

inline constexpr size_t kMaxQuestions = 3;

// A short message that begins as a follow-up does ("e …", "and …", "what
// about …"), read together with the question of the entry that was answered
// before. Nothing when it is no follow-up, or is not surely understood so, or
// means the same entry again.
std::optional<Understanding> ReadFollowUp(const LanguageKnowledge& knowledge,
                                          const NormalizedText& text,
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
