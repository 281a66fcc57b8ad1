// The writer's statements for tickets. Private to store/; one thread.
#ifndef SPORTELLO_STORE_SQLITE_TICKET_TABLE_H_
#define SPORTELLO_STORE_SQLITE_TICKET_TABLE_H_

#include <array>
#include <functional>

#include "store/sqlite_write_state.h"
#include "store/ticket_store.h"

namespace sportello {

class SqliteTicketTable : public TicketTable {
 public:
  // The row of a conversation; kNotFound.
  using KeyOf = std::function<Result<int64_t>(std::string_view id)>;

  // The first two must outlive the table.
  SqliteTicketTable(SqliteConnection& connection, WriteState& state,
                    KeyOf key_of);
  Status Prepare();

  Status Insert(Ticket& ticket) override;
  Result<std::optional<Ticket>> Find(int64_t number) override;
  Result<std::optional<Ticket>> FindLast(std::string_view conversation,
                                         std::string_view but_reason) override;
  Result<std::optional<Ticket>> FindByMailToken(
      std::string_view token) override;
  Status Update(Ticket& ticket) override;
  Status AppendEvent(const TicketEvent& event) override;
  Status InsertRating(const Rating& rating) override;
  Status ForgetRating(std::string_view conversation, int64_t ticket,
                      Time before) override;
  Result<int64_t> CountWaiting(std::string_view queue) override;

 private:
  enum Sql {
    kInsert,
    kUpdate,
    kNextVersion,
    kFind,
    kFindByToken,
    kFindLast,
    kAppendEvent,
    kInsertRating,
    kForgetRating,
    kCountWaiting,
    kSqlCount
  };
  Result<int64_t> NextVersion();
  Result<std::optional<Ticket>> One(SqliteStatement& row);

  SqliteConnection& connection_;
  WriteState& state_;
  const KeyOf key_of_;
  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_TICKET_TABLE_H_
