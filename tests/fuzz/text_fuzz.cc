// The door of customers: any bytes as a message are normalised into words
// that are valid UTF-8 and know where they came from, and a search for them
// is never an FTS5 operator or a syntax error: FTS5 itself is asked.
#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "faq/faq_search.h"
#include "language/analyzer.h"

namespace {

using sportello::Analyzer;
using sportello::FaqSearch;

// Two entries; every document of this search has the word "reso".
FaqSearch& Search(const Analyzer& analyzer) {
  static FaqSearch* const search = [&] {
    sqlite3* database = nullptr;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) __builtin_trap();
    auto* const made = new FaqSearch(database);
    const bool filled =
        made->Create().ok() &&
        made->Add(analyzer,
                  {{"return", "it", "Come faccio un reso?", {}, "Così.", {}},
                   {"cost", "it", "Quanto costa un reso?", {"NOT"}, "5", {}}})
            .ok();
    if (!filled) __builtin_trap();
    return made;
  }();
  return *search;
}

void CheckSearch(const Analyzer& analyzer, std::string_view text) {
  const auto found = Search(analyzer).Search(analyzer, text, 5);
  if (!found.ok()) __builtin_trap();
  // Whatever stands beside it, the word is looked for.
  const std::string with = "reso " + std::string(text);
  const auto sure = Search(analyzer).Search(analyzer, with, 5);
  if (!sure.ok() || sure->size() != 2) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Analyzer italian("it", {{"nn", "non"}});
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
  for (const char c : FaqSearch::Expression(italian, text, true)) {
    quotes += c == '"' ? 1 : 0;
  }
  if (quotes % 2 != 0) __builtin_trap();
  CheckSearch(italian, text);
  return 0;
}
