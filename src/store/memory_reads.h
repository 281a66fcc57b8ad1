// The reads of the store in memory. Private to store/.
#ifndef SPORTELLO_STORE_MEMORY_READS_H_
#define SPORTELLO_STORE_MEMORY_READS_H_

#include <mutex>

#include "store/memory_contents.h"

namespace sportello {

// `mutex` guards `contents`; both must outlive these.
class MemoryTicketReads : public TicketReads {
 public:
  MemoryTicketReads(const MemoryContents& contents, std::mutex& mutex)
      : contents_(contents), mutex_(mutex) {}

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
  bool Fits(const Ticket& ticket, const TicketQuery& query) const;
  const MessageThread& ThreadOf(const Ticket& ticket) const {
    return contents_.threads.find(ticket.conversation)->second;
  }
  // Oldest first, those that `fits` says.
  std::vector<Ticket> Some(const std::function<bool(const Ticket&)>& fits,
                           int limit) const;

  const MemoryContents& contents_;
  std::mutex& mutex_;
};

class MemoryOutboxReads : public OutboxReads {
 public:
  MemoryOutboxReads(const MemoryContents& contents, std::mutex& mutex)
      : contents_(contents), mutex_(mutex) {}

  Result<std::vector<OutboxItem>> ListDue(OutboxKind kind, Time now,
                                          int limit) override;
  Result<std::vector<OutboxItem>> ListHeads(OutboxKind kind, Time now,
                                            int limit) override;
  Result<std::optional<Time>> NextTry(OutboxKind kind) override;
  Result<std::vector<OutboxItem>> List(OutboxState state, int limit) override;
  Result<int64_t> Count(OutboxState state) override;
  Result<std::vector<MailRecord>> ListMails(std::string_view conversation,
                                            int limit) override;
  Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) override;

 private:
  const MemoryContents& contents_;
  std::mutex& mutex_;
};

class MemoryAgentReads : public AgentReads {
 public:
  MemoryAgentReads(const MemoryContents& contents, std::mutex& mutex)
      : contents_(contents), mutex_(mutex) {}

  Result<std::vector<Agent>> List() override;
  Result<std::optional<Agent>> Find(std::string_view name) override;
  Result<std::optional<DeskSession>> FindSession(
      std::string_view token_hash) override;
  Result<std::vector<AuditEntry>> ListAudit(int limit) override;

 private:
  const MemoryContents& contents_;
  std::mutex& mutex_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_READS_H_
