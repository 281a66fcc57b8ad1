// People's search over the public FAQ: FTS5 in the compiled knowledge file.
//
// Messages of customers are not answered from here (faq_index.h ranks them in
// memory); this serves search boxes and lists. Question, variants, answer and
// tags are columns of their own with weights, since bm25 over one column
// punishes long answers.
#ifndef SPORTELLO_FAQ_FAQ_SEARCH_H_
#define SPORTELLO_FAQ_FAQ_SEARCH_H_

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sqlite/sqlite_file.h"

namespace sportello {

struct FaqSearchRow {
  std::string language;
  std::string id;
  std::string question;
  std::string variants;
  std::string answer;  // Markdown
  std::string tags;
  int priority = 0;
};

struct FaqHit {
  std::string id;
  std::string question;
  std::string answer;
};

// Creates the tables and fills them, inside the caller's transaction.
Status WriteFaqSearch(SqliteFile& file, const std::vector<FaqSearchRow>& rows);

// Safe from many threads; searches run one after the other.
class FaqSearch {
 public:
  // The compiled file stays open, so it may be replaced meanwhile.
  static Result<FaqSearch> Open(const std::string& path);
  FaqSearch(FaqSearch&& other) noexcept : file_(std::move(other.file_)) {}

  // Best first. Words are searched as words or their beginnings, never as
  // operators; without any word all entries by priority and question.
  Result<std::vector<FaqHit>> Search(std::string_view query,
                                     std::string_view language, int limit);

 private:
  explicit FaqSearch(SqliteFile file) : file_(std::move(file)) {}

  std::mutex mutex_;
  SqliteFile file_;
};

// The FTS5 query for a text of a customer: at most 32 words, each quoted,
// joined by OR; empty when the text holds no word. Letters and digits only, so
// no character of it can be an operator.
std::string QuoteForFts(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_FAQ_FAQ_SEARCH_H_
