// A reader's statements for tickets. Private to store/; one thread at a time.
#ifndef SPORTELLO_STORE_SQLITE_TICKET_READER_H_
#define SPORTELLO_STORE_SQLITE_TICKET_READER_H_

#include <array>

#include "sqlite/sqlite_statement.h"
#include "store/sqlite_connection.h"
#include "store/ticket_store.h"

namespace sportello {

class SqliteTicketReader : public TicketReads {
 public:
  Status Prepare(SqliteConnection& connection);

  Result<std::optional<Ticket>> Find(int64_t number) override;
  Result<std::optional<Ticket>> FindByMailToken(
      std::string_view token) override;
  Result<std::vector<Ticket>> List(const TicketQuery& query) override;
  Result<std::vector<TicketEvent>> ListEvents(int64_t number) override;
  Result<std::vector<Ticket>> ListNeglected(Time now, Time warn_before,
                                            int limit) override;
  Result<std::vector<Ticket>> ListIdle(Time before, int limit) override;
  Result<std::vector<TicketChange>> ListChanges(int64_t version,
                                                int limit) override;
  Result<int64_t> Version() override;
  Result<std::map<std::string, QueueFigures>> Queues(Time now) override;
  Result<std::vector<FirstReply>> ListFirstReplies(std::string_view queue,
                                                   int limit) override;
  Result<std::optional<Rating>> FindRating(std::string_view conversation,
                                           int64_t ticket) override;
  Result<ConversationGlance> Glance(std::string_view conversation) override;
  Result<std::vector<Conversation>> ListConversationsOf(
      const Customer& customer, int limit) override;
  Status ScanTickets(Time from, Time to,
                     const std::function<bool(const Ticket&)>& f) override;
  Status ScanRatings(Time from, Time to,
                     const std::function<bool(const Rating&)>& f) override;
  Status ScanMessages(Time from, Time to,
                      const std::function<bool(std::string_view conversation,
                                               const Message&)>& f) override;

 private:
  enum Sql {
    kFind,
    kFindByToken,
    kList,
    kListOpen,
    kListOfConversation,
    kListEvents,
    kListNeglected,
    kListIdle,
    kListChanges,
    kVersion,
    kQueues,
    kFirstReplies,
    kFindRating,
    kLastMessage,
    kUnread,
    kByEmail,
    kByPhone,
    kScanTickets,
    kScanRatings,
    kScanMessages,
    kMessageTime,
    kLastMessageKey,
    kSqlCount
  };
  using SqlTexts = std::array<const char*, kSqlCount>;
  static SqlTexts Statements();
  static void AddScans(SqlTexts& sql);
  // The key of the first message that came at this time or later.
  Result<int64_t> FirstMessageAt(int64_t at_ms);
  // The rows of a statement whose parameters are bound.
  static Result<std::vector<Ticket>> All(SqliteStatement& row);
  static Result<std::optional<Ticket>> One(SqliteStatement& row);
  Status AddConversations(SqliteStatement& row, std::string_view value,
                          int limit, std::vector<Conversation>& found);

  std::array<SqliteStatement, kSqlCount> statements_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_TICKET_READER_H_
