// The store: what must survive. Conversations, messages, unanswered questions
// here; tickets, what is to be sent, agents in the headers named below.
//
// A Store is safe from many threads. Writes are jobs that run one after the
// other on the store's own thread; jobs that wait together share one
// transaction (group commit), and `done` is called after that transaction is
// on disk. Reads see committed data and never wait for the writer.
//
// The interface stands in the middle: `sqlite_store.h` is one implementation;
// tests/contract/ is the suite that every implementation passes.
#ifndef SPORTELLO_STORE_STORE_H_
#define SPORTELLO_STORE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "chat/chat.h"
#include "store/agent_store.h"
#include "store/attachment_store.h"
#include "store/channel_store.h"
#include "store/outbox_store.h"
#include "store/ticket_store.h"

namespace sportello {

// The replies that a customer's message got, for answering a repeated one.
struct StoredTurn {
  int64_t first_reply_seq = 0;
  std::vector<Message> replies;
  Owner owner = Owner::kBot;  // after the turn
};

// A question that the bot did not answer with confidence.
struct Unanswered {
  std::string conversation;
  int64_t seq = 0;  // of the customer's message
  std::string language;
  std::string text;
  std::string decision;  // "clarify", "fallback"
  std::vector<std::string> suggestions;
  Time at{};
};

// What maintainers decided about unanswered questions that are alike.
struct UnansweredMark {
  std::string key;    // of the group
  std::string state;  // "ignored", "pending"; "open" = nothing was decided
  std::string agent;
  Time at{};
  bool operator==(const UnansweredMark&) const = default;
};

// A question of the bot's that waits for the customer's answer.
struct OpenStep {
  std::string conversation;
  Time due_at{};  // to be looked at then
  bool operator==(const OpenStep&) const = default;
};

// One unit of writing; lives only while its job runs. All methods fail with
// kUnavailable when the disk or the database does.
class Transaction {
 public:
  virtual ~Transaction() = default;

  // Absence is normal.
  virtual Result<std::optional<Conversation>> FindConversation(
      std::string_view id) = 0;
  // Creates; kConflict when the id exists.
  virtual Status InsertConversation(const Conversation& conversation) = 0;
  // Replaces all columns of an existing conversation; kNotFound.
  virtual Status UpdateConversation(const Conversation& conversation) = 0;

  // Appends with the next seq of the conversation (written back into
  // `conversation.last_seq` and `message.seq`; the caller updates the
  // conversation afterwards). `external_id` is the channel's or client's id
  // of the message, empty = none; kConflict when that id was stored for this
  // conversation before. `conversation.owner` is kept with the message for
  // FindTurn: set the owner that the turn ends with before appending replies.
  virtual Status AppendMessage(Conversation& conversation, Message& message,
                               std::string_view external_id) = 0;
  // The turn that an external id got before, if any: its replies are the
  // messages that follow it, up to the next message of the customer; its
  // owner is that of the last of them when it was appended.
  virtual Result<std::optional<StoredTurn>> FindTurn(
      std::string_view conversation, std::string_view external_id) = 0;

  virtual Status InsertUnanswered(const Unanswered& unanswered) = 0;
  // The conversation is to be looked at when `due_at` comes; of several times
  // the earliest counts. kNotFound.
  virtual Status NoteOpenStep(std::string_view conversation, Time due_at) = 0;
  // It need not be looked at any more; also when it never was noted.
  virtual Status ForgetOpenStep(std::string_view conversation) = 0;
  // Replaces what was decided about a group of unanswered questions.
  virtual Status MarkUnansweredGroup(const UnansweredMark& mark) = 0;

  // Valid as long as the transaction.
  virtual TicketTable& tickets() = 0;
  virtual OutboxTable& outbox() = 0;
  virtual AgentTable& agents() = 0;
  virtual ChannelTable& channels() = 0;
  virtual AttachmentTable& attachments() = 0;
};

class Store {
 public:
  // Runs on the writer thread inside a transaction. An error undoes what this
  // job wrote and nothing else. A job may be run twice (when a batch failed
  // and its jobs are tried alone), so it must have no effect but through the
  // transaction and variables that it sets anew on each run.
  using Work = std::function<Status(Transaction&)>;
  // Called once, after the work is on disk (ok), or undone (the work's error,
  // or kUnavailable when the disk failed): on one thread at a time, in the
  // order of the jobs, while the work of later jobs may run already. Must be
  // quick and must not call the store.
  using Done = std::function<void(Status)>;

  virtual ~Store() = default;

  // Queues the work; kUnavailable at once when the queue is full or the store
  // is stopping (then `done` is not called).
  virtual Status Submit(Work work, Done done) = 0;
  // Submit and wait.
  Status Write(Work work);

  virtual Result<std::optional<Conversation>> FindConversation(
      std::string_view id) = 0;
  // Messages with seq > after, oldest first, at most `limit`. An unknown
  // conversation has none.
  virtual Result<std::vector<Message>> ListMessages(
      std::string_view conversation, int64_t after, int limit) = 0;
  // The message with this seq; absence is normal.
  Result<std::optional<Message>> FindMessage(std::string_view conversation,
                                             int64_t seq);
  // Newest first, at most `limit`.
  virtual Result<std::vector<Unanswered>> ListUnanswered(int limit) = 0;
  virtual Result<std::vector<UnansweredMark>> ListUnansweredMarks() = 0;
  // The earliest first, at most `limit`.
  virtual Result<std::vector<OpenStep>> ListOpenSteps(int limit) = 0;

  // Valid as long as the store.
  virtual TicketReads& tickets() = 0;
  virtual OutboxReads& outbox() = 0;
  virtual AgentReads& agents() = 0;
  virtual ChannelReads& channels() = 0;
  virtual AttachmentReads& attachments() = 0;

  // True when the last write reached the disk (for /readyz). A store that
  // failed recovers by itself when the cause is gone.
  virtual Status Health() = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_STORE_H_
