// Word stems by the Snowball algorithms (https://snowballstem.org, libstemmer
// 2.2 in Debian: chosen because it is the reference implementation).
#ifndef SPORTELLO_LANGUAGE_STEMMER_H_
#define SPORTELLO_LANGUAGE_STEMMER_H_

#include <string>
#include <string_view>

namespace sportello {

// Safe from many threads: libstemmer's state is kept per thread.
class Stemmer {
 public:
  // A language without an algorithm leaves words as they are.
  explicit Stemmer(std::string_view language);

  static bool Supports(std::string_view language);

  std::string Stem(std::string_view word) const;

 private:
  std::string language_;
};

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_STEMMER_H_
