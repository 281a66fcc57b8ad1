// The constants are a maximum-likelihood fit over the development halves of
// all data folders together, with 1, 3 and all questions an entry.
#include "faq/confidence.h"

#include <cmath>

namespace sportello {
namespace {

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

double Confidence(const ConfidenceSignals& signals) {
  const double right =
      Logistic(1.96 * signals.margin + 7.14 * signals.learned - 2.17);
  const double in_scope = Logistic(5.21 * signals.known - 0.72);
  return right * in_scope;
}

bool IsOutOfScope(const ConfidenceSignals& signals) {
  const double near =
      Logistic(6.1 * signals.known + 5.6 * signals.likeness - 7.0);
  return near < (Confidence(signals) < kAnswerFrom ? 0.35 : 0.2);
}

Band BandOf(const ConfidenceSignals& signals) {
  const double confidence = Confidence(signals);
  if (confidence >= kHighFrom) return Band::kHigh;
  if (confidence < kMediumFrom || IsOutOfScope(signals)) return Band::kLow;
  return Band::kMedium;
}

bool IsLikely(const ConfidenceSignals& signals) {
  return Confidence(signals) >= kAnswerFrom &&
         signals.likeness >= kLikenessFrom && !IsOutOfScope(signals);
}

const char* BandName(Band band) {
  switch (band) {
    case Band::kHigh:
      return "high";
    case Band::kMedium:
      return "medium";
    case Band::kLow:
      return "low";
  }
  return "low";
}

}  // namespace sportello
