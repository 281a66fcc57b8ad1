#include "knowledge/knowledge_search.h"

namespace sportello {

Result<std::unique_ptr<KnowledgeSearch>> KnowledgeSearch::Open(
    const std::string& path) {
  Result<SqliteFile> file = SqliteFile::OpenReadOnly(path);
  if (!file.ok()) return file.error();
  return std::unique_ptr<KnowledgeSearch>(
      new KnowledgeSearch(std::move(file).value()));
}

Result<std::vector<FaqHit>> KnowledgeSearch::Search(const Analyzer& analyzer,
                                                    std::string_view words,
                                                    size_t limit) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return search_.Search(analyzer, words, limit);
}

}  // namespace sportello
