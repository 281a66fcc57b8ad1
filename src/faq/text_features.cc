#include "faq/text_features.h"

#include <algorithm>
#include <optional>

#include "faq/hash.h"

namespace sportello {
namespace {

constexpr size_t kShortestPiece = 3;
constexpr size_t kLongestPiece = 4;
constexpr size_t kShortestCorrected = 5;
constexpr size_t kFamilyLetters = 4;

// Part of a word in normalised text: everything but ASCII punctuation.
bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') ||
         (byte >= 'a' && byte <= 'z');
}

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

// What words with the same first letters share; 0 for short words, and for
// numbers and codes.
uint64_t FamilyOf(std::string_view stem) {
  if (stem.find_first_of("0123456789") != std::string_view::npos) return 0;
  size_t letters = 0;
  for (size_t i = 0; i < stem.size(); ++i) {
    const auto byte = static_cast<unsigned char>(stem[i]);
    if ((byte & 0xC0) == 0x80) continue;
    if (letters++ == kFamilyLetters) {
      stem = stem.substr(0, i);
      break;
    }
  }
  return letters < kFamilyLetters ? 0 : HashText(stem, HashText("^"));
}

void MergeEqual(std::vector<TextFeatures::Token>& tokens) {
  std::stable_sort(tokens.begin(), tokens.end(),
                   [](const auto& a, const auto& b) { return a.key < b.key; });
  size_t kept = 0;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (kept > 0 && tokens[kept - 1].key == tokens[i].key) {
      ++tokens[kept - 1].count;
    } else {
      if (kept != i) tokens[kept] = tokens[i];
      ++kept;
    }
  }
  tokens.resize(kept);
}

}  // namespace

FeatureReader::FeatureReader(const Analyzer& analyzer, Thesaurus thesaurus)
    : language_(analyzer.language()),
      real_words_(analyzer.real_words()),
      stemmer_(analyzer.language()),
      thesaurus_(std::move(thesaurus)) {}

std::vector<std::string> FeatureReader::WordsOf(const NormalizedText& text) {
  std::vector<std::string> words;
  for (const Token& token : text.tokens) {
    size_t begin = 0;
    for (size_t i = 0; i <= token.text.size(); ++i) {
      if (i < token.text.size() && IsWordByte(token.text[i])) continue;
      if (i > begin) words.push_back(token.text.substr(begin, i - begin));
      begin = i + 1;
      if (words.size() == kMaxWords) return words;
    }
  }
  return words;
}

void FeatureReader::SetVocabulary(const std::vector<Vocabulary::Word>& words) {
  words_ = words;
  for (const std::string& word : thesaurus_.words()) {
    words_.push_back({word, 1});
  }
  Index();
}

void FeatureReader::Index() {
  vocabulary_ = Vocabulary::Build(words_, real_words_);
  known_stems_.clear();
  for (const Vocabulary::Word& word : words_) {
    known_stems_.push_back(HashText(stemmer_.Stem(word.text)));
  }
  std::sort(known_stems_.begin(), known_stems_.end());
}

std::optional<std::string> FeatureReader::Meant(const std::string& word,
                                                const std::string& stem) const {
  if (word.size() < kShortestCorrected ||
      std::binary_search(known_stems_.begin(), known_stems_.end(),
                         HashText(stem))) {
    return std::nullopt;
  }
  return vocabulary_.Correct(word);
}

TextFeatures FeatureReader::Read(const NormalizedText& text,
                                 ReadFor purpose) const {
  TextFeatures features;
  const std::vector<std::string> words = WordsOf(text);
  std::vector<std::string> stems;
  stems.reserve(words.size());
  features.tokens.reserve(3 * words.size());
  for (const std::string& word : words) {
    std::string stem = stemmer_.Stem(word);
    std::optional<std::string> meant;
    if (purpose != ReadFor::kContent) meant = Meant(word, stem);
    AddPieces(word, features.pieces);
    if (meant.has_value()) {
      AddPieces(*meant, features.pieces);
      stem = stemmer_.Stem(*meant);
    }
    const uint64_t key = HashText(stem);
    features.tokens.push_back(
        {key, 1, false, meant.has_value(), false, FamilyOf(stem)});
    if (purpose == ReadFor::kExplanation) features.names.emplace(key, stem);
    stems.push_back(std::move(stem));
  }
  AddConcepts(stems, purpose, features);
  MergeEqual(features.tokens);
  std::sort(features.pieces.begin(), features.pieces.end());
  features.pieces.erase(
      std::unique(features.pieces.begin(), features.pieces.end()),
      features.pieces.end());
  return features;
}

void FeatureReader::AddConcepts(const std::vector<std::string>& stems,
                                ReadFor purpose, TextFeatures& features) const {
  for (const Thesaurus::Hit& hit : thesaurus_.Find(stems)) {
    const std::string& name = thesaurus_.Name(hit.concept_index);
    if (name.starts_with('~')) {
      // Related: read as the content's word too, but no less unknown itself.
      if (purpose == ReadFor::kContent) continue;
      const std::string related = name.substr(1);
      const uint64_t key = HashText(related);
      features.tokens.push_back({key, 1, false, true, false, 0});
      if (purpose == ReadFor::kExplanation) {
        features.names.emplace(key,
                               related + " (for " + stems[hit.first] + ")");
      }
      continue;
    }
    for (size_t i = hit.first; i < hit.first + hit.count; ++i) {
      features.tokens[i].paraphrased = true;
    }
    const uint64_t key = HashText(name, HashText("#"));
    features.tokens.push_back({key, 1, true, false, false, 0});
    if (purpose == ReadFor::kExplanation) {
      features.names.emplace(key, "#" + name);
    }
  }
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
  if (!in.Text(reader.language_) || !Thesaurus::Read(in, reader.thesaurus_) ||
      !in.Number(count)) {
    return false;
  }
  reader.stemmer_ = Stemmer(reader.language_);
  for (uint64_t i = 0; i < count; ++i) {
    Vocabulary::Word word;
    if (!in.Text(word.text) || !in.Number(word.count)) return false;
    reader.words_.push_back(std::move(word));
  }
  reader.Index();
  return true;
}

}  // namespace sportello
