#include "faq/text_features.h"

#include <algorithm>
#include <optional>

#include "faq/hash.h"

namespace sportello {
namespace {

constexpr size_t kShortestPiece = 3;
constexpr size_t kLongestPiece = 4;

// Byte offsets of the letters of "<word>", and its end.
void MarkLetters(const std::string& text, std::vector<size_t>& starts) {
  starts.clear();
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0) != 0x80) starts.push_back(i);
  }
  starts.push_back(text.size());
}

void AddPieces(const std::string& word, std::vector<uint64_t>& pieces) {
  thread_local std::string marked;
  thread_local std::vector<size_t> starts;
  marked.assign(1, '<').append(word).append(1, '>');
  MarkLetters(marked, starts);
  const size_t letters = starts.size() - 1;
  for (size_t n = kShortestPiece; n <= kLongestPiece; ++n) {
    for (size_t i = 0; i + n <= letters; ++i) {
      pieces.push_back(HashText(std::string_view(marked).substr(
          starts[i], starts[i + n] - starts[i])));
    }
  }
}

void MergeEqual(std::vector<TextFeatures::Token>& tokens) {
  std::stable_sort(tokens.begin(), tokens.end(),
                   [](const auto& a, const auto& b) { return a.key < b.key; });
  size_t kept = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (kept > 0 && tokens[kept - 1].key == tokens[i].key) {
      ++tokens[kept - 1].count;
    } else {
      if (kept != i) tokens[kept] = std::move(tokens[i]);
      ++kept;
    }
  }
  tokens.resize(kept);
}

}  // namespace

FeatureReader::FeatureReader(const Analyzer& analyzer, Thesaurus thesaurus)
    : language_(analyzer.language()),
      stemmer_(analyzer.language()),
      thesaurus_(std::move(thesaurus)) {}

void FeatureReader::SetVocabulary(const std::vector<Vocabulary::Word>& words) {
  words_ = words;
  for (const std::string& word : thesaurus_.words()) {
    words_.push_back({word, 1});
  }
  vocabulary_ = Vocabulary::Build(words_);
}

TextFeatures FeatureReader::Read(const NormalizedText& text,
                                 bool correct) const {
  TextFeatures features;
  std::vector<std::string> stems;
  const size_t count = std::min(text.tokens.size(), kMaxWords);
  stems.reserve(count);
  features.tokens.reserve(3 * count);
  for (size_t i = 0; i < count; ++i) {
    const std::string& word = text.tokens[i].text;
    std::optional<std::string> meant;
    if (correct) meant = vocabulary_.Correct(word);
    AddPieces(word, features.pieces);
    if (meant.has_value()) AddPieces(*meant, features.pieces);
    stems.push_back(stemmer_.Stem(meant.value_or(word)));
    features.tokens.push_back({HashText(stems.back()), stems.back(), 1, false,
                               meant.has_value(), false});
  }
  for (const Thesaurus::Hit& hit : thesaurus_.Find(stems)) {
    for (size_t i = hit.first; i < hit.first + hit.count; ++i) {
      features.tokens[i].paraphrased = true;
    }
    const std::string name = "#" + thesaurus_.Name(hit.concept_index);
    features.tokens.push_back({HashText(name), name, 1, true, false, false});
  }
  MergeEqual(features.tokens);
  std::sort(features.pieces.begin(), features.pieces.end());
  features.pieces.erase(
      std::unique(features.pieces.begin(), features.pieces.end()),
      features.pieces.end());
  return features;
}

void FeatureReader::Write(WireWriter& out) const {
  out.Text(language_);
  thesaurus_.Write(out);
  out.Number<uint64_t>(words_.size());
  for (const Vocabulary::Word& word : words_) {
    out.Text(word.text);
    out.Number(word.count);
  }
}

bool FeatureReader::Read(WireReader& in, FeatureReader& reader) {
  uint64_t count = 0;
  if (!in.Text(reader.language_) ||
      !Thesaurus::Read(in, reader.thesaurus_) || !in.Number(count)) {
    return false;
  }
  reader.stemmer_ = Stemmer(reader.language_);
  for (uint64_t i = 0; i < count; ++i) {
    Vocabulary::Word word;
    if (!in.Text(word.text) || !in.Number(word.count)) return false;
    reader.words_.push_back(std::move(word));
  }
  reader.vocabulary_ = Vocabulary::Build(reader.words_);
  return true;
}

}  // namespace sportello
