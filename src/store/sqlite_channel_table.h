// The statements for providers' chats, the writer's and a reader's. Private to
// store/; one thread.
#ifndef SPORTELLO_STORE_SQLITE_CHANNEL_TABLE_H_
#define SPORTELLO_STORE_SQLITE_CHANNEL_TABLE_H_

#include <array>

#include "store/channel_store.h"
#include "store/sqlite_write_state.h"

namespace sportello {

class SqliteChannelTable : public ChannelTable {
 public:
  // Both must outlive the table.
  SqliteChannelTable(SqliteConnection& connection, WriteState& state)
      : connection_(connection), state_(state) {}
  Status Prepare();

  Status InsertEvent(ChannelEvent& event) override;
  Status SettleEvent(int64_t key) override;
  Status ForgetOld(Time before, Time now) override;
  Status PutChat(const ChannelChat& chat) override;
  Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) override;
  Result<std::vector<ChannelChat>> ListChatsOf(
      std::string_view conversation) override;
  Status InsertLink(std::string_view token, std::string_view conversation,
                    Time expires_at) override;
  Result<std::optional<std::string>> TakeLink(std::string_view token,
                                              Time now) override;

 private:
  enum Sql {
    kInsertEvent,
    kSettleEvent,
    kForgetEvents,
    kForgetLinks,
    kPutChat,
    kFindChat,
    kListChatsOf,
    kInsertLink,
    kFindLink,
    kDeleteLink,
    kSqlCount
  };

  SqliteConnection& connection_;
  WriteState& state_;
  std::array<SqliteStatement, kSqlCount> statements_;
};

class SqliteChannelReader : public ChannelReads {
 public:
  Status Prepare(SqliteConnection& connection);

  Result<std::vector<ChannelEvent>> ListFirstEvents(Time now,
                                                    int limit) override;
  Result<std::vector<ChannelEvent>> ListEvents(std::string_view channel,
                                               std::string_view address,
                                               int limit) override;
  Result<int64_t> CountEvents() override;
  Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) override;

 private:
  enum Sql { kListFirst, kListEvents, kCount, kFindChat, kSqlCount };
  static Result<std::vector<ChannelEvent>> All(SqliteStatement& row);

  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_CHANNEL_TABLE_H_
