// The writer's statements for agents. Private to store/; one thread.
#ifndef SPORTELLO_STORE_SQLITE_AGENT_TABLE_H_
#define SPORTELLO_STORE_SQLITE_AGENT_TABLE_H_

#include <array>

#include "store/agent_store.h"
#include "store/sqlite_write_state.h"

namespace sportello {

class SqliteAgentTable : public AgentTable {
 public:
  // Both must outlive the table.
  SqliteAgentTable(SqliteConnection& connection, WriteState& state)
      : connection_(connection), state_(state) {}
  Status Prepare();

  Status Insert(const Agent& agent) override;
  Status Update(const Agent& agent) override;
  Result<std::optional<Agent>> Find(std::string_view name) override;
  Status InsertSession(const DeskSession& session) override;
  Status TouchSession(std::string_view token_hash, Time seen) override;
  Status DeleteSession(std::string_view token_hash) override;
  Status DeleteSessionsOf(std::string_view agent) override;
  Status DeleteOldSessions(Time now, Time idle_since) override;
  Status AppendAudit(const AuditEntry& entry) override;

 private:
  enum Sql {
    kInsert,
    kUpdate,
    kFind,
    kInsertSession,
    kTouchSession,
    kDeleteSession,
    kDeleteSessionsOf,
    kDeleteOldSessions,
    kAppendAudit,
    kSqlCount
  };

  SqliteConnection& connection_;
  WriteState& state_;
  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_AGENT_TABLE_H_
