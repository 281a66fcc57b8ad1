// The reads of store.h over the pool of readers. Private to store/; safe from
// many threads.
#ifndef SPORTELLO_STORE_SQLITE_POOLED_READS_H_
#define SPORTELLO_STORE_SQLITE_POOLED_READS_H_

#include <utility>

#include "store/sqlite_readers.h"

namespace sportello {

// `readers` must outlive these.
class PooledTicketReads : public TicketReads {
 public:
  explicit PooledTicketReads(SqliteReaders& readers) : readers_(readers) {}

  Result<std::optional<Ticket>> Find(int64_t number) override {
    return With([&](TicketReads& reads) { return reads.Find(number); });
  }
  Result<std::optional<Ticket>> FindByMailToken(
      std::string_view token) override {
    return With(
        [&](TicketReads& reads) { return reads.FindByMailToken(token); });
  }
  Result<std::vector<Ticket>> List(const TicketQuery& query) override {
    return With([&](TicketReads& reads) { return reads.List(query); });
  }
  Result<std::vector<TicketEvent>> ListEvents(int64_t number) override {
    return With([&](TicketReads& reads) { return reads.ListEvents(number); });
  }
  Result<std::vector<Ticket>> ListNeglected(Time now, Time warn_before,
                                            int limit) override {
    return With([&](TicketReads& reads) {
      return reads.ListNeglected(now, warn_before, limit);
    });
  }
  Result<std::vector<Ticket>> ListIdle(Time before, int limit) override {
    return With(
        [&](TicketReads& reads) { return reads.ListIdle(before, limit); });
  }
  Result<std::vector<TicketChange>> ListChanges(int64_t version,
                                                int limit) override {
    return With(
        [&](TicketReads& reads) { return reads.ListChanges(version, limit); });
  }
  Result<int64_t> Version() override {
    return With([](TicketReads& reads) { return reads.Version(); });
  }
  Result<std::map<std::string, QueueFigures>> Queues(Time now) override {
    return With([&](TicketReads& reads) { return reads.Queues(now); });
  }
  Result<std::vector<FirstReply>> ListFirstReplies(std::string_view queue,
                                                   int limit) override {
    return With([&](TicketReads& reads) {
      return reads.ListFirstReplies(queue, limit);
    });
  }
  Result<std::optional<Rating>> FindRating(std::string_view conversation,
                                           int64_t ticket) override {
    return With([&](TicketReads& reads) {
      return reads.FindRating(conversation, ticket);
    });
  }
  Result<ConversationGlance> Glance(std::string_view conversation) override {
    return With([&](TicketReads& reads) { return reads.Glance(conversation); });
  }
  Result<std::vector<Conversation>> ListConversationsOf(
      const Customer& customer, int limit) override {
    return With([&](TicketReads& reads) {
      return reads.ListConversationsOf(customer, limit);
    });
  }
  Status ScanTickets(Time from, Time to,
                     const std::function<bool(const Ticket&)>& f) override {
    return With(
        [&](TicketReads& reads) { return reads.ScanTickets(from, to, f); });
  }
  Status ScanRatings(Time from, Time to,
                     const std::function<bool(const Rating&)>& f) override {
    return With(
        [&](TicketReads& reads) { return reads.ScanRatings(from, to, f); });
  }
  Status ScanMessages(Time from, Time to,
                      const std::function<bool(std::string_view conversation,
                                               const Message&)>& f) override {
    return With(
        [&](TicketReads& reads) { return reads.ScanMessages(from, to, f); });
  }

 private:
  template <typename Read>
  auto With(Read read) -> decltype(read(std::declval<TicketReads&>())) {
    return readers_.With(
        [&](SqliteReader& reader) { return read(reader.tickets()); });
  }

  SqliteReaders& readers_;
};

class PooledOutboxReads : public OutboxReads {
 public:
  explicit PooledOutboxReads(SqliteReaders& readers) : readers_(readers) {}

  Result<std::vector<OutboxItem>> ListDue(OutboxKind kind, Time now,
                                          int limit) override {
    return With(
        [&](OutboxReads& reads) { return reads.ListDue(kind, now, limit); });
  }
  Result<std::vector<OutboxItem>> ListHeads(OutboxKind kind, Time now,
                                            int limit) override {
    return With(
        [&](OutboxReads& reads) { return reads.ListHeads(kind, now, limit); });
  }
  Result<std::optional<Time>> NextTry(OutboxKind kind) override {
    return With([&](OutboxReads& reads) { return reads.NextTry(kind); });
  }
  Result<std::vector<OutboxItem>> List(OutboxState state, int limit) override {
    return With([&](OutboxReads& reads) { return reads.List(state, limit); });
  }
  Result<int64_t> Count(OutboxState state) override {
    return With([&](OutboxReads& reads) { return reads.Count(state); });
  }
  Result<std::vector<MailRecord>> ListMails(std::string_view conversation,
                                            int limit) override {
    return With([&](OutboxReads& reads) {
      return reads.ListMails(conversation, limit);
    });
  }
  Result<std::optional<MailRecord>> FindMail(
      std::string_view message_id) override {
    return With([&](OutboxReads& reads) { return reads.FindMail(message_id); });
  }

 private:
  template <typename Read>
  auto With(Read read) -> decltype(read(std::declval<OutboxReads&>())) {
    return readers_.With(
        [&](SqliteReader& reader) { return read(reader.outbox()); });
  }

  SqliteReaders& readers_;
};

class PooledAgentReads : public AgentReads {
 public:
  explicit PooledAgentReads(SqliteReaders& readers) : readers_(readers) {}

  Result<std::vector<Agent>> List() override {
    return With([](AgentReads& reads) { return reads.List(); });
  }
  Result<std::optional<Agent>> Find(std::string_view name) override {
    return With([&](AgentReads& reads) { return reads.Find(name); });
  }
  Result<std::optional<DeskSession>> FindSession(
      std::string_view token_hash) override {
    return With(
        [&](AgentReads& reads) { return reads.FindSession(token_hash); });
  }
  Result<std::vector<AuditEntry>> ListAudit(int limit) override {
    return With([&](AgentReads& reads) { return reads.ListAudit(limit); });
  }

 private:
  template <typename Read>
  auto With(Read read) -> decltype(read(std::declval<AgentReads&>())) {
    return readers_.With(
        [&](SqliteReader& reader) { return read(reader.agents()); });
  }

  SqliteReaders& readers_;
};

class PooledChannelReads : public ChannelReads {
 public:
  explicit PooledChannelReads(SqliteReaders& readers) : readers_(readers) {}

  Result<std::vector<ChannelEvent>> ListFirstEvents(Time now,
                                                    int limit) override {
    return With(
        [&](ChannelReads& reads) { return reads.ListFirstEvents(now, limit); });
  }
  Result<std::vector<ChannelEvent>> ListEvents(std::string_view channel,
                                               std::string_view address,
                                               int limit) override {
    return With([&](ChannelReads& reads) {
      return reads.ListEvents(channel, address, limit);
    });
  }
  Result<int64_t> CountEvents() override {
    return With([](ChannelReads& reads) { return reads.CountEvents(); });
  }
  Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) override {
    return With(
        [&](ChannelReads& reads) { return reads.FindChat(channel, address); });
  }

 private:
  template <typename Read>
  auto With(Read read) -> decltype(read(std::declval<ChannelReads&>())) {
    return readers_.With(
        [&](SqliteReader& reader) { return read(reader.channels()); });
  }

  SqliteReaders& readers_;
};

class PooledAttachmentReads : public AttachmentReads {
 public:
  explicit PooledAttachmentReads(SqliteReaders& readers) : readers_(readers) {}

  Result<std::vector<Attachment>> List(std::string_view conversation) override {
    return With(
        [&](AttachmentReads& reads) { return reads.List(conversation); });
  }
  Result<std::optional<Attachment>> Find(std::string_view id) override {
    return With([&](AttachmentReads& reads) { return reads.Find(id); });
  }
  Result<std::optional<std::string>> Read(std::string_view id) override {
    return With([&](AttachmentReads& reads) { return reads.Read(id); });
  }
  Result<int64_t> TotalBytes() override {
    return With([](AttachmentReads& reads) { return reads.TotalBytes(); });
  }
  Result<std::vector<std::string>> ListLoose() override {
    return With([](AttachmentReads& reads) { return reads.ListLoose(); });
  }

 private:
  template <typename Call>
  auto With(Call call) -> decltype(call(std::declval<AttachmentReads&>())) {
    return readers_.With(
        [&](SqliteReader& reader) { return call(reader.attachments()); });
  }

  SqliteReaders& readers_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_POOLED_READS_H_
