// Unanswered questions that are alike, as one line for the maintainer.
//
// Likeness is measured on the letters: the share of common trigrams of the
// words (Dice's coefficient), after the normaliser, without skip words. So
// "spedite alle Eolie?" and "fate spedizioni alle isole Eolie" meet without a
// stemmer, and in any language. Each question joins the first group whose
// oldest question is like it: the same questions give the same groups.
//
// Pure; a thousand questions take about 20 ms.
#ifndef SPORTELLO_DESK_UNANSWERED_GROUPS_H_
#define SPORTELLO_DESK_UNANSWERED_GROUPS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "knowledge/snapshot.h"
#include "store/store.h"

namespace sportello {

struct UnansweredGroup {
  // Of its oldest question; stays while that question is kept.
  std::string key;
  std::string language;
  std::string text;                   // the one asked most
  std::vector<std::string> examples;  // other wordings, the newest first
  size_t conversations = 0;
  Time last_at{};
  std::vector<std::string> suggestions;  // ids of intents and entries
  std::string state = "open";            // "open", "pending", "ignored"
};

// The groups of all states, those with most conversations first. A mark holds
// for a group when it was made for any question in it, the latest one counts.
std::vector<UnansweredGroup> GroupUnanswered(
    std::vector<Unanswered> questions, const std::vector<UnansweredMark>& marks,
    const Snapshot& snapshot);

// True when the bot would answer the text now, with confidence: the content
// was mended since it was asked.
bool IsAnsweredNow(const UnansweredGroup& group, const Snapshot& snapshot);

}  // namespace sportello

#endif  // SPORTELLO_DESK_UNANSWERED_GROUPS_H_
