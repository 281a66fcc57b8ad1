// What the ranking compares of a text: words, concepts and pieces of words.
//
//   words      stems; a mistyped one is read as the word it resembles
//   concepts   of the thesaurus
//   pieces     3 and 4 letters in a row inside a word, its ends marked
//   families   words whose stems begin with the same four letters:
//              "disdire" and "disdetta", "attivare" and "attivazione"
//
// Sentences are compared as sets; the counts serve longer texts.
#ifndef SPORTELLO_FAQ_TEXT_FEATURES_H_
#define SPORTELLO_FAQ_TEXT_FEATURES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "faq/thesaurus.h"
#include "faq/wire.h"
#include "language/analyzer.h"
#include "language/vocabulary.h"

namespace sportello {

struct TextFeatures {
  struct Token {
    uint64_t key = 0;
    uint32_t count = 1;  // how often the text holds it
    bool is_concept = false;
    bool corrected = false;    // stands for a mistyped word
    bool paraphrased = false;  // a word that also has a concept
    uint64_t family = 0;       // of the word; 0: it has none
  };
  std::vector<Token> tokens;     // by key, unique
  std::vector<uint64_t> pieces;  // ascending, unique
  // Key -> stem, or "#" and the concept; only for explanations.
  std::map<uint64_t, std::string> names;
};

enum class ReadFor {
  kContent,      // means what it says
  kMessage,      // typos are corrected towards the content's words
  kExplanation,  // a message whose tokens get names
};

// Immutable and safe from many threads.
class FeatureReader {
 public:
  // At most so many words of a text are read.
  static constexpr size_t kMaxWords = 128;

  FeatureReader() : stemmer_("") {}
  FeatureReader(const Analyzer& analyzer, Thesaurus thesaurus);

  // The words of a text; codes such as "covid-19" fall into their parts.
  static std::vector<std::string> WordsOf(const NormalizedText& text);

  // Words that the content holds, so that typos are corrected towards them.
  void SetVocabulary(const std::vector<Vocabulary::Word>& words);

  TextFeatures Read(const NormalizedText& text, ReadFor purpose) const;

  void Write(WireWriter& out) const;
  static bool Read(WireReader& in, FeatureReader& reader);

 private:
  void Index();
  void AddConcepts(const std::vector<std::string>& stems, ReadFor purpose,
                   TextFeatures& features) const;
  // The word that was meant by a mistyped one; nothing for a word that is
  // known in any form, or too short to be sure.
  std::optional<std::string> Meant(const std::string& word,
                                   const std::string& stem) const;

  std::string language_;
  std::shared_ptr<const WordList> real_words_;
  Stemmer stemmer_;
  Thesaurus thesaurus_;
  std::vector<Vocabulary::Word> words_;
  Vocabulary vocabulary_;
  std::vector<uint64_t> known_stems_;  // hashes, ascending
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_TEXT_FEATURES_H_
