// The words of a language, so that a real word is never taken for a typo.
//
// "vinto" (won) is one letter from "visto" (seen). Where the content knows
// only the second, a customer who writes the first has mistyped nothing: he
// speaks of something else. The lists are Debian's, made for spell checkers
// (packages witalian, wamerican, wngerman, ...): one word a line.
//
// Kept as sorted hashes: 8 bytes a word. Immutable and safe from many
// threads.
#ifndef SPORTELLO_LANGUAGE_WORD_LIST_H_
#define SPORTELLO_LANGUAGE_WORD_LIST_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace sportello {

class WordList {
 public:
  // From the text of a list. Names (a capital first), words with apostrophes
  // and words too short to be corrected are left out; accents are folded.
  static WordList Parse(std::string_view text);

  // `word` is normalised.
  bool Contains(std::string_view word) const;
  size_t size() const { return hashes_.size(); }
  // The same for lists that hold the same words.
  uint64_t fingerprint() const { return fingerprint_; }

 private:
  std::vector<uint64_t> hashes_;
  uint64_t fingerprint_ = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_WORD_LIST_H_
