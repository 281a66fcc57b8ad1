// The constants are a maximum-likelihood fit over the development halves of
// all data folders together, with 1, 3, all and mixed numbers of questions an
// entry. Above kFlatFrom the line is flatter than the fit, so that from 0.85
// on 95 in 100 are right also where near misses abound.
#include "faq/confidence.h"

#include <cmath>

namespace sportello {
namespace {

constexpr double kFlatFrom = 0.5;
constexpr double kFlatSlope = 0.8;

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

double Flattened(double x) {
  return x <= kFlatFrom ? x : kFlatFrom + kFlatSlope * (x - kFlatFrom);
}

}  // namespace

double Confidence(const ConfidenceSignals& signals) {
  const double right =
      Logistic(Flattened(2.77 * signals.margin + 5.59 * signals.learned +
                         (signals.agreed ? 0.4 : 0.0) - 2.18));
  const double in_scope = Logistic(3.78 * signals.known + 0.64);
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
  return Confidence(signals) >=
             (signals.single ? kAnswerSingleFrom : kAnswerFrom) &&
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
