#include "store/sqlite_ticket_table.h"

#include <utility>

#include "store/sqlite_ticket_rows.h"

namespace sportello {

SqliteTicketTable::SqliteTicketTable(SqliteConnection& connection,
                                     WriteState& state, KeyOf key_of)
    : connection_(connection), state_(state), key_of_(std::move(key_of)) {}

Status SqliteTicketTable::Prepare() {
  std::array<const char*, kSqlCount> sql{};
  sql[kInsert] =
      "INSERT INTO ticket (conversation, version, queue, reason, summary, "
      "status, priority, agent, lease_until_ms, due_at_ms, warned_at_ms, "
      "alarmed_at_ms, language, contact, created_at_ms, claimed_at_ms, "
      "first_reply_at_ms, closed_at_ms, outcome, mail_token, reopen_due_at_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  sql[kUpdate] =
      "UPDATE ticket SET version = ?, queue = ?, reason = ?, summary = ?, "
      "status = ?, priority = ?, agent = ?, lease_until_ms = ?, due_at_ms = "
      "?, warned_at_ms = ?, alarmed_at_ms = ?, language = ?, contact = ?, "
      "created_at_ms = ?, claimed_at_ms = ?, first_reply_at_ms = ?, "
      "closed_at_ms = ?, outcome = ?, mail_token = ?, reopen_due_at_ms = ? "
      "WHERE number = ? AND version = ?";
  sql[kNextVersion] = "SELECT coalesce(max(version), 0) + 1 FROM ticket";
  sql[kFind] = SPORTELLO_SELECT_TICKET "WHERE number = ?";
  sql[kFindByToken] = SPORTELLO_SELECT_TICKET "WHERE mail_token = ?";
  sql[kFindLast] = SPORTELLO_SELECT_TICKET
      "WHERE conversation = ?1 AND (reason <> ?2 OR ?2 = '') "
      "ORDER BY number DESC LIMIT 1";
  sql[kAppendEvent] =
      "INSERT INTO ticket_event (ticket, at_ms, what, agent, detail) VALUES "
      "(?, ?, ?, ?, ?)";
  sql[kInsertRating] =
      "INSERT INTO rating (conversation, ticket, score, comment, at_ms, by) "
      "VALUES (?, ?, ?, ?, ?, ?)";
  sql[kForgetRating] =
      "DELETE FROM rating WHERE conversation = ? AND ticket = ? AND at_ms < ?";
  sql[kCountWaiting] =
      "SELECT count(*) FROM ticket WHERE status = 'waiting' AND queue = ? AND "
      "priority >= 1";
  return PrepareAll(connection_, sql, statements_);
}

Result<int64_t> SqliteTicketTable::NextVersion() {
  SqliteStatement& row = statements_[kNextVersion];
  if (!row.Next()) return state_.Failed(row.code(), "cannot count changes");
  const ResetOnExit reset(row);
  return row.Int(0);
}

Status SqliteTicketTable::Insert(Ticket& ticket) {
  const Result<int64_t> key = key_of_(ticket.conversation);
  if (!key.ok()) return key.error();
  const Result<int64_t> version = NextVersion();
  if (!version.ok()) return version.error();
  SqliteStatement& insert = statements_[kInsert];
  insert.Bind(*key).Bind(*version);
  BindTicket(insert, ticket);
  Status wrote = state_.Wrote(insert.Run(), "cannot open a ticket");
  if (!wrote.ok()) return wrote;
  ticket.number = sqlite3_last_insert_rowid(connection_.handle());
  ticket.version = *version;
  return {};
}

Result<std::optional<Ticket>> SqliteTicketTable::One(SqliteStatement& row) {
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) return std::optional<Ticket>();
    return state_.Failed(row.code(), "cannot find a ticket");
  }
  const ResetOnExit reset(row);
  Result<Ticket> ticket = ReadTicket(row);
  if (!ticket.ok()) return ticket.error();
  return std::optional<Ticket>(std::move(*ticket));
}

Result<std::optional<Ticket>> SqliteTicketTable::Find(int64_t number) {
  return One(statements_[kFind].Bind(number));
}

Result<std::optional<Ticket>> SqliteTicketTable::FindByMailToken(
    std::string_view token) {
  if (token.empty()) return std::optional<Ticket>();
  return One(statements_[kFindByToken].Bind(token));
}

Result<std::optional<Ticket>> SqliteTicketTable::FindLast(
    std::string_view conversation, std::string_view but_reason) {
  const Result<int64_t> key = key_of_(conversation);
  if (!key.ok()) {
    if (key.error().code != Code::kNotFound) return key.error();
    return std::optional<Ticket>();
  }
  return One(statements_[kFindLast].Bind(*key).Bind(but_reason));
}

Status SqliteTicketTable::Update(Ticket& ticket) {
  const Result<int64_t> version = NextVersion();
  if (!version.ok()) return version.error();
  SqliteStatement& update = statements_[kUpdate];
  update.Bind(*version);
  BindTicket(update, ticket);
  update.Bind(ticket.number).Bind(ticket.version);
  const int code = update.Run();
  if (code != SQLITE_OK) return state_.Failed(code, "cannot change a ticket");
  if (sqlite3_changes(connection_.handle()) == 0) {
    return Conflict("the ticket was changed meanwhile");
  }
  ticket.version = *version;
  return state_.Wrote(SQLITE_OK, "");
}

Status SqliteTicketTable::AppendEvent(const TicketEvent& event) {
  SqliteStatement& insert = statements_[kAppendEvent];
  insert.Bind(event.ticket)
      .Bind(ToMillis(event.at))
      .Bind(event.what)
      .Bind(event.agent)
      .Bind(event.detail);
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return NotFound("no such ticket");
  return state_.Wrote(code, "cannot note what happened to a ticket");
}

Status SqliteTicketTable::InsertRating(const Rating& rating) {
  const Result<int64_t> key = key_of_(rating.conversation);
  if (!key.ok()) return key.error();
  SqliteStatement& insert = statements_[kInsertRating];
  insert.Bind(*key)
      .Bind(rating.ticket)
      .Bind(int64_t{rating.score})
      .Bind(rating.comment)
      .Bind(ToMillis(rating.at))
      .Bind(rating.by);
  const int code = insert.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE) return Conflict("it was rated before");
  return state_.Wrote(code, "cannot store a rating");
}

Status SqliteTicketTable::ForgetRating(std::string_view conversation,
                                       int64_t ticket, Time before) {
  const Result<int64_t> key = key_of_(conversation);
  if (!key.ok()) return key.error();
  SqliteStatement& forget = statements_[kForgetRating];
  forget.Bind(*key).Bind(ticket).Bind(ToMillis(before));
  return state_.Wrote(forget.Run(), "cannot remove a rating");
}

Result<int64_t> SqliteTicketTable::CountWaiting(std::string_view queue) {
  SqliteStatement& row = statements_[kCountWaiting];
  row.Bind(queue);
  if (!row.Next()) return state_.Failed(row.code(), "cannot count tickets");
  const ResetOnExit reset(row);
  return row.Int(0);
}

}  // namespace sportello
