#include "faq/feature_space.h"

#include <algorithm>
#include <cmath>

namespace sportello {
namespace {

// A concept says more about what is meant than a word does.
constexpr double kConceptWeight = 2.0;
// A corrected word may have been meant otherwise.
constexpr float kCorrectedWeight = 0.8F;
// An unknown word whose concept is known is half known.
constexpr double kParaphrasedWeight = 0.5;
// A pair of a token with itself counts a little, so that sentences of one
// token are comparable too.
constexpr double kSelfPairs = 0.9;

double Rarity(uint32_t documents, uint32_t with) {
  return std::log((1.0 + documents) / (1.0 + with)) + 1.0;
}

double Pairs(double sum, double sum_of_squares) {
  return (sum * sum - kSelfPairs * sum_of_squares) / 2;
}

float InverseRoot(double value) {
  return value > 1e-12 ? static_cast<float>(1.0 / std::sqrt(value)) : 0.0F;
}

using Counts = std::vector<std::pair<uint64_t, uint32_t>>;

void SortUnique(std::vector<uint64_t>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

// How often each key occurs, ascending. Empties `keys`.
Counts CountKeys(std::vector<uint64_t>& keys) {
  std::sort(keys.begin(), keys.end());
  Counts counts;
  for (const uint64_t key : keys) {
    if (counts.empty() || counts.back().first != key) {
      counts.push_back({key, 0});
    }
    ++counts.back().second;
  }
  keys = {};
  return counts;
}

std::vector<uint64_t> KeysOf(const Counts& counts) {
  std::vector<uint64_t> keys;
  keys.reserve(counts.size());
  for (const auto& [key, count] : counts) keys.push_back(key);
  return keys;
}

// Of the tokens that a sentence shares with the text.
struct TokenSums {
  float weights = 0;
  float squares = 0;
};

std::span<const uint32_t> PostingsOf(const std::vector<uint32_t>& starts,
                                     const std::vector<uint32_t>& postings,
                                     uint32_t id) {
  return {postings.data() + starts[id], postings.data() + starts[id + 1]};
}

// Four at a time: the loop itself would cost as much as what it does.
template <typename Add>
void ForEachOf(std::span<const uint32_t> sentences, Add add) {
  const uint32_t* at = sentences.data();
  const uint32_t* const end = at + sentences.size();
  for (; end - at >= 4; at += 4) {
    add(at[0]);
    add(at[1]);
    add(at[2]);
    add(at[3]);
  }
  for (; at != end; ++at) add(*at);
}

// Marks of the living Probe, all zero between two of them.
thread_local std::vector<float> token_marks;
thread_local std::vector<float> piece_marks;

}  // namespace

FeatureIds::FeatureIds(std::vector<uint64_t> keys) : keys_(std::move(keys)) {
  size_t slots = 16;
  while (slots < 2 * keys_.size()) slots *= 2;
  slots_.assign(slots, kUnknown);
  mask_ = slots - 1;
  for (size_t i = 0; i < keys_.size(); ++i) {
    uint64_t at = keys_[i] & mask_;
    while (slots_[at] != kUnknown) at = (at + 1) & mask_;
    slots_[at] = static_cast<uint32_t>(i);
  }
}

uint32_t FeatureIds::Find(uint64_t key) const {
  if (slots_.empty()) return kUnknown;
  for (uint64_t at = key & mask_;; at = (at + 1) & mask_) {
    const uint32_t id = slots_[at];
    if (id == kUnknown || keys_[id] == key) return id;
  }
}

FeatureSpace FeatureSpace::Build(
    const std::vector<std::vector<TextFeatures>>& sentences) {
  FeatureSpace space;
  space.FillWeights(sentences);
  space.token_starts_.push_back(0);
  space.piece_starts_.push_back(0);
  for (const std::vector<TextFeatures>& document : sentences) {
    for (const TextFeatures& sentence : document) space.AddSentence(sentence);
  }
  space.Invert();
  return space;
}

void FeatureSpace::FillWeights(
    const std::vector<std::vector<TextFeatures>>& sentences) {
  documents_ = static_cast<uint32_t>(sentences.size());
  std::vector<uint64_t> tokens;
  std::vector<uint64_t> pieces;
  std::vector<uint64_t> concepts;
  for (const std::vector<TextFeatures>& document : sentences) {
    std::vector<uint64_t> own_tokens;
    std::vector<uint64_t> own_pieces;
    for (const TextFeatures& sentence : document) {
      for (const TextFeatures::Token& token : sentence.tokens) {
        own_tokens.push_back(token.key);
        if (token.is_concept) concepts.push_back(token.key);
      }
      own_pieces.insert(own_pieces.end(), sentence.pieces.begin(),
                        sentence.pieces.end());
    }
    SortUnique(own_tokens);
    SortUnique(own_pieces);
    tokens.insert(tokens.end(), own_tokens.begin(), own_tokens.end());
    pieces.insert(pieces.end(), own_pieces.begin(), own_pieces.end());
  }
  SortUnique(concepts);
  const Counts token_counts = CountKeys(tokens);
  const Counts piece_counts = CountKeys(pieces);
  token_ids_ = FeatureIds(KeysOf(token_counts));
  piece_ids_ = FeatureIds(KeysOf(piece_counts));
  for (const auto& [key, count] : token_counts) {
    const bool is_concept =
        std::binary_search(concepts.begin(), concepts.end(), key);
    token_weights_.push_back(static_cast<float>(
        Rarity(documents_, count) * (is_concept ? kConceptWeight : 1.0)));
  }
  for (const auto& [key, count] : piece_counts) {
    const double rarity = Rarity(documents_, count);
    piece_weights_.push_back(static_cast<float>(rarity * rarity));
  }
}

double FeatureSpace::UnknownWeight(bool is_concept) const {
  return Rarity(documents_, 0) * (is_concept ? kConceptWeight : 1.0);
}

double FeatureSpace::WeightOf(const TextFeatures::Token& token,
                              uint32_t id) const {
  double weight = id == FeatureIds::kUnknown ? UnknownWeight(token.is_concept)
                                             : double{token_weights_[id]};
  if (token.corrected) weight *= kCorrectedWeight;
  const bool paraphrased = !token.is_concept && token.paraphrased;
  if (id == FeatureIds::kUnknown && paraphrased) weight *= kParaphrasedWeight;
  return weight;
}

void FeatureSpace::AddSentence(const TextFeatures& features) {
  const SpaceVector vector = Place(features);
  for (const SpaceVector::Part& part : vector.tokens) {
    tokens_.push_back(part.id);
  }
  for (const SpaceVector::Part& part : vector.pieces) {
    pieces_.push_back(part.id);
  }
  token_starts_.push_back(static_cast<uint32_t>(tokens_.size()));
  piece_starts_.push_back(static_cast<uint32_t>(pieces_.size()));
  words_scale_.push_back(vector.words_scale);
  pairs_scale_.push_back(vector.pairs_scale);
  pieces_scale_.push_back(vector.pieces_scale);
}

SpaceVector FeatureSpace::Place(const TextFeatures& features) const {
  SpaceVector vector;
  double sum = 0;
  double squares = 0;
  double known = 0;
  for (const TextFeatures::Token& token : features.tokens) {
    const uint32_t id = token_ids_.Find(token.key);
    const auto weight = static_cast<float>(WeightOf(token, id));
    sum += weight;
    squares += double{weight} * weight;
    if (id == FeatureIds::kUnknown) continue;
    known += weight;
    vector.tokens.push_back({id, weight});
  }
  double pieces = 0;
  const double unknown = UnknownWeight(false) * UnknownWeight(false);
  for (const uint64_t piece : features.pieces) {
    const uint32_t id = piece_ids_.Find(piece);
    if (id == FeatureIds::kUnknown) {
      pieces += unknown;
    } else {
      pieces += piece_weights_[id];
      vector.pieces.push_back({id, piece_weights_[id]});
    }
  }
  vector.known = sum > 0 ? known / sum : 0;
  vector.words_scale = InverseRoot(sum);
  vector.pairs_scale = InverseRoot(Pairs(sum, squares));
  vector.pieces_scale = InverseRoot(pieces);
  return vector;
}

SpaceVector FeatureSpace::VectorOf(uint32_t sentence) const {
  SpaceVector vector;
  for (uint32_t i = token_starts_[sentence]; i < token_starts_[sentence + 1];
       ++i) {
    vector.tokens.push_back({tokens_[i], token_weights_[tokens_[i]]});
  }
  for (uint32_t i = piece_starts_[sentence]; i < piece_starts_[sentence + 1];
       ++i) {
    vector.pieces.push_back({pieces_[i], piece_weights_[pieces_[i]]});
  }
  vector.words_scale = words_scale_[sentence];
  vector.pairs_scale = pairs_scale_[sentence];
  vector.pieces_scale = pieces_scale_[sentence];
  return vector;
}

SpaceVector FeatureSpace::MergedVectorOf(
    const std::vector<uint32_t>& sentences) const {
  std::vector<uint32_t> ids;
  for (const uint32_t s : sentences) {
    ids.insert(ids.end(), tokens_.begin() + token_starts_[s],
               tokens_.begin() + token_starts_[s + 1]);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  SpaceVector vector;
  for (const uint32_t id : ids) {
    vector.tokens.push_back({id, token_weights_[id]});
  }
  vector.words_scale = 1;
  vector.pairs_scale = 1;
  return vector;
}

FeatureSpace::Probe::Probe(const FeatureSpace& space, const SpaceVector& vector)
    : space_(space), vector_(vector) {
  if (token_marks.size() < space.token_ids_.size()) {
    token_marks.resize(space.token_ids_.size());
  }
  if (piece_marks.size() < space.piece_ids_.size()) {
    piece_marks.resize(space.piece_ids_.size());
  }
  for (const auto& part : vector_.tokens) token_marks[part.id] = part.weight;
  for (const auto& part : vector_.pieces) piece_marks[part.id] = part.weight;
}

FeatureSpace::Probe::Probe(const FeatureSpace& space, uint32_t sentence)
    : Probe(space, space.VectorOf(sentence)) {}

FeatureSpace::Probe::~Probe() {
  for (const auto& part : vector_.tokens) token_marks[part.id] = 0;
  for (const auto& part : vector_.pieces) piece_marks[part.id] = 0;
}

double FeatureSpace::Probe::Compare(uint32_t sentence) const {
  return Explain(sentence).total;
}

Likeness FeatureSpace::Probe::Explain(uint32_t sentence) const {
  float sum = 0;
  float squares = 0;
  for (uint32_t i = space_.token_starts_[sentence];
       i < space_.token_starts_[sentence + 1]; ++i) {
    const float weight = token_marks[space_.tokens_[i]];
    sum += weight;
    squares += weight * weight;
  }
  float pieces = 0;
  for (uint32_t i = space_.piece_starts_[sentence];
       i < space_.piece_starts_[sentence + 1]; ++i) {
    pieces += piece_marks[space_.pieces_[i]];
  }
  Likeness likeness;
  likeness.total =
      space_.Sum(vector_, sentence, sum, squares, pieces, likeness);
  return likeness;
}

double FeatureSpace::Sum(const SpaceVector& vector, uint32_t sentence,
                         double tokens, double squares, double pieces,
                         Likeness& parts) const {
  parts.words = tokens * vector.words_scale * words_scale_[sentence];
  parts.pairs =
      Pairs(tokens, squares) * vector.pairs_scale * pairs_scale_[sentence];
  parts.pieces = pieces * vector.pieces_scale * pieces_scale_[sentence];
  return kWordsShare * parts.words + kPairsShare * parts.pairs +
         kPiecesShare * parts.pieces;
}

double FeatureSpace::WordPart(const SpaceVector& vector, uint32_t sentence,
                              double weight) const {
  return kWordsShare * weight * vector.words_scale * words_scale_[sentence] +
         kPairsShare * Pairs(weight, weight * weight) * vector.pairs_scale *
             pairs_scale_[sentence];
}

double FeatureSpace::PairPart(const SpaceVector& vector, uint32_t sentence,
                              double weight_a, double weight_b) const {
  return kPairsShare * weight_a * weight_b * vector.pairs_scale *
         pairs_scale_[sentence];
}

void FeatureSpace::CompareAll(const SpaceVector& vector,
                              std::vector<float>& likeness) const {
  const size_t n = sentence_count();
  likeness.resize(n);
  // Zero between two calls; nothing can fail while they are not.
  thread_local std::vector<TokenSums> token_sums;
  thread_local std::vector<float> piece_sums;
  if (token_sums.size() < n) token_sums.resize(n);
  if (piece_sums.size() < n) piece_sums.resize(n);
  TokenSums* const tokens = token_sums.data();
  float* const pieces = piece_sums.data();
  for (const SpaceVector::Part& part : vector.tokens) {
    const TokenSums own = {part.weight, part.weight * part.weight};
    ForEachOf(PostingsOf(token_posting_starts_, token_postings_, part.id),
              [own, tokens](uint32_t s) {
                tokens[s].weights += own.weights;
                tokens[s].squares += own.squares;
              });
  }
  for (const SpaceVector::Part& part : vector.pieces) {
    ForEachOf(
        PostingsOf(piece_posting_starts_, piece_postings_, part.id),
        [weight = part.weight, pieces](uint32_t s) { pieces[s] += weight; });
  }
  // As Sum(), with what is the same for all sentences multiplied before.
  const float words_share =
      static_cast<float>(kWordsShare) * vector.words_scale;
  const float pairs_share =
      static_cast<float>(kPairsShare / 2) * vector.pairs_scale;
  const float pieces_share =
      static_cast<float>(kPiecesShare) * vector.pieces_scale;
  const float* const words_scales = words_scale_.data();
  const float* const pairs_scales = pairs_scale_.data();
  const float* const pieces_scales = pieces_scale_.data();
  float* const out = likeness.data();
// No two of the lists overlap.
#ifndef __clang__
#pragma GCC ivdep
#endif
  for (size_t s = 0; s < n; ++s) {
    const float weights = tokens[s].weights;
    const float pairs =
        weights * weights - static_cast<float>(kSelfPairs) * tokens[s].squares;
    out[s] = weights * words_share * words_scales[s] +
             pairs * pairs_share * pairs_scales[s] +
             pieces[s] * pieces_share * pieces_scales[s];
    tokens[s] = {};
    pieces[s] = 0;
  }
}

void FeatureSpace::Invert() {
  const auto invert = [](const std::vector<uint32_t>& starts,
                         const std::vector<uint32_t>& features, size_t ids,
                         std::vector<uint32_t>& posting_starts,
                         std::vector<uint32_t>& postings) {
    posting_starts.assign(ids + 1, 0);
    for (const uint32_t id : features) ++posting_starts[id + 1];
    for (size_t id = 0; id < ids; ++id) {
      posting_starts[id + 1] += posting_starts[id];
    }
    std::vector<uint32_t> next(posting_starts.begin(),
                               posting_starts.end() - 1);
    postings.resize(features.size());
    for (uint32_t s = 0; s + 1 < starts.size(); ++s) {
      for (uint32_t i = starts[s]; i < starts[s + 1]; ++i) {
        postings[next[features[i]]++] = s;
      }
    }
  };
  invert(token_starts_, tokens_, token_ids_.size(), token_posting_starts_,
         token_postings_);
  invert(piece_starts_, pieces_, piece_ids_.size(), piece_posting_starts_,
         piece_postings_);
}

void FeatureSpace::Write(WireWriter& out) const {
  out.Number(documents_);
  out.List(token_ids_.keys());
  out.List(piece_ids_.keys());
  out.List(token_weights_);
  out.List(piece_weights_);
  out.List(token_starts_);
  out.List(piece_starts_);
  out.List(tokens_);
  out.List(pieces_);
  out.List(words_scale_);
  out.List(pairs_scale_);
  out.List(pieces_scale_);
}

bool FeatureSpace::Read(WireReader& in, FeatureSpace& space) {
  std::vector<uint64_t> tokens;
  std::vector<uint64_t> pieces;
  if (!in.Number(space.documents_) || !in.List(tokens) || !in.List(pieces) ||
      !in.List(space.token_weights_) || !in.List(space.piece_weights_) ||
      !in.List(space.token_starts_) || !in.List(space.piece_starts_) ||
      !in.List(space.tokens_) || !in.List(space.pieces_) ||
      !in.List(space.words_scale_) || !in.List(space.pairs_scale_) ||
      !in.List(space.pieces_scale_)) {
    return false;
  }
  space.token_ids_ = FeatureIds(std::move(tokens));
  space.piece_ids_ = FeatureIds(std::move(pieces));
  if (!space.IsSound()) return false;
  space.Invert();
  return true;
}

bool FeatureSpace::IsSound() const {
  const auto starts_fit = [](const std::vector<uint32_t>& starts,
                             size_t sentences, size_t size) {
    return starts.size() == sentences + 1 && starts.front() == 0 &&
           starts.back() == size &&
           std::is_sorted(starts.begin(), starts.end());
  };
  const auto ids_fit = [](const std::vector<uint32_t>& ids, size_t size) {
    return std::all_of(ids.begin(), ids.end(),
                       [size](uint32_t id) { return id < size; });
  };
  return token_weights_.size() == token_ids_.size() &&
         piece_weights_.size() == piece_ids_.size() &&
         pairs_scale_.size() == sentence_count() &&
         pieces_scale_.size() == sentence_count() &&
         starts_fit(token_starts_, sentence_count(), tokens_.size()) &&
         starts_fit(piece_starts_, sentence_count(), pieces_.size()) &&
         ids_fit(tokens_, token_ids_.size()) &&
         ids_fit(pieces_, piece_ids_.size());
}

}  // namespace sportello
