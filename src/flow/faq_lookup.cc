#include "flow/faq_lookup.h"

#include <utility>

namespace sportello {

Result<std::unique_ptr<FaqLookup>> FaqLookup::Open(const std::string& path) {
  Result<SqliteFile> file = SqliteFile::OpenReadOnly(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<FaqLookup>(new FaqLookup(std::move(*file)));
}

Result<std::vector<std::string>> FaqLookup::Search(const Analyzer& analyzer,
                                                   std::string_view words,
                                                   size_t limit) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto hits = search_.Search(analyzer, words, limit);
  if (!hits.ok()) return hits.error();
  std::vector<std::string> ids;
  ids.reserve(hits->size());
  for (const FaqHit& hit : *hits) ids.push_back(hit.id);
  return ids;
}

}  // namespace sportello
