// The features of all sentences as numbers, and how alike two sentences are.
//
// Words and concepts ("tokens") weigh by rarity among entries; so do pieces of
// words. The likeness of two sentences is the sum of three cosines:
//
//   words    shared tokens
//   pairs    shared unordered pairs of tokens; with t the weight of a token,
//            sum over pairs of t_a * t_b = ((sum t)^2 - sum t^2) / 2, so no
//            pair is ever stored (the elementary symmetric polynomial e2)
//   pieces   shared pieces of words, for typos and word forms
//
// It lies in [0, 1] and is a kernel, so linear methods can learn in it.
#ifndef SPORTELLO_FAQ_FEATURE_SPACE_H_
#define SPORTELLO_FAQ_FEATURE_SPACE_H_

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "faq/text_features.h"
#include "faq/wire.h"

namespace sportello {

// Feature keys -> dense ids in the order of the keys. Immutable once built.
class FeatureIds {
 public:
  static constexpr uint32_t kUnknown = 0xFFFFFFFF;

  FeatureIds() = default;
  // `keys` ascending and unique.
  explicit FeatureIds(std::vector<uint64_t> keys);
  uint32_t Find(uint64_t key) const;
  size_t size() const { return keys_.size(); }
  const std::vector<uint64_t>& keys() const { return keys_; }

 private:
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> slots_;  // open addressing, by the lower bits
  uint64_t mask_ = 0;
};

// A text in the space. Unknown features have no id, but count in the norms.
struct SpaceVector {
  struct Part {
    uint32_t id = 0;
    float weight = 0;
  };
  std::vector<Part> tokens;
  std::vector<Part> pieces;
  // 1 / length; 0 for an empty part.
  float words_scale = 0;
  float pairs_scale = 0;
  float pieces_scale = 0;
  double known = 0;  // share of the weight that known tokens have
};

struct Likeness {
  double words = 0;
  double pairs = 0;
  double pieces = 0;
  double total = 0;
};

class FeatureSpace {
 public:
  // Shares of the three cosines.
  static constexpr double kWordsShare = 0.15;
  static constexpr double kPairsShare = 0.5;
  static constexpr double kPiecesShare = 0.35;

  // Sentences of documents: sentences[d] are those of document d.
  static FeatureSpace Build(
      const std::vector<std::vector<TextFeatures>>& sentences);

  SpaceVector Place(const TextFeatures& features) const;
  SpaceVector VectorOf(uint32_t sentence) const;
  // All tokens of several sentences, as if they were one; without pieces.
  SpaceVector MergedVectorOf(const std::vector<uint32_t>& sentences) const;
  bool Knows(uint64_t token_key) const {
    return token_ids_.Find(token_key) != FeatureIds::kUnknown;
  }

  // Ids of a sentence's tokens, ascending.
  std::span<const uint32_t> TokensOf(uint32_t sentence) const {
    return {tokens_.data() + token_starts_[sentence],
            tokens_.data() + token_starts_[sentence + 1]};
  }
  // What a shared token adds to the likeness of a text and a sentence by
  // itself, and what two shared tokens add as a pair.
  double WordPart(const SpaceVector& vector, uint32_t sentence,
                  double weight) const;
  double PairPart(const SpaceVector& vector, uint32_t sentence, double weight_a,
                  double weight_b) const;

  size_t sentence_count() const { return words_scale_.size(); }
  const FeatureIds& token_ids() const { return token_ids_; }
  const FeatureIds& piece_ids() const { return piece_ids_; }

  // Sets `likeness` of a text to every sentence, by posting lists: the faster
  // way when most sentences are wanted. As Probe, but for the last bits.
  void CompareAll(const SpaceVector& vector,
                  std::vector<float>& likeness) const;

  // One text, laid out so that comparing it with a few sentences is fast.
  // Uses memory of the thread: at most one Probe per thread may live.
  class Probe {
   public:
    Probe(const FeatureSpace& space, const SpaceVector& vector);
    // A sentence of the space as the text.
    Probe(const FeatureSpace& space, uint32_t sentence);
    ~Probe();
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    double Compare(uint32_t sentence) const;
    Likeness Explain(uint32_t sentence) const;

   private:
    const FeatureSpace& space_;
    SpaceVector vector_;
  };

  void Write(WireWriter& out) const;
  static bool Read(WireReader& in, FeatureSpace& space);

 private:
  double UnknownWeight(bool is_concept) const;
  // How much a token says; an unknown word less when the thesaurus has it.
  double WeightOf(const TextFeatures::Token& token, uint32_t id) const;
  void FillWeights(const std::vector<std::vector<TextFeatures>>& sentences);
  void AddSentence(const TextFeatures& features);
  bool IsSound() const;
  void Invert();
  double Sum(const SpaceVector& vector, uint32_t sentence, double tokens,
             double squares, double pieces, Likeness& parts) const;

  FeatureIds token_ids_;
  FeatureIds piece_ids_;
  std::vector<float> token_weights_;
  std::vector<float> piece_weights_;
  uint32_t documents_ = 0;
  // Sentences one after another.
  std::vector<uint32_t> token_starts_;
  std::vector<uint32_t> piece_starts_;
  std::vector<uint32_t> tokens_;
  std::vector<uint32_t> pieces_;
  std::vector<float> words_scale_;
  std::vector<float> pairs_scale_;
  std::vector<float> pieces_scale_;
  // The same by feature: sentences that hold it.
  std::vector<uint32_t> token_posting_starts_;
  std::vector<uint32_t> piece_posting_starts_;
  std::vector<uint32_t> token_postings_;
  std::vector<uint32_t> piece_postings_;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_FEATURE_SPACE_H_
