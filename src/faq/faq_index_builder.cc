// How a FaqIndex is built: sentences are read and weighed, each document finds
// its rivals, and learns what tells it from them.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "faq/faq_index.h"
#include "faq/hash.h"

namespace sportello {
namespace {

// Sentences of one document; of more, those with the lowest hashes stay.
constexpr size_t kMaxSentences = 512;
// Up to so many sentences, all are compared with all once.
constexpr size_t kFullGramUpTo = 2048;
// The lexical part of the score counts less with every question: 0.65 n^-0.6.
constexpr double kFieldsShare = 0.65;
constexpr double kFieldsFade = 0.6;
constexpr size_t kRivalDocuments = 24;
// Tokens in more entries than this do not help to find rivals.
constexpr uint32_t kCommonFrom = 400;
constexpr size_t kMostRivals = 200;
constexpr size_t kFewestRivals = 32;
constexpr size_t kRivalBudget = 36'000;

}  // namespace

class FaqIndexBuilder {
 public:
  FaqIndexBuilder(const Analyzer& analyzer, std::vector<FaqDocument> documents,
                  const FaqSynonyms& synonyms)
      : analyzer_(analyzer), documents_(std::move(documents)) {
    index_.reader_ =
        FeatureReader(analyzer, Thesaurus::Build(analyzer, synonyms));
  }

  FaqIndex Build() {
    SortDocuments();
    ReadDocuments();
    index_.space_ = FeatureSpace::Build(features_);
    DropPieces();
    index_.fields_ = FieldIndex::Build(fields_);
    fields_.clear();
    SetVocabulary();
    if (index_.space_.sentence_count() <= kFullGramUpTo) CompareAll();
    for (uint32_t d = 0; d < index_.documents_.size(); ++d) Learn(d);
    return std::move(index_);
  }

 private:
  struct Rival {
    float likeness;
    uint32_t sentence;
  };

  void SortDocuments() {
    order_.resize(documents_.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::sort(order_.begin(), order_.end(), [&](uint32_t a, uint32_t b) {
      const FaqDocument& left = documents_[a];
      const FaqDocument& right = documents_[b];
      return std::tie(left.id, left.kind, left.questions, left.answer) <
             std::tie(right.id, right.kind, right.questions, right.answer);
    });
  }

  void ReadDocuments() {
    for (const uint32_t position : order_) ReadDocument(position);
  }

  void ReadDocument(uint32_t position) {
    const FaqDocument& source = documents_[position];
    FaqIndex::Document document;
    document.id = source.id;
    document.position = position;
    document.first_sentence = static_cast<uint32_t>(index_.sentences_.size());
    FieldIndex::Entry fields;
    std::vector<TextFeatures>& sentences = features_.emplace_back();
    for (const std::string& question : SentencesOf(source)) {
      index_.sentences_.push_back(question);
      sentences.push_back(ReadText(question, kQuestions, fields));
    }
    document.end_sentence = static_cast<uint32_t>(index_.sentences_.size());
    const auto count = document.end_sentence - document.first_sentence;
    document.fields_share = static_cast<float>(
        kFieldsShare * std::pow(std::max(1U, count), -kFieldsFade));
    ReadText(source.answer, kAnswer, fields);
    std::string tags;
    for (const std::string& tag : Sorted(source.tags)) tags += tag + " ";
    ReadText(tags, kTags, fields);
    for (FieldIndex::Counts& counts : fields.tokens) MergeCounts(counts);
    for (FieldIndex::Counts& counts : fields.families) MergeCounts(counts);
    fields_.push_back(std::move(fields));
    index_.documents_.push_back(std::move(document));
  }

  static std::vector<std::string> Sorted(std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end());
    return texts;
  }

  // One of each normalised text, in an order that does not depend on theirs.
  std::vector<std::string> SentencesOf(const FaqDocument& document) const {
    std::vector<std::pair<std::string, std::string>> keyed;
    for (const std::string& question : document.questions) {
      std::string text = analyzer_.Normalize(question).text;
      if (!text.empty()) keyed.emplace_back(std::move(text), question);
    }
    std::sort(keyed.begin(), keyed.end());
    const auto same = [](const auto& a, const auto& b) {
      return a.first == b.first;
    };
    keyed.erase(std::unique(keyed.begin(), keyed.end(), same), keyed.end());
    if (keyed.size() > kMaxSentences) {
      std::stable_sort(keyed.begin(), keyed.end(),
                       [](const auto& a, const auto& b) {
                         return HashText(a.first) < HashText(b.first);
                       });
      keyed.resize(kMaxSentences);
    }
    std::vector<std::string> sentences;
    sentences.reserve(keyed.size());
    for (auto& [text, question] : keyed) {
      sentences.push_back(std::move(question));
    }
    return sentences;
  }

  TextFeatures ReadText(const std::string& text, Field field,
                        FieldIndex::Entry& entry) {
    const NormalizedText normalized = analyzer_.Normalize(text);
    for (std::string& word : FeatureReader::WordsOf(normalized)) {
      ++words_[std::move(word)];
    }
    TextFeatures features = index_.reader_.Read(normalized, ReadFor::kContent);
    for (const TextFeatures::Token& token : features.tokens) {
      entry.tokens[field].emplace_back(token.key, token.count);
      if (token.family != 0) {
        entry.families[field].emplace_back(token.family, token.count);
      }
    }
    return features;
  }

  static void MergeCounts(FieldIndex::Counts& counts) {
    std::sort(counts.begin(), counts.end());
    FieldIndex::Counts merged;
    for (const auto& [key, count] : counts) {
      if (merged.empty() || merged.back().first != key) {
        merged.emplace_back(key, 0);
      }
      merged.back().second += count;
    }
    counts = std::move(merged);
  }

  void CompareAll() {
    std::vector<float> row;
    for (uint32_t i = 0; i < index_.space_.sentence_count(); ++i) {
      index_.space_.CompareAll(index_.space_.VectorOf(i), row);
      gram_.insert(gram_.end(), row.begin(), row.end());
    }
  }

  void SetVocabulary() {
    std::vector<Vocabulary::Word> words;
    for (const auto& [word, count] : words_) words.push_back({word, count});
    index_.reader_.SetVocabulary(words);
    words_.clear();
  }

  // The space holds them now.
  void DropPieces() {
    for (std::vector<TextFeatures>& document : features_) {
      for (TextFeatures& sentence : document) sentence.pieces = {};
    }
  }

  // Documents whose sentences may be rivals of document `d`.
  std::vector<uint32_t> RivalDocuments(uint32_t d) const {
    std::vector<uint32_t> rivals;
    if (index_.documents_.size() <= kRivalDocuments + 1) {
      for (uint32_t r = 0; r < index_.documents_.size(); ++r) {
        if (r != d) rivals.push_back(r);
      }
      return rivals;
    }
    TextFeatures merged;
    for (const TextFeatures& sentence : features_[d]) {
      merged.tokens.insert(merged.tokens.end(), sentence.tokens.begin(),
                           sentence.tokens.end());
    }
    std::vector<float> scores(index_.documents_.size(), 0.0F);
    index_.fields_.ScoreRare(merged, kCommonFrom, scores);
    scores[d] = -1;
    rivals.resize(scores.size());
    std::iota(rivals.begin(), rivals.end(), 0U);
    std::nth_element(rivals.begin(), rivals.begin() + kRivalDocuments,
                     rivals.end(), [&](uint32_t a, uint32_t b) {
                       return scores[a] != scores[b] ? scores[a] > scores[b]
                                                     : a < b;
                     });
    rivals.resize(kRivalDocuments);
    std::sort(rivals.begin(), rivals.end());
    return rivals;
  }

  // The sentences of other documents that are most like one of document `d`.
  std::vector<uint32_t> RivalSentences(uint32_t d) const {
    std::vector<Rival> rivals =
        gram_.empty() ? NearRivals(d) : ComparedRivals(d);
    std::sort(rivals.begin(), rivals.end(), [](const Rival& a, const Rival& b) {
      return a.likeness != b.likeness ? a.likeness > b.likeness
                                      : a.sentence < b.sentence;
    });
    const size_t keep =
        std::clamp(kRivalBudget / std::max<size_t>(1, documents_.size()),
                   kFewestRivals, kMostRivals);
    const size_t own =
        index_.documents_[d].end_sentence - index_.documents_[d].first_sentence;
    rivals.resize(std::min(rivals.size(), std::max(keep, own)));
    std::vector<uint32_t> sentences;
    sentences.reserve(rivals.size());
    for (const Rival& rival : rivals) sentences.push_back(rival.sentence);
    return sentences;
  }

  // All sentences of others, by likeness to the nearest own one.
  std::vector<Rival> ComparedRivals(uint32_t d) const {
    const FaqIndex::Document& document = index_.documents_[d];
    std::vector<Rival> rivals;
    for (uint32_t s = 0; s < index_.space_.sentence_count(); ++s) {
      if (s >= document.first_sentence && s < document.end_sentence) continue;
      float likeness = 0;
      for (uint32_t own = document.first_sentence; own < document.end_sentence;
           ++own) {
        likeness = std::max(likeness, Gram(own, s));
      }
      rivals.push_back({likeness, s});
    }
    return rivals;
  }

  // Sentences of similar documents, by likeness to all own ones together.
  std::vector<Rival> NearRivals(uint32_t d) const {
    const FaqIndex::Document& document = index_.documents_[d];
    std::vector<uint32_t> own;
    for (uint32_t s = document.first_sentence; s < document.end_sentence; ++s) {
      own.push_back(s);
    }
    const FeatureSpace::Probe probe(index_.space_,
                                    index_.space_.MergedVectorOf(own));
    std::vector<Rival> rivals;
    for (const uint32_t r : RivalDocuments(d)) {
      const FaqIndex::Document& other = index_.documents_[r];
      for (uint32_t s = other.first_sentence; s < other.end_sentence; ++s) {
        rivals.push_back({static_cast<float>(probe.Compare(s)), s});
      }
    }
    return rivals;
  }

  float Gram(uint32_t i, uint32_t j) const {
    return gram_[size_t{i} * index_.space_.sentence_count() + j];
  }

  void Learn(uint32_t d) {
    const FaqIndex::Document& document = index_.documents_[d];
    std::vector<uint32_t> sentences;
    for (uint32_t s = document.first_sentence; s < document.end_sentence; ++s) {
      sentences.push_back(s);
    }
    const size_t own = sentences.size();
    const std::vector<uint32_t> rivals = RivalSentences(d);
    sentences.insert(sentences.end(), rivals.begin(), rivals.end());
    const size_t n = sentences.size();
    std::vector<double> gram(n * n);
    for (size_t i = 0; i < n; ++i) {
      std::optional<FeatureSpace::Probe> probe;
      if (gram_.empty()) probe.emplace(index_.space_, sentences[i]);
      for (size_t j = 0; j <= i; ++j) {
        gram[i * n + j] = probe.has_value()
                              ? probe->Compare(sentences[j])
                              : double{Gram(sentences[i], sentences[j])};
      }
    }
    const LearnedEntry learned =
        LearnEntry(std::move(sentences), own, std::move(gram));
    index_.documents_[d].base = learned.base;
    index_.learned_sentences_.insert(index_.learned_sentences_.end(),
                                     learned.sentences.begin(),
                                     learned.sentences.end());
    index_.learned_weights_.insert(index_.learned_weights_.end(),
                                   learned.weights.begin(),
                                   learned.weights.end());
    index_.learned_starts_.push_back(
        static_cast<uint32_t>(index_.learned_sentences_.size()));
  }

  const Analyzer& analyzer_;
  std::vector<FaqDocument> documents_;
  std::vector<uint32_t> order_;
  FaqIndex index_;
  std::vector<std::vector<TextFeatures>> features_;
  std::vector<FieldIndex::Entry> fields_;
  std::map<std::string, uint32_t> words_;
  std::vector<float> gram_;  // empty when there are too many sentences
};

FaqIndex FaqIndex::Build(const Analyzer& analyzer,
                         std::vector<FaqDocument> documents,
                         const FaqSynonyms& synonyms,
                         const FaqIndex* /*previous*/) {
  return FaqIndexBuilder(analyzer, std::move(documents), synonyms).Build();
}

}  // namespace sportello
