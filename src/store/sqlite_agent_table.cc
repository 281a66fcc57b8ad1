#include "store/sqlite_agent_table.h"

#include <string>

#include "store/sqlite_rows.h"

namespace sportello {

Status SqliteAgentTable::Prepare() {
  std::array<const char*, kSqlCount> sql{};
  sql[kInsert] = "INSERT INTO agent (" SPORTELLO_AGENT_COLUMNS
                 ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  sql[kUpdate] =
      "UPDATE agent SET display_name = ?, role = ?, password_hash = ?, "
      "language = ?, queues = ?, disabled = ? WHERE name = ?";
  sql[kFind] = "SELECT " SPORTELLO_AGENT_COLUMNS " FROM agent WHERE name = ?";
  sql[kInsertSession] = "INSERT INTO desk_session (" SPORTELLO_SESSION_COLUMNS
                        ") VALUES (?, ?, ?, ?, ?, ?)";
  sql[kTouchSession] =
      "UPDATE desk_session SET last_seen_at_ms = ? WHERE token_hash = ?";
  sql[kDeleteSession] = "DELETE FROM desk_session WHERE token_hash = ?";
  sql[kDeleteSessionsOf] = "DELETE FROM desk_session WHERE agent = ?";
  sql[kDeleteOldSessions] =
      "DELETE FROM desk_session WHERE expires_at_ms <= ? OR last_seen_at_ms < "
      "?";
  sql[kAppendAudit] =
      "INSERT INTO audit (at_ms, agent, what, detail) VALUES (?, ?, ?, ?)";
  return PrepareAll(connection_, sql, statements_);
}

Status SqliteAgentTable::Insert(const Agent& agent) {
  const std::string queues = EncodeStrings(agent.queues);
  SqliteStatement& insert = statements_[kInsert];
  insert.Bind(agent.name)
      .Bind(agent.display_name)
      .Bind(RoleName(agent.role))
      .Bind(agent.password_hash)
      .Bind(agent.language)
      .BindOrNull(queues)
      .Bind(int64_t{agent.disabled ? 1 : 0})
      .Bind(ToMillis(agent.created_at));
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Conflict("an agent of this name exists already");
  }
  return state_.Wrote(code, "cannot add an agent");
}

Status SqliteAgentTable::Update(const Agent& agent) {
  const std::string queues = EncodeStrings(agent.queues);
  SqliteStatement& update = statements_[kUpdate];
  update.Bind(agent.display_name)
      .Bind(RoleName(agent.role))
      .Bind(agent.password_hash)
      .Bind(agent.language)
      .BindOrNull(queues)
      .Bind(int64_t{agent.disabled ? 1 : 0})
      .Bind(agent.name);
  Status wrote = state_.Wrote(update.Run(), "cannot change an agent");
  if (!wrote.ok()) return wrote;
  if (sqlite3_changes(connection_.handle()) == 0) {
    return NotFound("no agent of this name");
  }
  return {};
}

Result<std::optional<Agent>> SqliteAgentTable::Find(std::string_view name) {
  SqliteStatement& row = statements_[kFind];
  row.Bind(name);
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) return std::optional<Agent>();
    return state_.Failed(row.code(), "cannot find an agent");
  }
  const ResetOnExit reset(row);
  Result<Agent> agent = ReadAgent(row);
  if (!agent.ok()) return agent.error();
  return std::optional<Agent>(std::move(*agent));
}

Status SqliteAgentTable::InsertSession(const DeskSession& session) {
  SqliteStatement& insert = statements_[kInsertSession];
  insert.Bind(session.token_hash)
      .Bind(session.agent)
      .Bind(session.csrf)
      .Bind(ToMillis(session.created_at))
      .Bind(ToMillis(session.last_seen_at))
      .Bind(ToMillis(session.expires_at));
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) {
    return NotFound("no agent of this name");
  }
  if (code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return Conflict("the session exists already");
  }
  return state_.Wrote(code, "cannot begin a session");
}

Status SqliteAgentTable::TouchSession(std::string_view token_hash, Time seen) {
  SqliteStatement& update = statements_[kTouchSession];
  update.Bind(ToMillis(seen)).Bind(token_hash);
  return state_.Wrote(update.Run(), "cannot renew a session");
}

Status SqliteAgentTable::DeleteSession(std::string_view token_hash) {
  return state_.Wrote(statements_[kDeleteSession].Bind(token_hash).Run(),
                      "cannot end a session");
}

Status SqliteAgentTable::DeleteSessionsOf(std::string_view agent) {
  return state_.Wrote(statements_[kDeleteSessionsOf].Bind(agent).Run(),
                      "cannot end sessions");
}

Status SqliteAgentTable::DeleteOldSessions(Time now, Time idle_since) {
  SqliteStatement& remove = statements_[kDeleteOldSessions];
  remove.Bind(ToMillis(now)).Bind(ToMillis(idle_since));
  return state_.Wrote(remove.Run(), "cannot end old sessions");
}

Status SqliteAgentTable::AppendAudit(const AuditEntry& entry) {
  SqliteStatement& insert = statements_[kAppendAudit];
  insert.Bind(ToMillis(entry.at))
      .Bind(entry.agent)
      .Bind(entry.what)
      .Bind(entry.detail);
  return state_.Wrote(insert.Run(), "cannot write the audit");
}

}  // namespace sportello
