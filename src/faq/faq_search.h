// Full-text search for people: the public FAQ page, maintainers, agents.
//
// An FTS5 table inside the SQLite file of the compiled knowledge. Customers'
// words are data: each is quoted, so no text can be a syntax error or an
// operator (https://www.sqlite.org/fts5.html#full_text_query_syntax). Words
// are found by stem; the last one also by its beginning, for searching while
// typing.
//
// A FaqSearch belongs to the thread that uses it, like the connection it
// borrows. A search takes 0.1 ms in 100 entries, 2 ms in 10,000.
#ifndef SPORTELLO_FAQ_FAQ_SEARCH_H_
#define SPORTELLO_FAQ_FAQ_SEARCH_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "language/analyzer.h"

struct sqlite3;

namespace sportello {

struct FaqSearchEntry {
  std::string id;
  std::string language;
  std::string question;
  std::vector<std::string> variants;
  std::string answer;
  std::vector<std::string> tags;
};

struct FaqHit {
  std::string id;
  double score = 0;  // higher is better; comparable within one search only
};

class FaqSearch {
 public:
  // Words of a query after these are not looked at.
  static constexpr size_t kMaxWords = 32;

  // `database` is borrowed and must outlive this.
  explicit FaqSearch(sqlite3* database) : database_(database) {}

  // Drops what was there, creates the table and fills it in one transaction,
  // or inside the caller's when one is open. Entries in other languages than
  // the analyzer's are passed over, so call Add once per language.
  Status Create();
  Status Add(const Analyzer& analyzer,
             const std::vector<FaqSearchEntry>& entries);

  // At most `limit` entries, best first; none when no word is found. Entries
  // with all words come before entries with some. kUnavailable when the
  // database cannot be read.
  Result<std::vector<FaqHit>> Search(const Analyzer& analyzer,
                                     std::string_view query,
                                     size_t limit) const;

  // The FTS5 expression for a text; "" when it holds no word.
  static std::string Expression(const Analyzer& analyzer,
                                std::string_view query, bool all_words);

 private:
  Result<std::vector<FaqHit>> Run(const std::string& language,
                                  const std::string& expression,
                                  size_t limit) const;

  sqlite3* database_;
};

}  // namespace sportello

#endif  // SPORTELLO_FAQ_FAQ_SEARCH_H_
