// Why a text is understood as it is, for `ask --explain`: every step in
// words, with the places in the content.
//
// Pure and deterministic; costs some milliseconds, since all phrases are
// compiled once more to find the near misses.
#ifndef SPORTELLO_DIALOGUE_EXPLAIN_H_
#define SPORTELLO_DIALOGUE_EXPLAIN_H_

#include <string>
#include <string_view>
#include <vector>

#include "dialogue/understand.h"
#include "knowledge/content.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct ExplanationPart {
  std::string title;  // "language", "normaliser", ...
  std::vector<std::string> lines;
};

// `content` is what the Snapshot was compiled from; `language` the one in
// which the text is answered.
std::vector<ExplanationPart> Explain(const Snapshot& snapshot,
                                     const Content& content,
                                     std::string_view language,
                                     std::string_view text);

// A phrase that does not match, and what keeps it from matching.
struct NearMiss {
  std::string phrase;  // as written
  Place place;
  std::string id;
  std::string sample;   // its text that is nearest to the message
  std::string missing;  // the first word of it that the message lacks
  std::string extra;    // the first word of the message that it lacks
  int words = 0;        // that would have to be added, left out or changed
};

// The phrases of intents that are nearest to the message, by whole words; at
// most `count`, the nearest first. Those that match are left out.
std::vector<NearMiss> FindNearMisses(const LanguageContent& content,
                                     const LanguageKnowledge& knowledge,
                                     const NormalizedText& text, size_t count);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_EXPLAIN_H_
