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
  sql[kBegin] =
      "INSERT OR IGNORE INTO attachment_loose (id) SELECT ?1 WHERE NOT EXISTS "
      "(SELECT 1 FROM attachment WHERE id = ?1)";
  sql[kAddPart] =
      "INSERT INTO attachment_part (attachment, content) SELECT ?1, ?2 WHERE "
      "EXISTS (SELECT 1 FROM attachment_loose WHERE id = ?1)";
  sql[kPartBytes] =
      "SELECT coalesce(sum(length(content)), 0) FROM attachment_part WHERE "
      "attachment = ?";
  sql[kInsert] =
      "INSERT INTO attachment (id, conversation, seq, name, type, size, at_ms, "
      "content) VALUES (?, ?, ?, ?, ?, ?, ?, x'')";
  sql[kDropPart] =
      "DELETE FROM attachment_part WHERE key = (SELECT min(key) FROM "
      "attachment_part WHERE attachment = (SELECT id FROM attachment_loose "
      "WHERE id = ?))";
  sql[kEnd] = "DELETE FROM attachment_loose WHERE id = ?";
  return PrepareAll(connection_, sql, statements_);
}

Result<int> SqliteAttachmentTable::Change(Sql sql, const char* what) {
  const Status wrote = state_.Wrote(statements_.at(sql).Run(), what);
  if (!wrote.ok()) return wrote.error();
  return sqlite3_changes(connection_.handle());
}

Status SqliteAttachmentTable::AddPart(std::string_view id,
                                      std::string_view content) {
  if (content.size() > kMaxPartBytes) {
    return Invalid("a part of an attachment is too large");
  }
  statements_[kBegin].Bind(id);
  const Result<int> begun = Change(kBegin, "cannot begin an attachment");
  if (!begun.ok()) return begun.error();
  statements_[kAddPart].Bind(id).BindBlob(content);
  const Result<int> added = Change(kAddPart, "cannot keep an attachment");
  if (!added.ok()) return added.error();
  if (*added == 0) return Conflict("the attachment was inserted already");
  return {};
}

Status SqliteAttachmentTable::Insert(const Attachment& attachment) {
  if (attachment.bytes > static_cast<int64_t>(kMaxAttachmentBytes)) {
    return Invalid("an attachment is too large");
  }
  const Result<int64_t> key = key_of_(attachment.conversation);
  if (!key.ok()) return key.error();
  SqliteStatement& parts = statements_[kPartBytes];
  if (!parts.Bind(attachment.id).Next()) {
    return state_.Failed(parts.code(), "cannot read an attachment");
  }
  const int64_t bytes = parts.Int(0);
  parts.Reset();
  if (bytes != attachment.bytes) {
    return Invalid("an attachment is not whole");
  }
  SqliteStatement& insert = statements_[kInsert];
  insert.Bind(attachment.id)
      .Bind(*key)
      .Bind(attachment.seq)
      .Bind(attachment.name)
      .Bind(attachment.type)
      .Bind(attachment.bytes)
      .Bind(ToMillis(attachment.at));
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE ||
      code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Conflict("an attachment of this id exists already");
  }
  Status wrote = state_.Wrote(code, "cannot keep an attachment");
  if (!wrote.ok()) return wrote;
  statements_[kEnd].Bind(attachment.id);
  const Result<int> ended = Change(kEnd, "cannot keep an attachment");
  return ended.ok() ? Status() : Status(ended.error());
}

Result<bool> SqliteAttachmentTable::DropPart(std::string_view id) {
  statements_[kDropPart].Bind(id);
  const Result<int> dropped = Change(kDropPart, "cannot drop an attachment");
  if (!dropped.ok()) return dropped.error();
  if (*dropped > 0) return true;
  statements_[kEnd].Bind(id);
  const Result<int> ended = Change(kEnd, "cannot drop an attachment");
  if (!ended.ok()) return ended.error();
  return false;
}

Status DropLooseFiles(SqliteConnection& connection) {
  const Result<int64_t> loose =
      connection.Number("SELECT count(*) FROM attachment_loose");
  if (!loose.ok()) return loose.error();
  if (*loose == 0) return {};
  const int code = connection.Execute(
      "BEGIN IMMEDIATE;"
      "DELETE FROM attachment_part WHERE attachment IN "
      "(SELECT id FROM attachment_loose);"
      "DELETE FROM attachment_loose;"
      "COMMIT");
  if (code == SQLITE_OK) return {};
  static_cast<void>(connection.Execute("ROLLBACK"));  // may be done already
  return StoreError(code, "cannot drop attachments without a message");
}

Status SqliteAttachmentReader::Prepare(SqliteConnection& connection) {
  std::array<const char*, kSqlCount> sql{};
  sql[kList] = SPORTELLO_SELECT_ATTACHMENT
      "WHERE conversation.id = ? ORDER BY seq, attachment.key";
  sql[kFind] = SPORTELLO_SELECT_ATTACHMENT "WHERE attachment.id = ?";
  // The first releases kept a file in its own row, as one value.
  sql[kRead] =
      "SELECT attachment.content, part.content FROM attachment LEFT JOIN "
      "attachment_part AS part ON part.attachment = attachment.id WHERE "
      "attachment.id = ? ORDER BY part.key";
  sql[kTotal] = "SELECT bytes FROM attachment_total";
  sql[kLoose] = "SELECT id FROM attachment_loose ORDER BY id";
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
  row.Bind(id);
  std::optional<std::string> content;
  while (row.Next()) {
    if (!content.has_value()) content = row.Text(0);
    content->append(row.View(1));
  }
  if (row.code() == SQLITE_OK) return content;
  return StoreError(row.code(), "cannot read an attachment");
}

Result<int64_t> SqliteAttachmentReader::TotalBytes() {
  SqliteStatement& row = statements_[kTotal];
  const ResetOnExit reset(row);
  if (row.Next()) return row.Int(0);
  return StoreError(row.code(), "cannot count bytes");
}

Result<std::vector<std::string>> SqliteAttachmentReader::ListLoose() {
  SqliteStatement& row = statements_[kLoose];
  const ResetOnExit reset(row);
  std::vector<std::string> ids;
  while (row.Next()) ids.push_back(row.Text(0));
  if (row.code() == SQLITE_OK) return ids;
  return StoreError(row.code(), "cannot list attachments");
}

}  // namespace sportello
