#include "store/conversation_ids.h"

#include "sqlite/sqlite_file.h"
#include "store/store_directory.h"

namespace sportello {

Result<std::vector<std::string>> ListConversationIds(
    const std::string& directory, Time from) {
  Result<SqliteFile> file = SqliteFile::OpenReadOnly(StorePath(directory));
  if (!file.ok()) return file.error();
  Result<SqliteStatement> list = file->Prepare(
      "SELECT id FROM conversation WHERE updated_at_ms >= ? ORDER BY key");
  if (!list.ok()) return list.error();
  list->Bind(static_cast<int64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(
          from.time_since_epoch())
          .count()));
  std::vector<std::string> ids;
  while (list->Next()) ids.push_back(list->Text(0));
  if (list->code() != SQLITE_OK) {
    return StoreError(list->code(), "reading the conversations");
  }
  return ids;
}

}  // namespace sportello
