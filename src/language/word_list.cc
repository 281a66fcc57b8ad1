#include "language/word_list.h"

#include <algorithm>
#include <string>

#include "language/fold.h"
#include "language/vocabulary.h"

namespace sportello {
namespace {

// FNV-1a; among 100,000 words of 64 bits none meet by chance.
uint64_t HashWord(std::string_view word) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : word) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  return hash;
}

// Empty for what is no word to keep.
std::string Folded(std::string_view line) {
  if (line.empty() || (line[0] >= 'A' && line[0] <= 'Z')) return {};
  std::string folded;
  size_t letters = 0;
  for (size_t i = 0; i < line.size();) {
    const int32_t c = NextCodePoint(line, i);
    if (c < 0) return {};
    const FoldedChar& next = FoldCodePoint(c);
    if (next.kind == CharClass::kApostrophe) return {};
    if (next.text.empty()) continue;  // an accent of its own
    if (next.kind != CharClass::kLetter) return {};
    folded += next.text;
    ++letters;
  }
  return letters < Vocabulary::kMinLetters ? std::string() : folded;
}

}  // namespace

WordList WordList::Parse(std::string_view text) {
  WordList list;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string word = Folded(line);
    if (!word.empty()) list.hashes_.push_back(HashWord(word));
  }
  std::sort(list.hashes_.begin(), list.hashes_.end());
  list.hashes_.erase(std::unique(list.hashes_.begin(), list.hashes_.end()),
                     list.hashes_.end());
  list.hashes_.shrink_to_fit();
  for (const uint64_t hash : list.hashes_) {
    list.fingerprint_ = (list.fingerprint_ ^ hash) * 0x9e3779b97f4a7c15;
  }
  return list;
}

bool WordList::Contains(std::string_view word) const {
  return std::binary_search(hashes_.begin(), hashes_.end(), HashWord(word));
}

}  // namespace sportello
