#include "faq/faq_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <span>

namespace sportello {
namespace {

// Documents compared sentence by sentence; the others are out by bm25.
constexpr size_t kAllUpTo = 160;
constexpr size_t kComparedAtMost = 32;
// Of those, when there are many: the ones whose learned score is looked at.
constexpr size_t kLearnedAtMost = 8;
// ... and of all, in small content; with more, no decision of any folder of
// docs/ranking.md changes.
constexpr size_t kLearnedOfAll = 16;
// Up to so many sentences, comparing with all of them is the faster way.
constexpr size_t kCompareAllUpTo = 8192;

// Weights times likeness. Four products at a time: each addition waits for the
// one before it.
double LearnedSum(std::span<const float> weights, const uint32_t* sentences,
                  const float* likeness) {
  const auto product = [&](size_t i) {
    return weights[i] * likeness[sentences[i]];
  };
  double sum = 0;
  size_t i = 0;
  for (; i + 4 <= weights.size(); i += 4) {
    sum += (product(i) + product(i + 1)) + (product(i + 2) + product(i + 3));
  }
  for (; i < weights.size(); ++i) sum += product(i);
  return sum;
}

// Four numbers that the processor handles as one, whatever processor it is.
using FourFloats [[gnu::vector_size(16)]] = float;

// At least 0.
float Greatest(std::span<const float> values) {
  FourFloats most = {};
  size_t i = 0;
  for (; i + 4 <= values.size(); i += 4) {
    FourFloats four;
    std::memcpy(&four, &values[i], sizeof(four));
    most = four > most ? four : most;
  }
  float rest = 0;
  for (; i < values.size(); ++i) rest = std::max(rest, values[i]);
  return std::max({most[0], most[1], most[2], most[3], rest});
}

// Orders by value, the greatest first, then by document, in one comparison.
// Values are at least 0, so their bits are in the order of the values.
uint64_t PromiseKey(float value, uint32_t document) {
  return uint64_t{~std::bit_cast<uint32_t>(value)} << 32 | document;
}

}  // namespace

std::vector<uint32_t> FaqIndex::Candidates(
    const std::vector<float>& fields) const {
  std::vector<uint32_t> candidates(documents_.size());
  std::iota(candidates.begin(), candidates.end(), 0U);
  if (candidates.size() <= kAllUpTo) return candidates;
  const auto better = [&](uint32_t a, uint32_t b) {
    return fields[a] != fields[b] ? fields[a] > fields[b] : a < b;
  };
  std::nth_element(candidates.begin(), candidates.begin() + kComparedAtMost,
                   candidates.end(), better);
  candidates.resize(kComparedAtMost);
  std::sort(candidates.begin(), candidates.end());
  return candidates;
}

FaqIndex::Scored FaqIndex::ScoreOf(uint32_t d,
                                   const std::vector<float>& likeness) const {
  const Document& document = documents_[d];
  Scored entry;
  entry.document = d;
  entry.learned = document.base +
                  LearnedSum({learned_weights_.data() + learned_starts_[d],
                              learned_weights_.data() + learned_starts_[d + 1]},
                             learned_sentences_.data() + learned_starts_[d],
                             likeness.data());
  return entry;
}

void FaqIndex::FindNearest(const std::vector<float>& likeness,
                           Scored& entry) const {
  const Document& document = documents_[entry.document];
  entry.nearest = document.first_sentence;
  for (uint32_t s = document.first_sentence; s < document.end_sentence; ++s) {
    if (likeness[s] > entry.likeness) {
      entry.likeness = likeness[s];
      entry.nearest = s;
    }
  }
}

void FaqIndex::CompareSome(const SpaceVector& vector,
                           const std::vector<float>& fields,
                           std::vector<uint32_t>& candidates,
                           std::vector<float>& likeness) const {
  const FeatureSpace::Probe probe(space_, vector);
  likeness.assign(space_.sentence_count(), -1.0F);
  const auto compare = [&](uint32_t sentence) {
    float& value = likeness[sentence];
    if (value < 0) value = static_cast<float>(probe.Compare(sentence));
    return value;
  };
  std::vector<std::pair<float, uint32_t>> promising;
  for (const uint32_t d : candidates) {
    float best = 0;
    for (uint32_t s = documents_[d].first_sentence;
         s < documents_[d].end_sentence; ++s) {
      best = std::max(best, compare(s));
    }
    promising.emplace_back(-best - documents_[d].fields_share * fields[d], d);
  }
  std::sort(promising.begin(), promising.end());
  promising.resize(std::min(promising.size(), kLearnedAtMost));
  candidates.clear();
  for (const auto& [value, d] : promising) {
    candidates.push_back(d);
    for (uint32_t i = learned_starts_[d]; i < learned_starts_[d + 1]; ++i) {
      compare(learned_sentences_[i]);
    }
  }
}

void FaqIndex::KeepPromising(const std::vector<float>& fields,
                             const std::vector<float>& likeness,
                             std::vector<uint32_t>& candidates) const {
  if (candidates.size() <= kLearnedOfAll) return;
  std::vector<uint64_t> promising;
  promising.reserve(candidates.size());
  for (const uint32_t d : candidates) {
    const Document& document = documents_[d];
    const float best = Greatest({likeness.data() + document.first_sentence,
                                 likeness.data() + document.end_sentence});
    promising.push_back(
        PromiseKey(best + document.fields_share * fields[d], d));
  }
  std::nth_element(promising.begin(), promising.begin() + kLearnedOfAll,
                   promising.end());
  candidates.resize(kLearnedOfAll);
  for (size_t i = 0; i < kLearnedOfAll; ++i) {
    candidates[i] = static_cast<uint32_t>(promising[i]);
  }
}

std::vector<FaqIndex::Scored> FaqIndex::Score(const TextFeatures& text,
                                              const SpaceVector& vector) const {
  std::vector<Scored> scored;
  if (documents_.empty()) return scored;
  std::vector<float> fields(documents_.size(), 0.0F);
  fields_.Score(text, fields);
  const double ceiling = std::max(fields_.Ceiling(text), 1e-9);
  for (float& value : fields) value /= static_cast<float>(ceiling);
  std::vector<uint32_t> candidates = Candidates(fields);
  thread_local std::vector<float> likeness;
  if (space_.sentence_count() <= kCompareAllUpTo) {
    space_.CompareAll(vector, likeness);
    KeepPromising(fields, likeness, candidates);
  } else {
    CompareSome(vector, fields, candidates, likeness);
  }
  scored.reserve(candidates.size());
  for (const uint32_t d : candidates) {
    Scored entry = ScoreOf(d, likeness);
    entry.fields = documents_[d].fields_share * double{fields[d]};
    entry.score = entry.learned + entry.fields;
    scored.push_back(entry);
  }
  std::sort(scored.begin(), scored.end(), [](const Scored& a, const Scored& b) {
    return a.score != b.score ? a.score > b.score : a.document < b.document;
  });
  const size_t shown = std::min(scored.size(), kMaxCandidates);
  for (size_t i = 0; i < shown; ++i) FindNearest(likeness, scored[i]);
  return scored;
}

ConfidenceSignals FaqIndex::Signals(const SpaceVector& vector,
                                    const std::vector<Scored>& scored) const {
  ConfidenceSignals signals;
  const Scored& best = scored.front();
  signals.learned = best.learned;
  signals.margin =
      scored.size() > 1 ? best.score - scored[1].score : best.score;
  signals.likeness = best.likeness;
  signals.known = vector.known;
  const Document& document = documents_[best.document];
  signals.single = document.end_sentence - document.first_sentence == 1;
  signals.agreed =
      best.fields > 0 &&
      std::all_of(scored.begin(), scored.end(), [&](const Scored& other) {
        return other.fields <= best.fields;
      });
  return signals;
}

FaqRanking FaqIndex::Rank(const NormalizedText& query) const {
  FaqRanking ranking;
  const TextFeatures text = reader_.Read(query, ReadFor::kMessage);
  const SpaceVector vector = space_.Place(text);
  const std::vector<Scored> scored = Score(text, vector);
  if (scored.empty() || scored.front().score <= 0) return ranking;
  const ConfidenceSignals signals = Signals(vector, scored);
  ranking.confidence = Confidence(signals);
  ranking.band = BandOf(signals);
  ranking.likely = IsLikely(signals);
  for (const Scored& entry : scored) {
    if (ranking.candidates.size() == kMaxCandidates) break;
    if (entry.score <= 0) break;
    FaqCandidate candidate;
    candidate.document = documents_[entry.document].position;
    candidate.score = entry.score;
    ranking.candidates.push_back(candidate);
  }
  ranking.candidates.front().confidence = ranking.confidence;
  return ranking;
}

}  // namespace sportello
