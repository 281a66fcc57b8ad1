// People's search in a compiled knowledge file.
//
// Safe from many threads; searches run one after the other. The file stays
// open, so a newer one may take its place meanwhile.
#ifndef SPORTELLO_KNOWLEDGE_KNOWLEDGE_SEARCH_H_
#define SPORTELLO_KNOWLEDGE_KNOWLEDGE_SEARCH_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "faq/faq_search.h"
#include "sqlite/sqlite_file.h"

namespace sportello {

class KnowledgeSearch {
 public:
  static Result<std::unique_ptr<KnowledgeSearch>> Open(const std::string& path);

  // Public entries in the analyzer's language, best first.
  Result<std::vector<FaqHit>> Search(const Analyzer& analyzer,
                                     std::string_view words, size_t limit);

 private:
  explicit KnowledgeSearch(SqliteFile file)
      : file_(std::move(file)), search_(file_.handle()) {}

  std::mutex mutex_;
  SqliteFile file_;
  FaqSearch search_;
};

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_KNOWLEDGE_SEARCH_H_
