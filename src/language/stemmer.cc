#include "language/stemmer.h"

#include <libstemmer.h>

#include <map>
#include <memory>

#include "language/enclitics.h"

namespace sportello {
namespace {

struct Deleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Handle = std::unique_ptr<sb_stemmer, Deleter>;

Handle Open(const std::string& language) {
  return Handle(sb_stemmer_new(language.c_str(), nullptr));
}

sb_stemmer* PerThread(const std::string& language) {
  thread_local std::map<std::string, Handle, std::less<>> stemmers;
  auto it = stemmers.find(language);
  if (it == stemmers.end()) {
    it = stemmers.emplace(language, Open(language)).first;
  }
  return it->second.get();
}

}  // namespace

Stemmer::Stemmer(std::string_view language) : language_(language) {}

bool Stemmer::Supports(std::string_view language) {
  return Open(std::string(language)) != nullptr;
}

std::string Stemmer::Stem(std::string_view word) const {
  sb_stemmer* stemmer = PerThread(language_);
  if (stemmer == nullptr) return std::string(word);
  if (language_ == "it") word = WithoutEnclitics(word);
  const sb_symbol* stem =
      sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (stem == nullptr) return std::string(word);
  return {reinterpret_cast<const char*>(stem),
          static_cast<size_t>(sb_stemmer_length(stemmer))};
}

}  // namespace sportello
