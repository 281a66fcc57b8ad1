// Concepts behind words: "refund", "reimburse" and "money back" are one.
//
// A concept is a named set of words and phrases. A text speaks of a concept
// when it holds one of them, compared by stems. The ranking uses concepts
// beside the words themselves and learns from the content how much each one
// is worth, so a concept that is too wide does little harm.
//
// Immutable and safe from many threads. Finding costs one hash look-up per
// word and phrase length.
#ifndef SPORTELLO_FAQ_THESAURUS_H_
#define SPORTELLO_FAQ_THESAURUS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "faq/wire.h"
#include "language/analyzer.h"

namespace sportello {

// Lists of words or phrases that mean the same, as content writes them.
using FaqSynonyms = std::vector<std::vector<std::string>>;

class Thesaurus {
 public:
  // Longer phrases are passed over.
  static constexpr size_t kMaxPhraseWords = 4;

  struct Hit {
    uint32_t concept_index = 0;
    uint32_t first = 0;  // stems it covers: [first, first + count)
    uint32_t count = 0;
  };

  Thesaurus() = default;
  // The built-in list of the analyzer's language, if there is one, and one
  // more concept for each list of `synonyms`, named after its first word.
  static Thesaurus Build(const Analyzer& analyzer, const FaqSynonyms& synonyms);

  // Every word and phrase of the list that `stems` hold, in order.
  std::vector<Hit> Find(const std::vector<std::string>& stems) const;
  const std::string& Name(uint32_t concept_index) const {
    return names_[concept_index];
  }
  // Normalised single words of the lists, sorted: known, so never typos.
  const std::vector<std::string>& words() const { return words_; }

  // For the compiled knowledge file. Read returns false on damaged bytes.
  void Write(WireWriter& out) const;
  static bool Read(WireReader& in, Thesaurus& thesaurus);

 private:
  void AddList(const Analyzer& analyzer, std::string_view text);
  void Add(const Analyzer& analyzer, uint32_t concept_index,
           std::string_view phrase);
  void Finish();

  std::vector<std::string> names_;
  // Hash of a phrase's stems -> concepts, ascending.
  std::unordered_map<uint64_t, std::vector<uint32_t>> phrases_;
  std::vector<std::string> words_;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_THESAURUS_H_
