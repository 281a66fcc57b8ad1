// Ranks the documents (FAQ entries, intents) that a message may be about, and
// says how sure it is.
//
//   const FaqIndex index = FaqIndex::Build(analyzer, documents, {}, nullptr);
//   const FaqRanking ranking = index.Rank(analyzer.Normalize(text));
//
// The score of a document is the sum of two parts:
//   learned   weights over its own sentences and those of its rivals
//             (entry_learner.h), compared by the kernel of feature_space.h;
//   fields    bm25 over questions, answer and tags (field_index.h), which
//             counts the less, the more questions a document has.
// docs/ranking.md tells how the parts were chosen and what they reach.
//
// Building is deterministic and does not depend on the order of documents or
// of their questions. Ties in score are never settled by order: equal
// candidates leave no confidence in either.
//
// Immutable and safe from many threads. Build: 0.1 s for 100 documents with 10
// questions each, below 1 s for 1,000. Rank: tens of microseconds.
#ifndef SPORTELLO_FAQ_FAQ_INDEX_H_
#define SPORTELLO_FAQ_FAQ_INDEX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "faq/confidence.h"
#include "faq/entry_learner.h"
#include "faq/feature_space.h"
#include "faq/field_index.h"
#include "faq/text_features.h"
#include "faq/thesaurus.h"
#include "language/analyzer.h"

namespace sportello {

struct FaqDocument {
  std::string id;
  std::vector<std::string> questions;  // the first is the main one
  std::string answer;
  std::vector<std::string> tags;
  int kind = 0;  // the caller's; documents of one id may differ in it
};

struct FaqCandidate {
  uint32_t document = 0;  // position in the list that was given to Build
  double score = 0;
  double confidence = 0;  // how likely it is the right one, 0 to 1
};

struct FaqRanking {
  std::vector<FaqCandidate> candidates;  // best first, at most kMaxCandidates
  Band band = Band::kLow;
  double confidence = 0;  // of the first candidate
  bool likely = false;    // worth an answer below the high band too
};

// A part of a candidate's score, for people.
struct FaqReason {
  enum class Kind { kWord, kConcept, kPair, kPieces, kField, kBase };
  Kind kind = Kind::kWord;
  std::string name;   // stems; a concept begins with #
  double weight = 0;  // what it adds to the score; below 0 it speaks against
};

struct FaqCandidateExplanation {
  uint32_t document = 0;
  double score = 0;
  double confidence = 0;
  double learned = 0;
  double fields = 0;
  std::string nearest;  // its own question that is most like the message
  double likeness = 0;  // of the nearest question
  // Heaviest first, the first 16; all of them would sum up to the score.
  std::vector<FaqReason> reasons;
  std::vector<std::string> missing;  // words of the message it does not hold
};

struct FaqExplanation {
  std::vector<FaqCandidateExplanation> candidates;
  Band band = Band::kLow;
  double confidence = 0;
  std::vector<std::string> unknown;  // words that the content does not hold
  ConfidenceSignals signals;
  std::string next_band;  // what would raise the band, in English; may be ""
};

class FaqIndex {
 public:
  static constexpr size_t kMaxCandidates = 5;

  FaqIndex() = default;
  FaqIndex(FaqIndex&&) = default;
  FaqIndex& operator=(FaqIndex&&) = default;

  // `previous` is ignored at present; it may be null.
  static FaqIndex Build(const Analyzer& analyzer,
                        std::vector<FaqDocument> documents,
                        const FaqSynonyms& synonyms, const FaqIndex* previous);

  // Pass the text without corrected typos: the index corrects them towards its
  // own words, and trusts a corrected word a little less.
  FaqRanking Rank(const NormalizedText& query) const;
  FaqExplanation Explain(const NormalizedText& query) const;

  size_t document_count() const { return documents_.size(); }

  // For the compiled knowledge file. Load fails with kInvalid on bytes that
  // Serialize of this version did not write.
  std::string Serialize() const;
  static Result<FaqIndex> Load(std::string_view bytes);

 private:
  friend class FaqIndexBuilder;

  struct Document {
    std::string id;
    uint32_t position = 0;        // in the caller's list
    uint32_t first_sentence = 0;  // in space_
    uint32_t end_sentence = 0;
    float fields_share = 0;
    float base = 0;  // of the learned score
  };
  struct Scored {
    uint32_t document = 0;
    double score = 0;
    double learned = 0;
    double fields = 0;
    // Of the kMaxCandidates best only:
    double likeness = 0;   // of the nearest own sentence
    uint32_t nearest = 0;  // that sentence
  };

  std::vector<uint32_t> Candidates(const std::vector<float>& fields) const;
  // The learned score; `likeness` by sentence.
  Scored ScoreOf(uint32_t document, const std::vector<float>& likeness) const;
  void FindNearest(const std::vector<float>& likeness, Scored& entry) const;
  // Leaves the candidates whose own questions and fields are nearest: only
  // their learned score is looked at.
  void KeepPromising(const std::vector<float>& fields,
                     const std::vector<float>& likeness,
                     std::vector<uint32_t>& candidates) const;
  // Fills `likeness` as far as the most promising candidates need it, and
  // keeps only those.
  void CompareSome(const SpaceVector& vector, const std::vector<float>& fields,
                   std::vector<uint32_t>& candidates,
                   std::vector<float>& likeness) const;
  // All candidates, best first.
  std::vector<Scored> Score(const TextFeatures& text,
                            const SpaceVector& vector) const;
  ConfidenceSignals Signals(const SpaceVector& vector,
                            const std::vector<Scored>& scored) const;
  std::vector<FaqReason> Reasons(const TextFeatures& text,
                                 const SpaceVector& vector,
                                 const Scored& entry) const;
  static std::string NextBand(const FaqExplanation& explanation);
  bool IsSound() const;

  FeatureReader reader_;
  FeatureSpace space_;
  FieldIndex fields_;
  std::vector<Document> documents_;     // by id and kind
  std::vector<std::string> sentences_;  // as written
  // Learned weights of document d: [learned_starts_[d], learned_starts_[d+1]).
  std::vector<uint32_t> learned_starts_ = {0};
  std::vector<uint32_t> learned_sentences_;
  std::vector<float> learned_weights_;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_FAQ_INDEX_H_
