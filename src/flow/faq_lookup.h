// People's search in one compiled knowledge file.
#ifndef SPORTELLO_FLOW_FAQ_LOOKUP_H_
#define SPORTELLO_FLOW_FAQ_LOOKUP_H_

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "faq/faq_search.h"
#include "sqlite/sqlite_file.h"

namespace sportello {

// Safe from many threads: searches run one after the other, 0.1 ms each.
class FaqLookup {
 public:
  // The file stays open, so another may take its place meanwhile.
  static Result<std::unique_ptr<FaqLookup>> Open(const std::string& path);

  // Ids of entries in the analyzer's language, best first.
  Result<std::vector<std::string>> Search(const Analyzer& analyzer,
                                          std::string_view words,
                                          size_t limit);

 private:
  explicit FaqLookup(SqliteFile file)
      : file_(std::move(file)), search_(file_.handle()) {}

  std::mutex mutex_;
  SqliteFile file_;
  FaqSearch search_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FAQ_LOOKUP_H_
