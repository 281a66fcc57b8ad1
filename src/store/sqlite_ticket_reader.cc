#include "store/sqlite_ticket_reader.h"

#include <algorithm>
#include <utility>

#include "store/sqlite_rows.h"
#include "store/sqlite_ticket_rows.h"
#include "store/sqlite_write_state.h"

namespace sportello {
namespace {

// What TicketQuery asks for, but the conversation; an empty parameter does
// not restrict. Queues come between newlines.
#define SPORTELLO_TICKET_FILTER                                             \
  "(?1 = '' OR status = ?1) AND (?2 = '' OR agent = ?2) AND (?3 = '' OR "   \
  "instr(?3, char(10) || queue || char(10)) > 0) AND (?4 = '' OR number = " \
  "?4 OR instr(lower(name || char(10) || email || char(10) || phone || "    \
  "char(10) || contact), lower(?4)) > 0) AND (?5 = 0 OR number < ?5) "      \
  "ORDER BY number DESC LIMIT ?6"

// Messages are found by their time through their keys, which rise as they
// arrive: that holds as long as nobody sets the clock back by more than this.
constexpr std::chrono::hours kMostClockIsSetBack{48};

constexpr const char* kSelectRating =
    "SELECT conversation.id, rating.ticket, score, comment, at_ms, by FROM "
    "rating JOIN conversation ON conversation.key = rating.conversation WHERE "
    "conversation.id = ? AND rating.ticket = ?";

Rating ReadRating(const SqliteStatement& row) {
  return {row.Text(0),
          row.Int(1),
          static_cast<int>(row.Int(2)),
          row.Text(3),
          FromMillis(row.Int(4)),
          row.Text(5)};
}

std::string BetweenNewlines(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += "\n" + name;
  if (!text.empty()) text += "\n";
  return text;
}

}  // namespace

SqliteTicketReader::SqlTexts SqliteTicketReader::Statements() {
  SqlTexts sql{};
  sql[kFind] = SPORTELLO_SELECT_TICKET "WHERE number = ?";
  sql[kFindByToken] = SPORTELLO_SELECT_TICKET "WHERE mail_token = ?";
  sql[kList] = SPORTELLO_SELECT_TICKET "WHERE " SPORTELLO_TICKET_FILTER;
  sql[kListOpen] = SPORTELLO_SELECT_TICKET
      "WHERE status <> 'closed' AND " SPORTELLO_TICKET_FILTER;
  sql[kListOfConversation] = SPORTELLO_SELECT_TICKET
      "WHERE conversation.id = ?7 AND " SPORTELLO_TICKET_FILTER;
  sql[kListEvents] =
      "SELECT ticket, at_ms, what, agent, detail FROM ticket_event WHERE "
      "ticket = ? ORDER BY key";
  sql[kListNeglected] = SPORTELLO_SELECT_TICKET
      "WHERE status <> 'closed' AND ((status = 'claimed' AND lease_until_ms "
      "<= ?1) OR (" SPORTELLO_DEADLINE
      " <= ?1 AND alarmed_at_ms IS NULL) OR (" SPORTELLO_DEADLINE
      " <= ?2 AND warned_at_ms IS NULL))"
      " ORDER BY number LIMIT ?3";
  sql[kListIdle] = SPORTELLO_SELECT_TICKET
      "WHERE status <> 'closed' AND status = 'claimed' AND lease_until_ms IS "
      "NULL AND updated_at_ms < ? ORDER BY number LIMIT ?";
  sql[kListChanges] =
      "SELECT version, number FROM ticket WHERE version > ? ORDER BY version "
      "LIMIT ?";
  sql[kVersion] = "SELECT coalesce(max(version), 0) FROM ticket";
  sql[kQueues] =
      "SELECT queue, sum(status = 'waiting'), sum(status = 'claimed'), "
      "sum(coalesce(" SPORTELLO_DEADLINE
      ", ?1 + 1) <= ?1) "
      "FROM ticket WHERE status <> 'closed' GROUP BY queue";
  sql[kFirstReplies] =
      "SELECT created_at_ms, first_reply_at_ms FROM ticket WHERE "
      "queue = ? AND first_reply_at_ms IS NOT NULL ORDER BY first_reply_at_ms "
      "DESC LIMIT ?";
  sql[kFindRating] = kSelectRating;
  sql[kLastMessage] = "SELECT " SPORTELLO_MESSAGE_COLUMNS
                      " FROM message WHERE conversation = (SELECT key FROM "
                      "conversation WHERE conversation.id = ?) ORDER BY "
                      "author IN ('customer', 'agent') DESC, seq DESC LIMIT 1";
  sql[kUnread] =
      "WITH c AS (SELECT key FROM conversation WHERE id = ?) SELECT count(*) "
      "FROM message WHERE conversation = (SELECT key FROM c) AND author = "
      "'customer' AND seq > (SELECT coalesce(max(seq), 0) FROM message AS m "
      "WHERE m.conversation = (SELECT key FROM c) AND m.author = 'agent')";
  sql[kByEmail] =
      "SELECT " SPORTELLO_CONVERSATION_COLUMNS
      " FROM conversation WHERE lower(email) = lower(?) AND email <> '' ORDER "
      "BY key DESC LIMIT ?";
  sql[kByPhone] =
      "SELECT " SPORTELLO_CONVERSATION_COLUMNS
      " FROM conversation WHERE phone = ? AND phone <> '' ORDER BY key DESC "
      "LIMIT ?";
  AddScans(sql);
  return sql;
}

// What a report reads.
void SqliteTicketReader::AddScans(SqlTexts& sql) {
  sql[kScanTickets] = SPORTELLO_SELECT_TICKET
      "WHERE ticket.created_at_ms >= ? AND ticket.created_at_ms < ? ORDER BY "
      "number";
  sql[kScanRatings] =
      "SELECT conversation.id, rating.ticket, score, comment, at_ms, by FROM "
      "rating JOIN conversation ON conversation.key = rating.conversation "
      "WHERE at_ms >= ? AND at_ms < ? ORDER BY rating.key";
  // In the order of the rows, which is that of arrival: reading them
  // conversation by conversation costs five times as much.
  sql[kScanMessages] =
      "SELECT c.id, m.seq, m.author, m.at_ms, m.stage, m.decision, m.id FROM "
      "message AS m CROSS JOIN conversation AS c ON c.key = m.conversation "
      "WHERE m.key >= ?3 AND m.key < ?4 AND m.at_ms >= ?1 AND m.at_ms < ?2 "
      "ORDER BY m.key";
  sql[kMessageTime] =
      "SELECT at_ms FROM message WHERE key >= ? ORDER BY key LIMIT 1";
  sql[kLastMessageKey] = "SELECT coalesce(max(key), 0) FROM message";
}

Status SqliteTicketReader::Prepare(SqliteConnection& connection) {
  return PrepareAll(connection, Statements(), statements_);
}

Result<std::vector<Ticket>> SqliteTicketReader::All(SqliteStatement& row) {
  const ResetOnExit reset(row);
  std::vector<Ticket> tickets;
  while (row.Next()) {
    Result<Ticket> ticket = ReadTicket(row);
    if (!ticket.ok()) return ticket.error();
    tickets.push_back(std::move(*ticket));
  }
  if (row.code() == SQLITE_OK) return tickets;
  return StoreError(row.code(), "cannot list tickets");
}

Result<std::optional<Ticket>> SqliteTicketReader::One(SqliteStatement& row) {
  Result<std::vector<Ticket>> all = All(row);
  if (!all.ok()) return all.error();
  if (all->empty()) return std::optional<Ticket>();
  return std::optional<Ticket>(std::move(all->front()));
}

Result<std::optional<Ticket>> SqliteTicketReader::Find(int64_t number) {
  return One(statements_[kFind].Bind(number));
}

Result<std::optional<Ticket>> SqliteTicketReader::FindByMailToken(
    std::string_view token) {
  if (token.empty()) return std::optional<Ticket>();
  return One(statements_[kFindByToken].Bind(token));
}

Result<std::vector<Ticket>> SqliteTicketReader::List(const TicketQuery& query) {
  const std::string queues = BetweenNewlines(query.queues);
  const bool open =
      query.open || (query.status && *query.status != TicketStatus::kClosed);
  SqliteStatement& row =
      statements_[!query.conversation.empty() ? kListOfConversation
                                              : (open ? kListOpen : kList)];
  row.Bind(query.status ? TicketStatusName(*query.status) : "")
      .Bind(query.agent)
      .Bind(queues)
      .Bind(query.search)
      .Bind(query.before)
      .Bind(int64_t{query.limit});
  if (!query.conversation.empty()) row.Bind(query.conversation);
  Result<std::vector<Ticket>> found = All(row);
  if (found.ok() && query.open && !query.conversation.empty()) {
    std::erase_if(*found, [](const Ticket& ticket) {
      return ticket.status == TicketStatus::kClosed;
    });
  }
  return found;
}

Result<std::vector<TicketEvent>> SqliteTicketReader::ListEvents(
    int64_t number) {
  SqliteStatement& row = statements_[kListEvents];
  row.Bind(number);
  std::vector<TicketEvent> events;
  while (row.Next()) {
    events.push_back({row.Int(0), FromMillis(row.Int(1)), row.Text(2),
                      row.Text(3), row.Text(4)});
  }
  if (row.code() == SQLITE_OK) return events;
  return StoreError(row.code(), "cannot list what happened to a ticket");
}

Result<std::vector<Ticket>> SqliteTicketReader::ListNeglected(Time now,
                                                              Time warn_before,
                                                              int limit) {
  return All(statements_[kListNeglected]
                 .Bind(ToMillis(now))
                 .Bind(ToMillis(warn_before))
                 .Bind(int64_t{limit}));
}

Result<std::vector<Ticket>> SqliteTicketReader::ListIdle(Time before,
                                                         int limit) {
  return All(
      statements_[kListIdle].Bind(ToMillis(before)).Bind(int64_t{limit}));
}

Result<std::vector<TicketChange>> SqliteTicketReader::ListChanges(
    int64_t version, int limit) {
  SqliteStatement& row = statements_[kListChanges];
  row.Bind(version).Bind(int64_t{limit});
  std::vector<TicketChange> changes;
  while (row.Next()) changes.push_back({row.Int(0), row.Int(1)});
  if (row.code() == SQLITE_OK) return changes;
  return StoreError(row.code(), "cannot list changes");
}

Result<int64_t> SqliteTicketReader::Version() {
  SqliteStatement& row = statements_[kVersion];
  if (!row.Next()) return StoreError(row.code(), "cannot count changes");
  const ResetOnExit reset(row);
  return row.Int(0);
}

Result<std::map<std::string, QueueFigures>> SqliteTicketReader::Queues(
    Time now) {
  SqliteStatement& row = statements_[kQueues];
  row.Bind(ToMillis(now));
  std::map<std::string, QueueFigures> queues;
  while (row.Next()) {
    queues[row.Text(0)] = {row.Int(1), row.Int(2), row.Int(3)};
  }
  if (row.code() == SQLITE_OK) return queues;
  return StoreError(row.code(), "cannot count tickets");
}

Result<std::vector<FirstReply>> SqliteTicketReader::ListFirstReplies(
    std::string_view queue, int limit) {
  SqliteStatement& row = statements_[kFirstReplies];
  row.Bind(queue).Bind(int64_t{limit});
  std::vector<FirstReply> replies;
  while (row.Next()) {
    replies.push_back({FromMillis(row.Int(0)), FromMillis(row.Int(1))});
  }
  if (row.code() == SQLITE_OK) return replies;
  return StoreError(row.code(), "cannot list waiting times");
}

Result<std::optional<Rating>> SqliteTicketReader::FindRating(
    std::string_view conversation, int64_t ticket) {
  SqliteStatement& row = statements_[kFindRating];
  row.Bind(conversation).Bind(ticket);
  const ResetOnExit reset(row);
  if (row.Next()) return std::optional<Rating>(ReadRating(row));
  if (row.code() == SQLITE_OK) return std::optional<Rating>();
  return StoreError(row.code(), "cannot find a rating");
}

Result<ConversationGlance> SqliteTicketReader::Glance(
    std::string_view conversation) {
  ConversationGlance glance;
  SqliteStatement& last = statements_[kLastMessage];
  const ResetOnExit reset(last);
  if (last.Bind(conversation).Next()) {
    Result<Message> message = ReadMessage(last, 0);
    if (!message.ok()) return message.error();
    glance.last = std::move(*message);
  } else if (last.code() != SQLITE_OK) {
    return StoreError(last.code(), "cannot read a conversation");
  }
  SqliteStatement& unread = statements_[kUnread];
  const ResetOnExit reset_unread(unread);
  if (!unread.Bind(conversation).Next()) {
    return StoreError(unread.code(), "cannot count messages");
  }
  glance.unread = unread.Int(0);
  return glance;
}

Status SqliteTicketReader::AddConversations(SqliteStatement& row,
                                            std::string_view value, int limit,
                                            std::vector<Conversation>& found) {
  if (value.empty()) return {};
  const ResetOnExit reset(row);
  row.Bind(value).Bind(int64_t{limit});
  while (row.Next()) {
    Result<Conversation> conversation = ReadConversation(row, 0);
    if (!conversation.ok()) return conversation.error();
    const bool known = std::any_of(
        found.begin(), found.end(),
        [&](const Conversation& c) { return c.id == conversation->id; });
    if (!known) found.push_back(std::move(*conversation));
  }
  if (row.code() == SQLITE_OK) return {};
  return StoreError(row.code(), "cannot list conversations");
}

Result<std::vector<Conversation>> SqliteTicketReader::ListConversationsOf(
    const Customer& customer, int limit) {
  std::vector<Conversation> found;
  Status status =
      AddConversations(statements_[kByEmail], customer.email, limit, found);
  if (status.ok()) {
    status =
        AddConversations(statements_[kByPhone], customer.phone, limit, found);
  }
  if (!status.ok()) return status.error();
  std::stable_sort(found.begin(), found.end(),
                   [](const Conversation& a, const Conversation& b) {
                     return a.created_at > b.created_at;
                   });
  if (found.size() > static_cast<size_t>(limit)) {
    found.resize(static_cast<size_t>(limit));
  }
  return found;
}

Status SqliteTicketReader::ScanTickets(
    Time from, Time to, const std::function<bool(const Ticket&)>& f) {
  SqliteStatement& row = statements_[kScanTickets];
  const ResetOnExit reset(row);
  row.Bind(ToMillis(from)).Bind(ToMillis(to));
  while (row.Next()) {
    const Result<Ticket> ticket = ReadTicket(row);
    if (!ticket.ok()) return ticket.error();
    if (!f(*ticket)) return {};
  }
  if (row.code() == SQLITE_OK) return {};
  return StoreError(row.code(), "cannot read tickets");
}

Status SqliteTicketReader::ScanRatings(
    Time from, Time to, const std::function<bool(const Rating&)>& f) {
  SqliteStatement& row = statements_[kScanRatings];
  const ResetOnExit reset(row);
  row.Bind(ToMillis(from)).Bind(ToMillis(to));
  while (row.Next()) {
    if (!f(ReadRating(row))) return {};
  }
  if (row.code() == SQLITE_OK) return {};
  return StoreError(row.code(), "cannot read ratings");
}

Result<int64_t> SqliteTicketReader::FirstMessageAt(int64_t at_ms) {
  SqliteStatement& last = statements_[kLastMessageKey];
  if (!last.Next()) return StoreError(last.code(), "cannot find messages");
  int64_t low = 0;
  int64_t high = last.Int(0) + 1;
  last.Reset();
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    SqliteStatement& time = statements_[kMessageTime];
    const ResetOnExit reset(time);
    const bool found = time.Bind(middle).Next();
    if (!found && time.code() != SQLITE_OK) {
      return StoreError(time.code(), "cannot find messages");
    }
    if (found && time.Int(0) < at_ms) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

Status SqliteTicketReader::ScanMessages(
    Time from, Time to,
    const std::function<bool(std::string_view conversation, const Message&)>&
        f) {
  const Result<int64_t> first =
      FirstMessageAt(ToMillis(from - kMostClockIsSetBack));
  if (!first.ok()) return first.error();
  const Result<int64_t> end =
      FirstMessageAt(ToMillis(to + kMostClockIsSetBack));
  if (!end.ok()) return end.error();
  SqliteStatement& row = statements_[kScanMessages];
  const ResetOnExit reset(row);
  row.Bind(ToMillis(from)).Bind(ToMillis(to)).Bind(*first).Bind(*end);
  Message message;
  while (row.Next()) {
    message.seq = row.Int(1);
    const std::optional<Author> author = ParseAuthor(row.View(2));
    if (!author) return Internal("cannot read the store: author");
    message.from = *author;
    message.at = FromMillis(row.Int(3));
    if (row.IsNull(4)) {
      message.reason.reset();
    } else {
      if (!message.reason) message.reason.emplace();
      message.reason->stage = row.View(4);
      message.reason->decision = row.View(5);
      message.reason->id = row.View(6);
    }
    if (!f(row.View(0), message)) return {};
  }
  if (row.code() == SQLITE_OK) return {};
  return StoreError(row.code(), "cannot read messages");
}

}  // namespace sportello
