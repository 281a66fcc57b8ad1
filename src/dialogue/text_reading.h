// What a customer's text says by itself, found when it is first asked for and
// kept: a turn reads the same text several times, and may be decided twice.
//
// Lives as long as the message; for one thread at a time. The Snapshot and the
// text must outlive it.
#ifndef SPORTELLO_DIALOGUE_TEXT_READING_H_
#define SPORTELLO_DIALOGUE_TEXT_READING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogue/understand.h"
#include "knowledge/snapshot.h"

namespace sportello {

// How much of a text one language's content knows.
struct LanguageEvidence {
  std::string language;
  int only_here = 0;  // words that no other language's content knows
  int known = 0;
  int words = 0;  // without numbers and addresses
};

class TextReading {
 public:
  TextReading(const Snapshot& snapshot, std::string_view text)
      : snapshot_(snapshot), text_(text) {}
  TextReading(const TextReading&) = delete;
  TextReading& operator=(const TextReading&) = delete;

  const Snapshot& snapshot() const { return snapshot_; }
  std::string_view text() const { return text_; }

  // Of all languages, the most telling first. Each reads the text with its
  // own rules; words count when its vocabulary holds them and no other does.
  const std::vector<LanguageEvidence>& Evidence();
  // The text as `knowledge`, of this Snapshot, reads it.
  const NormalizedText& Words(const LanguageKnowledge& knowledge);
  // The global word that is the whole text, if any.
  std::optional<Target> Global(const LanguageKnowledge& knowledge);
  // In a conversation in which these contexts hold; valid until it is asked
  // for others.
  const Understanding& Meaning(const LanguageKnowledge& knowledge,
                               const Contexts& contexts = {});

  // Gives the memory back. What is asked for later is found again.
  void Forget();

 private:
  struct InLanguage {
    const LanguageKnowledge* knowledge = nullptr;
    NormalizedText words;
    std::optional<RuleMatches> matches;
    std::optional<Understanding> meaning;
    Contexts contexts;  // of `meaning`
  };
  InLanguage& In(const LanguageKnowledge& knowledge);

  const Snapshot& snapshot_;
  const std::string_view text_;
  // One for each that was asked for; reserved for all, so none moves.
  std::vector<InLanguage> languages_;
  std::optional<std::vector<LanguageEvidence>> evidence_;
};

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_TEXT_READING_H_
