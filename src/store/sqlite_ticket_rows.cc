#include "store/sqlite_ticket_rows.h"

namespace sportello {
namespace {

std::optional<Time> ReadTime(const SqliteStatement& row, int column) {
  if (row.IsNull(column)) return std::nullopt;
  return FromMillis(row.Int(column));
}

}  // namespace

Result<Ticket> ReadTicket(const SqliteStatement& row) {
  Ticket ticket;
  ticket.number = row.Int(0);
  ticket.conversation = row.Text(1);
  ticket.version = row.Int(2);
  ticket.queue = row.Text(3);
  ticket.reason = row.Text(4);
  ticket.summary = row.Text(5);
  const std::optional<TicketStatus> status = ParseTicketStatus(row.View(6));
  if (!status) {
    return Internal("cannot read the store: column 'status': unknown value");
  }
  ticket.status = *status;
  ticket.priority = static_cast<int>(row.Int(7));
  ticket.agent = row.Text(8);
  ticket.lease_until = ReadTime(row, 9);
  ticket.due_at = ReadTime(row, 10);
  ticket.warned_at = ReadTime(row, 11);
  ticket.alarmed_at = ReadTime(row, 12);
  ticket.language = row.Text(13);
  ticket.contact = row.Text(14);
  ticket.created_at = FromMillis(row.Int(15));
  ticket.claimed_at = ReadTime(row, 16);
  ticket.first_reply_at = ReadTime(row, 17);
  ticket.closed_at = ReadTime(row, 18);
  ticket.outcome = row.Text(19);
  ticket.mail_token = row.Text(20);
  ticket.reopen_due_at = ReadTime(row, 21);
  return ticket;
}

void BindTime(SqliteStatement& statement, const std::optional<Time>& time) {
  if (time) {
    statement.Bind(ToMillis(*time));
  } else {
    statement.BindNull();
  }
}

void BindTicket(SqliteStatement& statement, const Ticket& ticket) {
  statement.Bind(ticket.queue)
      .Bind(ticket.reason)
      .Bind(ticket.summary)
      .Bind(TicketStatusName(ticket.status))
      .Bind(int64_t{ticket.priority})
      .Bind(ticket.agent);
  BindTime(statement, ticket.lease_until);
  BindTime(statement, ticket.due_at);
  BindTime(statement, ticket.warned_at);
  BindTime(statement, ticket.alarmed_at);
  statement.Bind(ticket.language)
      .Bind(ticket.contact)
      .Bind(ToMillis(ticket.created_at));
  BindTime(statement, ticket.claimed_at);
  BindTime(statement, ticket.first_reply_at);
  BindTime(statement, ticket.closed_at);
  statement.Bind(ticket.outcome).BindOrNull(ticket.mail_token);
  BindTime(statement, ticket.reopen_due_at);
}

}  // namespace sportello
