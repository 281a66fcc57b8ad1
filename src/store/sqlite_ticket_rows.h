// How tickets lie in rows. Private to store/.
#ifndef SPORTELLO_STORE_SQLITE_TICKET_ROWS_H_
#define SPORTELLO_STORE_SQLITE_TICKET_ROWS_H_

#include <optional>

#include "base/result.h"
#include "chat/ticket.h"
#include "sqlite/sqlite_statement.h"

namespace sportello {

// Columns that may change, in the order of BindTicket().
#define SPORTELLO_TICKET_CHANGING                                          \
  "queue, reason, summary, status, priority, agent, lease_until_ms, "      \
  "due_at_ms, warned_at_ms, alarmed_at_ms, ticket.language, contact, "     \
  "ticket.created_at_ms, claimed_at_ms, first_reply_at_ms, closed_at_ms, " \
  "outcome, mail_token, reopen_due_at_ms"
// What a SELECT begins with, for ReadTicket().
#define SPORTELLO_SELECT_TICKET                                         \
  "SELECT number, conversation.id, version, " SPORTELLO_TICKET_CHANGING \
  " FROM ticket JOIN conversation ON conversation.key = "               \
  "ticket.conversation "

// DeadlineOf() of an open ticket.
#define SPORTELLO_DEADLINE      \
  "coalesce(reopen_due_at_ms, " \
  "CASE WHEN first_reply_at_ms IS NULL THEN due_at_ms END)"

Result<Ticket> ReadTicket(const SqliteStatement& row);
// `statement` must not outlive the ticket before it is run.
void BindTicket(SqliteStatement& statement, const Ticket& ticket);
void BindTime(SqliteStatement& statement, const std::optional<Time>& time);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_TICKET_ROWS_H_
