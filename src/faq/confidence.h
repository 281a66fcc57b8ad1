// How sure a ranking is: one number that means what it says.
//
// The confidence of the best candidate is the product of two probabilities:
//
//   right     that it is the right one, if the content has an answer at all:
//             from its learned score, its lead over the second candidate,
//             and whether the fields by themselves would choose the same
//   in scope  that the message is about something that the content knows:
//             from the share of known words
//
// Both are logistic functions. The learned score is 1 for an entry's own
// sentences and 0 for its rivals' whatever the content is, and shares are
// shares, so the same constants serve all content; no maintainer ever sets a
// threshold. docs/ranking.md has the reliability that was measured.
#ifndef SPORTELLO_FAQ_CONFIDENCE_H_
#define SPORTELLO_FAQ_CONFIDENCE_H_

namespace sportello {

// high    right 95 times in 100: answer
// medium  ask back, the right one is among the best three 85 times in 100
// low     do not answer: nothing fits, or the message is about other things
enum class Band { kHigh, kMedium, kLow };

struct ConfidenceSignals {
  double learned = 0;   // score of the best candidate, without the fields
  double margin = 0;    // its lead in score over the second candidate
  double likeness = 0;  // of its nearest question, 0 to 1
  double known = 0;     // share of the message that the content knows
  bool agreed = false;  // the fields alone (bm25) put the same one first
  bool single = false;  // it has one question only
};

// Probability, 0 to 1.
double Confidence(const ConfidenceSignals& signals);
// Whether the message is likely about something else than the content.
bool IsOutOfScope(const ConfidenceSignals& signals);

Band BandOf(const ConfidenceSignals& signals);
const char* BandName(Band band);

// Whether the best candidate is worth giving as the answer, with the others
// offered below it: it is right about three times in four. A candidate none
// of whose own questions resembles the message never is. One with a single
// question is given from kAnswerSingleFrom: with so little to go by, asking
// back shows the right one less often too.
bool IsLikely(const ConfidenceSignals& signals);

inline constexpr double kAnswerFrom = 0.57;
inline constexpr double kAnswerSingleFrom = 0.45;
inline constexpr double kLikenessFrom = 0.21;
inline constexpr double kHighFrom = 0.85;
inline constexpr double kMediumFrom = 0.32;

}  // namespace sportello

#endif  // SPORTELLO_FAQ_CONFIDENCE_H_
