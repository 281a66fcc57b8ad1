#include "faq/confidence.h"

#include <doctest/doctest.h>

#include <initializer_list>

namespace sportello {
namespace {

ConfidenceSignals MiddlingSignals() {
  ConfidenceSignals signals;
  signals.learned = 0.33;
  signals.margin = 0.12;
  signals.likeness = 0.5;
  signals.known = 1;
  return signals;
}

}  // namespace

TEST_CASE("Fields that agree make the first candidate surer") {
  ConfidenceSignals signals = MiddlingSignals();
  const double alone = Confidence(signals);
  signals.agreed = true;
  CHECK(Confidence(signals) > alone + 0.05);
  CHECK(Confidence(signals) < 1);
}

TEST_CASE("Lead, learned score and known words each make it surer") {
  const double middling = Confidence(MiddlingSignals());
  for (double ConfidenceSignals::*signal :
       {&ConfidenceSignals::learned, &ConfidenceSignals::margin,
        &ConfidenceSignals::known}) {
    ConfidenceSignals less = MiddlingSignals();
    less.*signal -= 0.1;
    CHECK(Confidence(less) < middling);
  }
}

TEST_CASE("An entry with a single question is given sooner, but not surer") {
  ConfidenceSignals signals = MiddlingSignals();
  REQUIRE(Confidence(signals) > kAnswerSingleFrom);
  REQUIRE(Confidence(signals) < kAnswerFrom);
  CHECK_FALSE(IsLikely(signals));
  ConfidenceSignals single = signals;
  single.single = true;
  CHECK(IsLikely(single));
  CHECK(Confidence(single) == Confidence(signals));
  CHECK(BandOf(single) == Band::kMedium);
}

TEST_CASE("A single question that is not like the message is not given") {
  ConfidenceSignals signals = MiddlingSignals();
  signals.single = true;
  REQUIRE(IsLikely(signals));
  signals.likeness = kLikenessFrom - 0.01;
  CHECK_FALSE(IsLikely(signals));
}

TEST_CASE("A message of unknown words is refused however alike") {
  ConfidenceSignals signals = MiddlingSignals();
  signals.single = true;
  signals.known = 0.1;
  CHECK(IsOutOfScope(signals));
  CHECK_FALSE(IsLikely(signals));
}

}  // namespace sportello
