// The FAQ entries that everybody may see, for the API and for the pages.
#ifndef SPORTELLO_FLOW_FAQ_LIST_H_
#define SPORTELLO_FLOW_FAQ_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "flow/knowledge_keeper.h"

namespace sportello {

// Longer searches are refused.
inline constexpr size_t kMaxFaqWordsBytes = 400;

// Public entries of the language that are still valid at `now`; they live as
// long as `knowledge`. Without words: all of them, by priority, then by id;
// with words: what the search finds, the best first. Errors: kNotFound for a
// language without content, kInvalid for too many words, kUnavailable without
// a search index.
Result<std::vector<const FaqContent*>> ListFaq(const Knowledge& knowledge,
                                               const std::string& language,
                                               std::string_view words,
                                               Time now);

// The answer as the bot gives it (Markdown): constants are filled in.
std::string FaqAnswer(const FaqContent& entry,
                      const LanguageKnowledge& knowledge);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FAQ_LIST_H_
