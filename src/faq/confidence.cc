#include "faq/confidence.h"

#include <cmath>

namespace sportello {
namespace {

constexpr double kHighFrom = 0.8;
constexpr double kMediumFrom = 0.4;

}  // namespace

double Confidence(const ConfidenceSignals& signals,
                  const Calibration& calibration) {
  const double logit = calibration.bias + calibration.score * signals.score +
                       calibration.margin * signals.margin +
                       calibration.likeness * signals.likeness +
                       calibration.known * signals.known +
                       calibration.covered * signals.covered;
  return 1 / (1 + std::exp(-logit));
}

Band BandOf(double confidence) {
  if (confidence >= kHighFrom) return Band::kHigh;
  return confidence >= kMediumFrom ? Band::kMedium : Band::kLow;
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
