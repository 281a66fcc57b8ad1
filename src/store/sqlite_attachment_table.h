// The statements for files that customers sent, the writer's and a reader's.
// Private to store/; one thread.
#ifndef SPORTELLO_STORE_SQLITE_ATTACHMENT_TABLE_H_
#define SPORTELLO_STORE_SQLITE_ATTACHMENT_TABLE_H_

#include <array>
#include <functional>

#include "store/attachment_store.h"
#include "store/sqlite_write_state.h"

namespace sportello {

class SqliteAttachmentTable : public AttachmentTable {
 public:
  // The key of a conversation's row; kNotFound.
  using KeyOf = std::function<Result<int64_t>(std::string_view id)>;

  // Both must outlive the table.
  SqliteAttachmentTable(SqliteConnection& connection, WriteState& state,
                        KeyOf key_of);
  Status Prepare();

  Status AddPart(std::string_view id, std::string_view content) override;
  Status Insert(const Attachment& attachment) override;
  Result<bool> DropPart(std::string_view id) override;

 private:
  enum Sql {
    kBegin,
    kAddPart,
    kPartBytes,
    kInsert,
    kDropPart,
    kEnd,
    kSqlCount
  };
  // Runs the statement; how many rows it changed.
  Result<int> Change(Sql sql, const char* what);

  SqliteConnection& connection_;
  WriteState& state_;
  KeyOf key_of_;
  std::array<SqliteStatement, kSqlCount> statements_;
};

class SqliteAttachmentReader : public AttachmentReads {
 public:
  Status Prepare(SqliteConnection& connection);

  Result<std::vector<Attachment>> List(std::string_view conversation) override;
  Result<std::optional<Attachment>> Find(std::string_view id) override;
  Result<std::optional<std::string>> Read(std::string_view id) override;
  Result<int64_t> TotalBytes() override;
  Result<std::vector<std::string>> ListLoose() override;

 private:
  enum Sql { kList, kFind, kRead, kTotal, kLoose, kSqlCount };
  static Result<std::vector<Attachment>> All(SqliteStatement& row);

  std::array<SqliteStatement, kSqlCount> statements_;
};

// Drops every loose file at once: nobody waits yet. Needs the directory's lock.
Status DropLooseFiles(SqliteConnection& connection);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_ATTACHMENT_TABLE_H_
