#include "store/sqlite_side_readers.h"

#include <utility>

#include "store/sqlite_rows.h"
#include "store/sqlite_write_state.h"

namespace sportello {

Status SqliteOutboxReader::Prepare(SqliteConnection& connection) {
  std::array<const char*, kSqlCount> sql{};
  sql[kListDue] = "SELECT " SPORTELLO_OUTBOX_COLUMNS
                  " FROM outbox WHERE state = 'due' AND kind = ? AND "
                  "next_try_at_ms <= ? ORDER BY next_try_at_ms, key LIMIT ?";
  sql[kListHeads] = "SELECT " SPORTELLO_OUTBOX_COLUMNS
                    " FROM outbox WHERE key IN (SELECT min(key) FROM outbox "
                    "WHERE state = 'due' AND kind = ? GROUP BY target) AND "
                    "next_try_at_ms <= ? ORDER BY key LIMIT ?";
  sql[kNextTry] =
      "SELECT next_try_at_ms FROM outbox WHERE state = 'due' AND kind = ? "
      "ORDER BY next_try_at_ms LIMIT 1";
  sql[kList] = "SELECT " SPORTELLO_OUTBOX_COLUMNS
               " FROM outbox WHERE state = ? ORDER BY key DESC LIMIT ?";
  sql[kCount] = "SELECT count(*) FROM outbox WHERE state = ?";
  sql[kFindMail] =
      "SELECT " SPORTELLO_MAIL_COLUMNS " FROM mail_seen WHERE message_id = ?";
  // The condition twice: so the partial index serves it.
  sql[kListMails] = "SELECT " SPORTELLO_MAIL_COLUMNS
                    " FROM mail_seen WHERE conversation = ? AND "
                    "conversation <> '' ORDER BY at_ms DESC LIMIT ?";
  return PrepareAll(connection, sql, statements_);
}

Result<std::vector<OutboxItem>> SqliteOutboxReader::All(SqliteStatement& row) {
  const ResetOnExit reset(row);
  std::vector<OutboxItem> items;
  while (row.Next()) {
    Result<OutboxItem> item = ReadOutboxItem(row);
    if (!item.ok()) return item.error();
    items.push_back(std::move(*item));
  }
  if (row.code() == SQLITE_OK) return items;
  return StoreError(row.code(), "cannot list what is to be sent");
}

Result<std::vector<OutboxItem>> SqliteOutboxReader::ListDue(OutboxKind kind,
                                                            Time now,
                                                            int limit) {
  return All(statements_[kListDue]
                 .Bind(OutboxKindName(kind))
                 .Bind(ToMillis(now))
                 .Bind(int64_t{limit}));
}

Result<std::vector<OutboxItem>> SqliteOutboxReader::ListHeads(OutboxKind kind,
                                                              Time now,
                                                              int limit) {
  return All(statements_[kListHeads]
                 .Bind(OutboxKindName(kind))
                 .Bind(ToMillis(now))
                 .Bind(int64_t{limit}));
}

Result<std::optional<Time>> SqliteOutboxReader::NextTry(OutboxKind kind) {
  SqliteStatement& row = statements_[kNextTry];
  const ResetOnExit reset(row);
  if (row.Bind(OutboxKindName(kind)).Next()) {
    return std::optional<Time>(FromMillis(row.Int(0)));
  }
  if (row.code() == SQLITE_OK) return std::optional<Time>();
  return StoreError(row.code(), "cannot find what is to be sent");
}

Result<std::vector<OutboxItem>> SqliteOutboxReader::List(OutboxState state,
                                                         int limit) {
  return All(
      statements_[kList].Bind(OutboxStateName(state)).Bind(int64_t{limit}));
}

Result<int64_t> SqliteOutboxReader::Count(OutboxState state) {
  SqliteStatement& row = statements_[kCount];
  const ResetOnExit reset(row);
  if (row.Bind(OutboxStateName(state)).Next()) return row.Int(0);
  return StoreError(row.code(), "cannot count what is to be sent");
}

Result<std::optional<MailRecord>> SqliteOutboxReader::FindMail(
    std::string_view message_id) {
  SqliteStatement& row = statements_[kFindMail];
  const ResetOnExit reset(row);
  if (row.Bind(message_id).Next()) {
    return std::optional<MailRecord>(ReadMail(row));
  }
  if (row.code() == SQLITE_OK) return std::optional<MailRecord>();
  return StoreError(row.code(), "cannot find a mail");
}

Result<std::vector<MailRecord>> SqliteOutboxReader::ListMails(
    std::string_view conversation, int limit) {
  SqliteStatement& row = statements_[kListMails];
  const ResetOnExit reset(row);
  row.Bind(conversation).Bind(int64_t{limit});
  std::vector<MailRecord> mails;
  while (row.Next()) mails.push_back(ReadMail(row));
  if (row.code() == SQLITE_OK) return mails;
  return StoreError(row.code(), "cannot list mails");
}

Status SqliteAgentReader::Prepare(SqliteConnection& connection) {
  std::array<const char*, kSqlCount> sql{};
  sql[kList] = "SELECT " SPORTELLO_AGENT_COLUMNS " FROM agent ORDER BY name";
  sql[kFind] = "SELECT " SPORTELLO_AGENT_COLUMNS " FROM agent WHERE name = ?";
  sql[kFindSession] = "SELECT " SPORTELLO_SESSION_COLUMNS
                      " FROM desk_session WHERE token_hash = ?";
  sql[kListAudit] =
      "SELECT at_ms, agent, what, detail FROM audit ORDER BY key DESC LIMIT ?";
  return PrepareAll(connection, sql, statements_);
}

Result<std::vector<Agent>> SqliteAgentReader::All(SqliteStatement& row) {
  const ResetOnExit reset(row);
  std::vector<Agent> agents;
  while (row.Next()) {
    Result<Agent> agent = ReadAgent(row);
    if (!agent.ok()) return agent.error();
    agents.push_back(std::move(*agent));
  }
  if (row.code() == SQLITE_OK) return agents;
  return StoreError(row.code(), "cannot list agents");
}

Result<std::vector<Agent>> SqliteAgentReader::List() {
  return All(statements_[kList]);
}

Result<std::optional<Agent>> SqliteAgentReader::Find(std::string_view name) {
  Result<std::vector<Agent>> all = All(statements_[kFind].Bind(name));
  if (!all.ok()) return all.error();
  if (all->empty()) return std::optional<Agent>();
  return std::optional<Agent>(std::move(all->front()));
}

Result<std::optional<DeskSession>> SqliteAgentReader::FindSession(
    std::string_view token_hash) {
  SqliteStatement& row = statements_[kFindSession];
  const ResetOnExit reset(row);
  if (row.Bind(token_hash).Next()) {
    return std::optional<DeskSession>(ReadSession(row));
  }
  if (row.code() == SQLITE_OK) return std::optional<DeskSession>();
  return StoreError(row.code(), "cannot find a session");
}

Result<std::vector<AuditEntry>> SqliteAgentReader::ListAudit(int limit) {
  SqliteStatement& row = statements_[kListAudit];
  row.Bind(int64_t{limit});
  std::vector<AuditEntry> entries;
  while (row.Next()) {
    entries.push_back(
        {FromMillis(row.Int(0)), row.Text(1), row.Text(2), row.Text(3)});
  }
  if (row.code() == SQLITE_OK) return entries;
  return StoreError(row.code(), "cannot read the audit");
}

}  // namespace sportello
