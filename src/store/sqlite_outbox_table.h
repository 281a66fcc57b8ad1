// The writer's statements for the outbox and mail. Private to store/; one
// thread.
#ifndef SPORTELLO_STORE_SQLITE_OUTBOX_TABLE_H_
#define SPORTELLO_STORE_SQLITE_OUTBOX_TABLE_H_

#include <array>

#include "store/outbox_store.h"
#include "store/sqlite_write_state.h"

namespace sportello {

class SqliteOutboxTable : public OutboxTable {
 public:
  // Both must outlive the table.
  SqliteOutboxTable(SqliteConnection& connection, WriteState& state)
      : connection_(connection), state_(state) {}
  Status Prepare();

  Status Insert(OutboxItem& item) override;
  Status Update(const OutboxItem& item) override;
  Status SetPayload(int64_t key, std::string_view payload) override;
  Result<std::optional<OutboxItem>> FindItem(
      std::string_view message_id) override;
  Result<int> Forget(Time before, int limit) override;
  Status InsertMail(const MailRecord& mail) override;
  Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) override;
  Result<int64_t> CountMailsTo(std::string_view target,
                               std::string_view id_begin, Time since) override;
  Result<int64_t> CountMailsOf(std::string_view conversation,
                               std::string_view id_begin, Time since) override;

 private:
  enum Sql {
    kInsert,
    kUpdate,
    kSetPayload,
    kFindItem,
    kForget,
    kInsertMail,
    kFindMail,
    kCountMailsTo,
    kCountMailsOf,
    kSqlCount
  };
  // What the last statement changed; kNotFound for nothing.
  Status Changed() const;
  Result<int64_t> Count(SqliteStatement& row, std::string_view whose,
                        std::string_view id_begin, Time since);

  SqliteConnection& connection_;
  WriteState& state_;
  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_OUTBOX_TABLE_H_
