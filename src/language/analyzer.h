// A language's normaliser and stemmer together: all that turns text into
// words.
#ifndef SPORTELLO_LANGUAGE_ANALYZER_H_
#define SPORTELLO_LANGUAGE_ANALYZER_H_

#include <string>
#include <string_view>

#include "language/normalizer.h"
#include "language/stemmer.h"

namespace sportello {

// Immutable and safe from many threads.
class Analyzer {
 public:
  explicit Analyzer(std::string_view language,
                    const Normalizer::Abbreviations& abbreviations = {})
      : language_(language),
        normalizer_(language, abbreviations),
        stemmer_(language) {}

  const std::string& language() const { return language_; }
  const Normalizer& normalizer() const { return normalizer_; }
  NormalizedText Normalize(std::string_view text) const {
    return normalizer_.Normalize(text);
  }
  std::string Stem(std::string_view word) const { return stemmer_.Stem(word); }

 private:
  std::string language_;
  Normalizer normalizer_;
  Stemmer stemmer_;
};

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_ANALYZER_H_
