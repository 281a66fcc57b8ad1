// The door of customers: any bytes as a message are normalised into words
// that are valid UTF-8 and know where they came from, and a search for them
// is never an FTS5 operator.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "faq/faq_search.h"
#include "language/analyzer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const sportello::Analyzer italian("it", {{"nn", "non"}});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const sportello::NormalizedText normal = italian.Normalize(text);
  if (!sportello::IsValidUtf8(normal.text)) __builtin_trap();
  for (const sportello::Token& token : normal.tokens) {
    if (token.begin > token.end || token.end > size || token.text.empty() ||
        normal.text.compare(token.offset, token.text.size(), token.text) != 0) {
      __builtin_trap();
    }
    static_cast<void>(italian.Stem(token.text));
  }
  size_t quotes = 0;
  for (const char c : sportello::FaqSearch::Expression(italian, text, true)) {
    quotes += c == '"' ? 1 : 0;
  }
  if (quotes % 2 != 0) __builtin_trap();
  return 0;
}
