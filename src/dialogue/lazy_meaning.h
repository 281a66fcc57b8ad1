// What a customer's text means by itself, found when it is first asked for.
#ifndef SPORTELLO_DIALOGUE_LAZY_MEANING_H_
#define SPORTELLO_DIALOGUE_LAZY_MEANING_H_

#include <optional>
#include <string>
#include <utility>

#include "dialogue/understand.h"

namespace sportello {

// Lives for one turn; not shared between threads.
class LazyMeaning {
 public:
  // `prepared` may be null.
  LazyMeaning(const LanguageKnowledge& knowledge, std::string text,
              const Understanding* prepared)
      : knowledge_(knowledge), text_(std::move(text)), prepared_(prepared) {}

  const Understanding& Get() {
    if (prepared_ != nullptr) return *prepared_;
    if (!own_.has_value()) own_ = Understand(knowledge_, text_);
    return *own_;
  }

 private:
  const LanguageKnowledge& knowledge_;
  std::string text_;
  const Understanding* prepared_;
  std::optional<Understanding> own_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_LAZY_MEANING_H_
