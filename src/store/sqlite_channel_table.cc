#include "store/sqlite_channel_table.h"

#include <utility>

#include "store/sqlite_rows.h"

namespace sportello {
namespace {

constexpr const char* kFindChatSql =
    "SELECT channel, address, conversation, last_inbound_at_ms, "
    "quiet_until_ms, unreachable FROM channel_chat "
    "WHERE channel = ? AND address = ?";

ChannelChat ReadChannelChat(const SqliteStatement& row) {
  ChannelChat chat;
  chat.channel = row.Text(0);
  chat.address = row.Text(1);
  chat.conversation = row.Text(2);
  chat.last_inbound_at = FromMillis(row.Int(3));
  chat.quiet_until = FromMillis(row.Int(4));
  chat.unreachable = row.Text(5);
  return chat;
}

ChannelEvent ReadChannelEvent(const SqliteStatement& row) {
  ChannelEvent event;
  event.key = row.Int(0);
  event.channel = row.Text(1);
  event.event_id = row.Text(2);
  event.address = row.Text(3);
  event.payload = row.Text(4);
  event.at = FromMillis(row.Int(5));
  event.due_at = FromMillis(row.Int(6));
  return event;
}

}  // namespace

Status SqliteChannelTable::Prepare() {
  std::array<const char*, kSqlCount> sql{};
  sql[kInsertEvent] =
      "INSERT INTO channel_event (channel, event_id, address, payload, at_ms, "
      "due_at_ms, done) VALUES (?, ?, ?, ?, ?, ?, 0)";
  sql[kSettleEvent] =
      "UPDATE channel_event SET done = 1, payload = '' "
      "WHERE key = ? AND done = 0";
  sql[kForgetEvents] = "DELETE FROM channel_event WHERE done = 1 AND at_ms < ?";
  sql[kForgetLinks] = "DELETE FROM channel_link WHERE expires_at_ms < ?";
  sql[kPutChat] =
      "INSERT OR REPLACE INTO channel_chat (channel, address, conversation, "
      "last_inbound_at_ms, quiet_until_ms, unreachable) "
      "VALUES (?, ?, ?, ?, ?, ?)";
  sql[kFindChat] = kFindChatSql;
  sql[kListChatsOf] =
      "SELECT channel, address, conversation, last_inbound_at_ms, "
      "quiet_until_ms, unreachable FROM channel_chat "
      "WHERE conversation = ? ORDER BY channel, address";
  sql[kInsertLink] =
      "INSERT INTO channel_link (token, conversation, expires_at_ms) "
      "VALUES (?, ?, ?)";
  sql[kFindLink] =
      "SELECT conversation FROM channel_link "
      "WHERE token = ? AND expires_at_ms >= ?";
  sql[kDeleteLink] = "DELETE FROM channel_link WHERE token = ?";
  return PrepareAll(connection_, sql, statements_);
}

Status SqliteChannelTable::InsertEvent(ChannelEvent& event) {
  SqliteStatement& insert = statements_[kInsertEvent];
  insert.Bind(event.channel)
      .Bind(event.event_id)
      .Bind(event.address)
      .Bind(event.payload)
      .Bind(ToMillis(event.at))
      .Bind(ToMillis(event.due_at));
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE) {
    return Conflict("the event came before");
  }
  Status wrote = state_.Wrote(code, "cannot write what a channel delivered");
  if (!wrote.ok()) return wrote;
  event.key = sqlite3_last_insert_rowid(connection_.handle());
  return {};
}

Status SqliteChannelTable::SettleEvent(int64_t key) {
  SqliteStatement& settle = statements_[kSettleEvent];
  Status wrote =
      state_.Wrote(settle.Bind(key).Run(), "cannot mark an event as answered");
  if (!wrote.ok()) return wrote;
  if (sqlite3_changes(connection_.handle()) == 0) {
    return Conflict("the event was answered before");
  }
  return {};
}

Status SqliteChannelTable::ForgetOld(Time before, Time now) {
  Status wrote =
      state_.Wrote(statements_[kForgetEvents].Bind(ToMillis(before)).Run(),
                   "cannot forget old events");
  if (!wrote.ok()) return wrote;
  return state_.Wrote(statements_[kForgetLinks].Bind(ToMillis(now)).Run(),
                      "cannot forget old links");
}

Status SqliteChannelTable::PutChat(const ChannelChat& chat) {
  SqliteStatement& put = statements_[kPutChat];
  put.Bind(chat.channel)
      .Bind(chat.address)
      .Bind(chat.conversation)
      .Bind(ToMillis(chat.last_inbound_at))
      .Bind(ToMillis(chat.quiet_until))
      .Bind(chat.unreachable);
  return state_.Wrote(put.Run(), "cannot note a chat");
}

Result<std::optional<ChannelChat>> SqliteChannelTable::FindChat(
    std::string_view channel, std::string_view address) {
  SqliteStatement& row = statements_[kFindChat];
  const ResetOnExit reset(row);
  if (row.Bind(channel).Bind(address).Next()) {
    return std::optional<ChannelChat>(ReadChannelChat(row));
  }
  if (row.code() == SQLITE_OK) return std::optional<ChannelChat>();
  return state_.Failed(row.code(), "cannot find a chat");
}

Result<std::vector<ChannelChat>> SqliteChannelTable::ListChatsOf(
    std::string_view conversation) {
  SqliteStatement& row = statements_[kListChatsOf];
  const ResetOnExit reset(row);
  row.Bind(conversation);
  std::vector<ChannelChat> chats;
  while (row.Next()) chats.push_back(ReadChannelChat(row));
  if (row.code() == SQLITE_OK) return chats;
  return state_.Failed(row.code(), "cannot list chats");
}

Status SqliteChannelTable::InsertLink(std::string_view token,
                                      std::string_view conversation,
                                      Time expires_at) {
  SqliteStatement& insert = statements_[kInsertLink];
  insert.Bind(token).Bind(conversation).Bind(ToMillis(expires_at));
  return state_.Wrote(insert.Run(), "cannot write a link");
}

Result<std::optional<std::string>> SqliteChannelTable::TakeLink(
    std::string_view token, Time now) {
  std::optional<std::string> conversation;
  {
    SqliteStatement& row = statements_[kFindLink];
    const ResetOnExit reset(row);
    if (row.Bind(token).Bind(ToMillis(now)).Next()) conversation = row.Text(0);
    if (row.code() != SQLITE_OK && !conversation) {
      return state_.Failed(row.code(), "cannot find a link");
    }
  }
  if (!conversation) return conversation;
  Status wrote = state_.Wrote(statements_[kDeleteLink].Bind(token).Run(),
                              "cannot use a link up");
  if (!wrote.ok()) return wrote.error();
  return conversation;
}

Status SqliteChannelReader::Prepare(SqliteConnection& connection) {
#define SPORTELLO_EVENT_COLUMNS \
  "key, channel, event_id, address, payload, at_ms, due_at_ms"
  std::array<const char*, kSqlCount> sql{};
  sql[kListFirst] = "SELECT " SPORTELLO_EVENT_COLUMNS
                    " FROM channel_event WHERE key IN (SELECT min(key) "
                    "FROM channel_event WHERE done = 0 "
                    "GROUP BY channel, address HAVING min(due_at_ms) <= ?) "
                    "ORDER BY key LIMIT ?";
  sql[kListEvents] = "SELECT " SPORTELLO_EVENT_COLUMNS
                     " FROM channel_event WHERE channel = ? AND address = ? "
                     "AND done = 0 ORDER BY key LIMIT ?";
  sql[kCount] = "SELECT count(*) FROM channel_event WHERE done = 0";
  sql[kFindChat] = kFindChatSql;
  return PrepareAll(connection, sql, statements_);
#undef SPORTELLO_EVENT_COLUMNS
}

Result<std::vector<ChannelEvent>> SqliteChannelReader::All(
    SqliteStatement& row) {
  const ResetOnExit reset(row);
  std::vector<ChannelEvent> events;
  while (row.Next()) events.push_back(ReadChannelEvent(row));
  if (row.code() == SQLITE_OK) return events;
  return StoreError(row.code(), "cannot list what channels delivered");
}

Result<std::vector<ChannelEvent>> SqliteChannelReader::ListFirstEvents(
    Time now, int limit) {
  return All(statements_[kListFirst].Bind(ToMillis(now)).Bind(int64_t{limit}));
}

Result<std::vector<ChannelEvent>> SqliteChannelReader::ListEvents(
    std::string_view channel, std::string_view address, int limit) {
  return All(statements_[kListEvents].Bind(channel).Bind(address).Bind(
      int64_t{limit}));
}

Result<int64_t> SqliteChannelReader::CountEvents() {
  SqliteStatement& row = statements_[kCount];
  const ResetOnExit reset(row);
  if (row.Next()) return row.Int(0);
  return StoreError(row.code(), "cannot count what channels delivered");
}

Result<std::optional<ChannelChat>> SqliteChannelReader::FindChat(
    std::string_view channel, std::string_view address) {
  SqliteStatement& row = statements_[kFindChat];
  const ResetOnExit reset(row);
  if (row.Bind(channel).Bind(address).Next()) {
    return std::optional<ChannelChat>(ReadChannelChat(row));
  }
  if (row.code() == SQLITE_OK) return std::optional<ChannelChat>();
  return StoreError(row.code(), "cannot find a chat");
}

}  // namespace sportello
