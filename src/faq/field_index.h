// The lexical part of the ranking: bm25 over the fields of each entry.
//
// All questions of an entry are one field, its answer another, its tags a
// third; each has its own rarity and length (Robertson and Zaragoza, "The
// Probabilistic Relevance Framework: BM25 and Beyond", 2009). The sum is
// divided by what the question could reach at most, so that it is near 1 when
// an entry holds every word of it. Where an entry lacks a word but holds one of
// its family ("disdetta" for "disdire"), that counts 0.75.
//
// It finds the candidates among many entries, and it carries the decision for
// entries with few questions. Immutable once built, safe from many threads.
#ifndef SPORTELLO_FAQ_FIELD_INDEX_H_
#define SPORTELLO_FAQ_FIELD_INDEX_H_

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "faq/feature_space.h"
#include "faq/text_features.h"
#include "faq/wire.h"

namespace sportello {

enum Field : uint8_t { kQuestions, kAnswer, kTags, kFieldCount };

class FieldIndex {
 public:
  // Answers are read up to so many words; the rest is small print.
  static constexpr size_t kMaxAnswerWords = 128;

  // One entry: counts of tokens by key, for each field.
  using Counts = std::vector<std::pair<uint64_t, uint32_t>>;
  using Fields = std::array<Counts, kFieldCount>;
  struct Entry {
    Fields tokens;
    Fields families;
  };

  static FieldIndex Build(const std::vector<Entry>& entries);

  // Adds to `scores` (one per entry) the value of each entry.
  void Score(const TextFeatures& text, std::vector<float>& scores) const;
  // The same without tokens that more than `common` entries hold, and with
  // repeated tokens counted once.
  void ScoreRare(const TextFeatures& text, uint32_t common,
                 std::vector<float>& scores) const;
  // The most that an entry could get for `text` in the question field, plus
  // what unknown words would add.
  double Ceiling(const TextFeatures& text) const;
  // What one token gives to one entry, in the unit of Score.
  double Impact(const TextFeatures::Token& token, uint32_t entry) const;
  // Whether an entry holds the token itself.
  bool Holds(uint32_t entry, uint64_t key) const {
    return ImpactOf(key, entry) > 0;
  }
  // Rarity of a token among entries, any field.
  double Rarity(uint64_t key) const;
  bool Knows(uint64_t key) const {
    return ids_.Find(key) != FeatureIds::kUnknown;
  }
  size_t entry_count() const { return entry_count_; }

  void Write(WireWriter& out) const;
  static bool Read(WireReader& in, FieldIndex& index);

 private:
  double ImpactOf(uint64_t key, uint32_t entry) const;
  // The entries of `family` that the token `id` does not reach.
  void ScoreFamily(uint32_t id, uint64_t family,
                   std::vector<float>& scores) const;

  FeatureIds ids_;                // of tokens and of families
  std::vector<float> rarities_;   // by id
  std::vector<uint32_t> starts_;  // by id, into the two below
  std::vector<uint32_t> entries_;
  std::vector<float> impacts_;
  uint32_t entry_count_ = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_FIELD_INDEX_H_
