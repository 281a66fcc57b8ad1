#include "store/sqlite_attachment_table.h"

#include <utility>

#include "store/attachment_limit.h"
#include "store/sqlite_rows.h"

namespace sportello {
namespace {

#define SPORTELLO_SELECT_ATTACHMENT                                           \
  "SELECT attachment.id, conversation.id, seq, attachment.name, type, size, " \
  "at_ms FROM attachment JOIN conversation ON conversation.key = "            \
  "attachment.conversation "

}  // namespace

SqliteAttachmentTable::SqliteAttachmentTable(SqliteConnection& connection,
                                             WriteState& state, KeyOf key_of)
    : connection_(connection), state_(state), key_of_(std::move(key_of)) {}

Status SqliteAttachmentTable::Prepare() {
  std::array<const char*, kSqlCount> sql{};
  sql[kInsert] =
      "INSERT INTO attachment (id, conversation, seq, name, type, size, at_ms, "
      "content) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  sql[kTotal] = "SELECT coalesce(sum(size), 0) FROM attachment";
  return PrepareAll(connection_, sql, statements_);
}

Status SqliteAttachmentTable::Insert(const Attachment& attachment,
                                     std::string_view content) {
  if (content.size() > kMaxAttachmentBytes) {
    return Invalid("an attachment is too large");
  }
  const Result<int64_t> key = key_of_(attachment.conversation);
  if (!key.ok()) return key.error();
  SqliteStatement& insert = statements_[kInsert];
  insert.Bind(attachment.id)
      .Bind(*key)
      .Bind(attachment.seq)
      .Bind(attachment.name)
      .Bind(attachment.type)
      .Bind(attachment.bytes)
      .Bind(ToMillis(attachment.at))
      .BindBlob(content);
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE ||
      code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Conflict("an attachment of this id exists already");
  }
  return state_.Wrote(code, "cannot keep an attachment");
}

Result<int64_t> SqliteAttachmentTable::TotalBytes() {
  SqliteStatement& row = statements_[kTotal];
  if (!row.Next()) return state_.Failed(row.code(), "cannot count bytes");
  const ResetOnExit reset(row);
  return row.Int(0);
}

Status SqliteAttachmentReader::Prepare(SqliteConnection& connection) {
  std::array<const char*, kSqlCount> sql{};
  sql[kList] = SPORTELLO_SELECT_ATTACHMENT
      "WHERE conversation.id = ? ORDER BY seq, attachment.key";
  sql[kFind] = SPORTELLO_SELECT_ATTACHMENT "WHERE attachment.id = ?";
  sql[kRead] = "SELECT content FROM attachment WHERE id = ?";
  return PrepareAll(connection, sql, statements_);
}

Result<std::vector<Attachment>> SqliteAttachmentReader::All(
    SqliteStatement& row) {
  const ResetOnExit reset(row);
  std::vector<Attachment> all;
  while (row.Next()) {
    Attachment& one = all.emplace_back();
    one.id = row.Text(0);
    one.conversation = row.Text(1);
    one.seq = row.Int(2);
    one.name = row.Text(3);
    one.type = row.Text(4);
    one.bytes = row.Int(5);
    one.at = FromMillis(row.Int(6));
  }
  if (row.code() == SQLITE_OK) return all;
  return StoreError(row.code(), "cannot list attachments");
}

Result<std::vector<Attachment>> SqliteAttachmentReader::List(
    std::string_view conversation) {
  return All(statements_[kList].Bind(conversation));
}

Result<std::optional<Attachment>> SqliteAttachmentReader::Find(
    std::string_view id) {
  Result<std::vector<Attachment>> all = All(statements_[kFind].Bind(id));
  if (!all.ok()) return all.error();
  if (all->empty()) return std::optional<Attachment>();
  return std::optional<Attachment>(std::move(all->front()));
}

Result<std::optional<std::string>> SqliteAttachmentReader::Read(
    std::string_view id) {
  SqliteStatement& row = statements_[kRead];
  const ResetOnExit reset(row);
  if (row.Bind(id).Next()) return std::optional<std::string>(row.Text(0));
  if (row.code() == SQLITE_OK) return std::optional<std::string>();
  return StoreError(row.code(), "cannot read an attachment");
}

}  // namespace sportello
