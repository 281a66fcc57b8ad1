#include "store/sqlite_outbox_table.h"

#include "store/sqlite_rows.h"

namespace sportello {

Status SqliteOutboxTable::Prepare() {
  std::array<const char*, kSqlCount> sql{};
  sql[kInsert] =
      "INSERT INTO outbox (kind, target, payload, message_id, state, attempts, "
      "next_try_at_ms, last_error, created_at_ms, ticket, conversation) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  sql[kUpdate] =
      "UPDATE outbox SET state = ?, attempts = ?, next_try_at_ms = ?, "
      "last_error = ? WHERE key = ?";
  sql[kSetPayload] = "UPDATE outbox SET payload = ? WHERE key = ?";
  sql[kFindItem] = "SELECT " SPORTELLO_OUTBOX_COLUMNS
                   " FROM outbox WHERE message_id = ? ORDER BY key LIMIT 1";
  // From the index outbox_done: what is due is not even looked at.
  sql[kForget] =
      "DELETE FROM outbox WHERE key IN (SELECT key FROM outbox WHERE "
      "state <> 'due' AND created_at_ms < ? ORDER BY created_at_ms LIMIT ?)";
  sql[kInsertMail] =
      "INSERT INTO mail_seen (message_id, conversation, ticket, ours, at_ms) "
      "VALUES (?, ?, ?, ?, ?)";
  sql[kFindMail] =
      "SELECT " SPORTELLO_MAIL_COLUMNS " FROM mail_seen WHERE message_id = ?";
  sql[kCountMailsTo] =
      "SELECT count(*) FROM outbox WHERE kind = 'mail' AND target = ? AND "
      "created_at_ms >= ? AND substr(message_id, 1, length(?3)) = ?3";
  sql[kCountMailsOf] =
      "SELECT count(*) FROM mail_seen WHERE conversation = ? AND "
      "conversation <> '' AND at_ms >= ? AND "
      "substr(message_id, 1, length(?3)) = ?3";
  return PrepareAll(connection_, sql, statements_);
}

Status SqliteOutboxTable::Insert(OutboxItem& item) {
  SqliteStatement& insert = statements_[kInsert];
  insert.Bind(OutboxKindName(item.kind))
      .Bind(item.target)
      .Bind(item.payload)
      .Bind(item.message_id)
      .Bind(OutboxStateName(item.state))
      .Bind(int64_t{item.attempts})
      .Bind(ToMillis(item.next_try_at))
      .Bind(item.last_error)
      .Bind(ToMillis(item.created_at))
      .Bind(item.ticket)
      .Bind(item.conversation);
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE) {
    return Conflict("what is to be sent was written before");
  }
  Status wrote = state_.Wrote(code, "cannot write what is to be sent");
  if (!wrote.ok()) return wrote;
  item.key = sqlite3_last_insert_rowid(connection_.handle());
  return {};
}

Status SqliteOutboxTable::Update(const OutboxItem& item) {
  SqliteStatement& update = statements_[kUpdate];
  update.Bind(OutboxStateName(item.state))
      .Bind(int64_t{item.attempts})
      .Bind(ToMillis(item.next_try_at))
      .Bind(item.last_error)
      .Bind(item.key);
  Status wrote = state_.Wrote(update.Run(), "cannot mark what was sent");
  return wrote.ok() ? Changed() : wrote;
}

Status SqliteOutboxTable::Changed() const {
  if (sqlite3_changes(connection_.handle()) > 0) return {};
  return NotFound("nothing of this key is to be sent");
}

Status SqliteOutboxTable::SetPayload(int64_t key, std::string_view payload) {
  SqliteStatement& set = statements_[kSetPayload];
  set.Bind(payload).Bind(key);
  Status wrote = state_.Wrote(set.Run(), "cannot change what is to be sent");
  return wrote.ok() ? Changed() : wrote;
}

Result<std::optional<OutboxItem>> SqliteOutboxTable::FindItem(
    std::string_view message_id) {
  SqliteStatement& row = statements_[kFindItem];
  row.Bind(message_id);
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) return std::optional<OutboxItem>();
    return state_.Failed(row.code(), "cannot find what is to be sent");
  }
  const ResetOnExit reset(row);
  Result<OutboxItem> item = ReadOutboxItem(row);
  if (!item.ok()) return item.error();
  return std::optional<OutboxItem>(*std::move(item));
}

Result<int> SqliteOutboxTable::Forget(Time before, int limit) {
  SqliteStatement& forget = statements_[kForget];
  forget.Bind(ToMillis(before)).Bind(int64_t{limit});
  const Status wrote =
      state_.Wrote(forget.Run(), "cannot remove what was sent long ago");
  if (!wrote.ok()) return wrote.error();
  return sqlite3_changes(connection_.handle());
}

Status SqliteOutboxTable::InsertMail(const MailRecord& mail) {
  SqliteStatement& insert = statements_[kInsertMail];
  insert.Bind(mail.message_id)
      .Bind(mail.conversation)
      .Bind(mail.ticket)
      .Bind(int64_t{mail.ours ? 1 : 0})
      .Bind(ToMillis(mail.at));
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Conflict("the mail was noted before");
  }
  return state_.Wrote(code, "cannot note a mail");
}

Result<std::optional<MailRecord>> SqliteOutboxTable::FindMail(
    std::string_view message_id) {
  SqliteStatement& row = statements_[kFindMail];
  row.Bind(message_id);
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) return std::optional<MailRecord>();
    return state_.Failed(row.code(), "cannot find a mail");
  }
  const ResetOnExit reset(row);
  return std::optional<MailRecord>(ReadMail(row));
}

Result<int64_t> SqliteOutboxTable::Count(SqliteStatement& row,
                                         std::string_view whose,
                                         std::string_view id_begin,
                                         Time since) {
  row.Bind(whose).Bind(ToMillis(since)).Bind(id_begin);
  if (!row.Next()) return state_.Failed(row.code(), "cannot count mails");
  const ResetOnExit reset(row);
  return row.Int(0);
}

Result<int64_t> SqliteOutboxTable::CountMailsTo(std::string_view target,
                                                std::string_view id_begin,
                                                Time since) {
  return Count(statements_[kCountMailsTo], target, id_begin, since);
}

Result<int64_t> SqliteOutboxTable::CountMailsOf(std::string_view conversation,
                                                std::string_view id_begin,
                                                Time since) {
  return Count(statements_[kCountMailsOf], conversation, id_begin, since);
}

}  // namespace sportello
