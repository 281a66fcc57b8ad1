// The tables of a transaction of the store in memory. Private to store/.
#ifndef SPORTELLO_STORE_MEMORY_TABLES_H_
#define SPORTELLO_STORE_MEMORY_TABLES_H_

#include <functional>

#include "store/memory_contents.h"

namespace sportello {

// Written in place; `undo` takes it back. Both must outlive the tables.
class MemoryTicketTable : public TicketTable {
 public:
  using Exists = std::function<bool(std::string_view conversation)>;
  MemoryTicketTable(MemoryContents& contents, UndoLog& undo, Exists exists)
      : contents_(contents), undo_(undo), exists_(std::move(exists)) {}

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
  void Put(Ticket& ticket);

  MemoryContents& contents_;
  UndoLog& undo_;
  const Exists exists_;
};

class MemoryOutboxTable : public OutboxTable {
 public:
  MemoryOutboxTable(MemoryContents& contents, UndoLog& undo)
      : contents_(contents), undo_(undo) {}

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
  MemoryContents& contents_;
  UndoLog& undo_;
};

class MemoryAgentTable : public AgentTable {
 public:
  MemoryAgentTable(MemoryContents& contents, UndoLog& undo)
      : contents_(contents), undo_(undo) {}

  Status Insert(const Agent& agent) override;
  Status Update(const Agent& agent) override;
  Result<std::optional<Agent>> Find(std::string_view name) override;
  Status InsertSession(const DeskSession& session) override;
  Status TouchSession(std::string_view token_hash, Time seen) override;
  Status DeleteSession(std::string_view token_hash) override;
  Status DeleteSessionsOf(std::string_view agent) override;
  Status DeleteOldSessions(Time now, Time idle_since) override;
  Status AppendAudit(const AuditEntry& entry) override;

 private:
  void DeleteSessionsIf(const std::function<bool(const DeskSession&)>& old);

  MemoryContents& contents_;
  UndoLog& undo_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_TABLES_H_
