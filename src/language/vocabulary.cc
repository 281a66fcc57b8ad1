#include "language/vocabulary.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "language/fold.h"

namespace sportello {
namespace {

// Deletes are made in the first letters only: two words within two edits
// have such beginnings in common, and the index stays small.
constexpr size_t kBeginning = 7;
constexpr size_t kMinLetters = Vocabulary::kMinLetters;
constexpr size_t kMinLettersForTwo = 8;
constexpr size_t kMinLettersForOtherFirst = 5;
constexpr size_t kMaxDistanceLetters = 64;
constexpr size_t kMinCommonLetters = 5;

bool HasDigit(std::string_view word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

std::u32string Letters(std::string_view word) {
  std::u32string letters;
  letters.reserve(word.size());
  for (size_t i = 0; i < word.size();) {
    const int32_t c = NextCodePoint(word, i);
    if (c >= 0) letters.push_back(static_cast<char32_t>(c));
  }
  return letters;
}

int AllowedEdits(size_t letters) {
  if (letters < kMinLetters) return 0;
  return letters < kMinLettersForTwo ? 1 : 2;
}

bool IsCorrectable(std::string_view word, const std::u32string& letters) {
  return letters.size() >= kMinLetters &&
         letters.size() <= Vocabulary::kMaxLetters && !HasDigit(word);
}

uint64_t HashKnown(std::string_view word) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : word) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash ^ (hash >> 29);
}

// FNV-1a, mixed at the end since the upper bits choose the bucket.
uint64_t Hash(std::u32string_view letters) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char32_t letter : letters) {
    hash = (hash ^ letter) * 0x100000001b3;
  }
  hash = (hash ^ (hash >> 32)) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

// Keys of the beginning of a word with up to `edits` letters left out; some
// may come twice.
void AppendKeys(std::u32string_view letters, int edits,
                std::vector<uint64_t>& keys) {
  const std::u32string_view whole = letters.substr(0, kBeginning);
  keys.push_back(Hash(whole));
  std::array<char32_t, kBeginning> rest{};
  for (size_t i = 0; edits >= 1 && i < whole.size(); ++i) {
    auto end = std::copy_n(whole.begin(), i, rest.begin());
    std::copy(whole.begin() + static_cast<ptrdiff_t>(i) + 1, whole.end(), end);
    keys.push_back(Hash({rest.data(), whole.size() - 1}));
    for (size_t j = i + 1; edits >= 2 && j < whole.size(); ++j) {
      end = std::copy_n(whole.begin(), i, rest.begin());
      end = std::copy_n(whole.begin() + static_cast<ptrdiff_t>(i) + 1,
                        j - i - 1, end);
      std::copy(whole.begin() + static_cast<ptrdiff_t>(j) + 1, whole.end(),
                end);
      keys.push_back(Hash({rest.data(), whole.size() - 2}));
    }
  }
}

// Whether two real words may be forms of one: they differ in their endings.
bool IsInflection(const std::u32string& a, const std::u32string& b) {
  const auto [end, ignored] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto common = static_cast<size_t>(end - a.begin());
  return common >= kMinCommonLetters &&
         10 * common >= 7 * std::max(a.size(), b.size());
}

// The distance that the rules of the header allow for this pair, or more.
int CorrectionDistance(const std::u32string& token,
                       const std::u32string& word) {
  const size_t shorter = std::min(token.size(), word.size());
  int allowed = AllowedEdits(shorter);
  const int none = 3;
  if (token[0] != word[0]) {
    if (shorter < kMinLettersForOtherFirst) return none;
    allowed = 1;
  }
  const int distance = EditDistance(token, word, allowed);
  return distance > allowed ? none : distance;
}

}  // namespace

Vocabulary Vocabulary::Build(const std::vector<Word>& words,
                             std::shared_ptr<const WordList> real_words) {
  std::map<std::string, uint64_t> counts;
  for (const Word& word : words) {
    if (!word.text.empty()) counts[word.text] += word.count;
  }
  std::vector<std::pair<std::string, uint64_t>> kept(counts.begin(),
                                                     counts.end());
  if (kept.size() > kMaxWords) {
    std::stable_sort(
        kept.begin(), kept.end(),
        [](const auto& a, const auto& b) { return a.second > b.second; });
    kept.resize(kMaxWords);
    std::sort(kept.begin(), kept.end());
  }
  Vocabulary vocabulary;
  vocabulary.real_words_ = std::move(real_words);
  for (auto& [text, count] : kept) {
    Entry entry;
    entry.letters = Letters(text);
    entry.count = static_cast<uint32_t>(
        std::min<uint64_t>(count, std::numeric_limits<uint32_t>::max()));
    if (!IsCorrectable(text, entry.letters)) entry.letters.clear();
    vocabulary.words_.push_back(text);
    vocabulary.entries_.push_back(std::move(entry));
  }
  vocabulary.IndexWords();
  vocabulary.Index();
  return vocabulary;
}

void Vocabulary::IndexWords() {
  size_t size = 16;
  while (size < 2 * words_.size()) size *= 2;
  slots_.assign(size, 0);
  for (uint32_t i = 0; i < words_.size(); ++i) {
    uint64_t at = HashKnown(words_[i]) & (size - 1);
    while (slots_[at] != 0) at = (at + 1) & (size - 1);
    slots_[at] = i + 1;
  }
}

void Vocabulary::Index() {
  std::vector<uint64_t> keys;
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    const std::u32string& letters = entries_[i].letters;
    if (letters.empty()) continue;
    keys.clear();
    AppendKeys(letters, AllowedEdits(letters.size()), keys);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    for (const uint64_t key : keys) links_.push_back({key, i});
  }
  std::sort(links_.begin(), links_.end(), [](const Link& a, const Link& b) {
    return a.key != b.key ? a.key < b.key : a.word < b.word;
  });
  links_.shrink_to_fit();
  int bits = 1;
  while ((size_t{1} << bits) < links_.size()) ++bits;
  bucket_shift_ = 64 - bits;
  buckets_.assign((size_t{1} << bits) + 1, 0);
  for (const Link& link : links_) ++buckets_[(link.key >> bucket_shift_) + 1];
  for (size_t i = 1; i < buckets_.size(); ++i) buckets_[i] += buckets_[i - 1];
}

std::optional<std::string> Vocabulary::Correct(std::string_view token) const {
  if (links_.empty() || Contains(token)) return std::nullopt;
  const std::u32string letters = Letters(token);
  if (!IsCorrectable(token, letters)) return std::nullopt;
  std::vector<uint64_t> keys;
  AppendKeys(letters, AllowedEdits(letters.size()), keys);
  std::vector<uint32_t> candidates;
  for (const uint64_t key : keys) {
    const uint64_t bucket = key >> bucket_shift_;
    for (uint32_t i = buckets_[bucket]; i < buckets_[bucket + 1]; ++i) {
      if (links_[i].key == key) candidates.push_back(links_[i].word);
    }
  }
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()),
                   candidates.end());
  const bool is_real = real_words_ != nullptr && real_words_->Contains(token);
  int best = 3;
  uint32_t best_count = 0;
  std::optional<uint32_t> found;
  for (const uint32_t word : candidates) {
    if (is_real && !IsInflection(letters, entries_[word].letters)) continue;
    const int distance = CorrectionDistance(letters, entries_[word].letters);
    const uint32_t count = entries_[word].count;
    if (distance > best || distance == 3) continue;
    if (distance < best || count > best_count) {
      best = distance;
      best_count = count;
      found = word;
    } else if (count == best_count) {
      found.reset();  // a tie, until a better word comes
    }
  }
  if (!found) return std::nullopt;
  return words_[*found];
}

bool Vocabulary::Contains(std::string_view word) const {
  if (slots_.empty()) return false;
  const uint64_t mask = slots_.size() - 1;
  for (uint64_t at = HashKnown(word) & mask; slots_[at] != 0;
       at = (at + 1) & mask) {
    if (words_[slots_[at] - 1] == word) return true;
  }
  return false;
}

int EditDistance(std::u32string_view a, std::u32string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  const int beyond = limit + 1;
  if (b.size() - a.size() > static_cast<size_t>(std::max(limit, 0))) {
    return beyond;
  }
  if (b.size() > kMaxDistanceLetters) return a == b ? 0 : beyond;
  // Only cells at most `limit` off the diagonal can stay below the limit.
  const auto band = static_cast<size_t>(std::max(limit, 0));
  std::array<std::array<int, kMaxDistanceLetters + 2>, 3> rows;
  for (size_t j = 0; j <= std::min(a.size(), band) + 1; ++j) {
    rows[0][j] = static_cast<int>(j);
  }
  for (size_t i = 1; i <= b.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& two_above = rows[(i + 1) % 3];
    const size_t first = i > band ? i - band : 1;
    const size_t last = std::min(a.size(), i + band);
    row[first - 1] = first == 1 ? static_cast<int>(i) : beyond;
    row[last + 1] = beyond;
    int least = row[first - 1];
    for (size_t j = first; j <= last; ++j) {
      const bool same = b[i - 1] == a[j - 1];
      row[j] = std::min(
          {above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && b[i - 1] == a[j - 2] && b[i - 2] == a[j - 1]) {
        row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    // A swap reaches over one row, at the cost of one edit.
    if (least > limit + 1) return beyond;
  }
  return std::min(rows[b.size() % 3][a.size()], beyond);
}

std::string Nearest(std::string_view name,
                    const std::vector<std::string>& candidates) {
  const std::u32string letters = Letters(name);
  int limit = std::min(3, static_cast<int>(letters.size() + 1) / 3);
  std::string nearest;
  for (const std::string& candidate : candidates) {
    const int distance = EditDistance(letters, Letters(candidate), limit);
    if (distance > limit) continue;
    nearest = candidate;
    limit = distance - 1;
    if (limit < 0) break;
  }
  return nearest;
}

}  // namespace sportello
