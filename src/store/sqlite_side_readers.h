// A reader's statements for the outbox and agents. Private to store/; one
// thread at a time.
#ifndef SPORTELLO_STORE_SQLITE_SIDE_READERS_H_
#define SPORTELLO_STORE_SQLITE_SIDE_READERS_H_

#include <array>

#include "sqlite/sqlite_statement.h"
#include "store/agent_store.h"
#include "store/outbox_store.h"
#include "store/sqlite_connection.h"

namespace sportello {

class SqliteOutboxReader : public OutboxReads {
 public:
  Status Prepare(SqliteConnection& connection);

  Result<std::vector<OutboxItem>> ListDue(OutboxKind kind, Time now,
                                          int limit) override;
  Result<std::vector<OutboxItem>> ListHeads(OutboxKind kind, Time now,
                                            int limit) override;
  Result<std::optional<Time>> NextTry(OutboxKind kind) override;
  Result<std::vector<OutboxItem>> List(OutboxState state, int limit) override;
  Result<int64_t> Count(OutboxState state) override;
  Result<std::vector<MailRecord>> ListMails(std::string_view conversation,
                                            int limit) override;
  Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) override;

 private:
  enum Sql {
    kListDue,
    kListHeads,
    kNextTry,
    kList,
    kCount,
    kFindMail,
    kListMails,
    kSqlCount
  };
  static Result<std::vector<OutboxItem>> All(SqliteStatement& row);

  std::array<SqliteStatement, kSqlCount> statements_;
};

class SqliteAgentReader : public AgentReads {
 public:
  Status Prepare(SqliteConnection& connection);

  Result<std::vector<Agent>> List() override;
  Result<std::optional<Agent>> Find(std::string_view name) override;
  Result<std::optional<DeskSession>> FindSession(
      std::string_view token_hash) override;
  Result<std::vector<AuditEntry>> ListAudit(int limit) override;

 private:
  enum Sql { kList, kFind, kFindSession, kListAudit, kSqlCount };
  static Result<std::vector<Agent>> All(SqliteStatement& row);

  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_SIDE_READERS_H_
