// A language's normaliser and stemmer together: all that turns text into
// words.
#ifndef SPORTELLO_LANGUAGE_ANALYZER_H_
#define SPORTELLO_LANGUAGE_ANALYZER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "language/normalizer.h"
#include "language/stemmer.h"
#include "language/word_list.h"

namespace sportello {

// Immutable and safe from many threads.
class Analyzer {
 public:
  explicit Analyzer(std::string_view language,
                    const Normalizer::Abbreviations& abbreviations = {},
                    std::shared_ptr<const WordList> real_words = nullptr)
      : language_(language),
        real_words_(std::move(real_words)),
        normalizer_(language, abbreviations),
        stemmer_(language) {}

  const std::string& language() const { return language_; }
  // Words of the language beyond the content's; null when none are known.
  const std::shared_ptr<const WordList>& real_words() const {
    return real_words_;
  }
  const Normalizer& normalizer() const { return normalizer_; }
  NormalizedText Normalize(std::string_view text) const {
    return normalizer_.Normalize(text);
  }
  std::string Stem(std::string_view word) const { return stemmer_.Stem(word); }

 private:
  std::string language_;
  std::shared_ptr<const WordList> real_words_;
  Normalizer normalizer_;
  Stemmer stemmer_;
};

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_ANALYZER_H_
