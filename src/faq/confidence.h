// From signals of a ranking to one number: how likely its best candidate is
// right.
#ifndef SPORTELLO_FAQ_CONFIDENCE_H_
#define SPORTELLO_FAQ_CONFIDENCE_H_

namespace sportello {

// high: answer. medium: ask back. low: do not answer.
enum class Band { kHigh, kMedium, kLow };

struct ConfidenceSignals {
  double score = 0;     // of the best candidate
  double margin = 0;    // to the second one
  double likeness = 0;  // of its nearest sentence
  double known = 0;     // share of the text that the content knows
  double covered = 0;   // share of the text that the candidate holds
};

struct Calibration {
  double bias = -3.5;
  double score = 2.0;
  double margin = 6.0;
  double likeness = 2.0;
  double known = 2.0;
  double covered = 1.0;
};

double Confidence(const ConfidenceSignals& signals,
                  const Calibration& calibration);
Band BandOf(double confidence);
const char* BandName(Band band);

}  // namespace sportello

#endif  // SPORTELLO_FAQ_CONFIDENCE_H_
