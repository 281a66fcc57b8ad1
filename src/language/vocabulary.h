// The bot's own words, and the correction of typos towards them.
//
// A word that a customer mistyped is only ever replaced by a word that some
// phrase or FAQ entry knows. Distance is that of optimal string alignment:
// one letter inserted, left out, replaced, or two neighbours swapped. How
// much is allowed depends on the shorter of the two words:
//
//   up to 3 letters   nothing          4 to 7   1          from 8   2
//
// The first letter may differ only where the distance is 1 and both words
// have 5 letters or more. The nearest word wins, then the more frequent; when
// two are alike in both, nothing is corrected. Known words and whatever holds
// a digit stay as they are, and another real word of the language is only
// taken for another form of a known one (ordinassi, ordinasse).
//
// The index holds each word under its beginnings with up to two letters left
// out (symmetric deletes, Garbe 2012), so a look-up touches few words: below
// 5 us with 10,000 words. About 700 bytes a word.
//
// Immutable and safe from many threads. The order of the input does not
// matter.
#ifndef SPORTELLO_LANGUAGE_VOCABULARY_H_
#define SPORTELLO_LANGUAGE_VOCABULARY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/word_list.h"

namespace sportello {

class Vocabulary {
 public:
  struct Word {
    std::string text;  // normalised
    uint32_t count = 1;
  };

  // More words than this are not kept: the rarest go.
  static constexpr size_t kMaxWords = 100'000;
  // Longer words (in letters) are known, but neither corrected nor offered.
  static constexpr size_t kMaxLetters = 32;
  // Shorter words are not corrected.
  static constexpr size_t kMinLetters = 4;

  // The counts of equal words are added.
  // `real_words` of the language; null = none are known.
  static Vocabulary Build(const std::vector<Word>& words,
                          std::shared_ptr<const WordList> real_words = nullptr);

  // The word that was meant by `token` (normalised), if that is sure enough.
  std::optional<std::string> Correct(std::string_view token) const;

  bool Contains(std::string_view word) const;
  size_t size() const { return words_.size(); }

 private:
  struct Entry {
    std::u32string letters;  // empty when it is never offered
    uint32_t count = 0;
  };
  struct Link {
    uint64_t key = 0;  // hash of a beginning with letters left out
    uint32_t word = 0;
  };

  void Index();
  void IndexWords();

  std::shared_ptr<const WordList> real_words_;
  std::vector<std::string> words_;  // sorted
  std::vector<uint32_t> slots_;    // hash of a word -> its number + 1; 0 = free
  std::vector<Entry> entries_;     // same order
  std::vector<Link> links_;        // sorted by key
  std::vector<uint32_t> buckets_;  // upper bits of a key -> first link
  int bucket_shift_ = 0;
};

// Edits between two words, or `limit` + 1 when there are more.
int EditDistance(std::u32string_view a, std::u32string_view b, int limit);

// The candidate that a mistyped name was meant to be, or "" when none is
// near: for errors that ask "did you mean".
std::string Nearest(std::string_view name,
                    const std::vector<std::string>& candidates);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_VOCABULARY_H_
