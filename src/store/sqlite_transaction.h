// The statements of the writer's connection, as a Transaction.
//
// Private to store/; used on the writer thread. BEGIN and COMMIT are the
// writer's business (sqlite_writer.h).
#ifndef SPORTELLO_STORE_SQLITE_TRANSACTION_H_
#define SPORTELLO_STORE_SQLITE_TRANSACTION_H_

#include <memory>
#include <optional>

#include "sqlite/sqlite_statement.h"
#include "store/conversation_cache.h"
#include "store/sqlite_agent_table.h"
#include "store/sqlite_attachment_table.h"
#include "store/sqlite_channel_table.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_outbox_table.h"
#include "store/sqlite_ticket_table.h"
#include "store/sqlite_write_state.h"
#include "store/store.h"

namespace sportello {

class SqliteTransaction : public Transaction {
 public:
  // Prepares all statements; `connection` must outlive the result.
  static Result<std::unique_ptr<SqliteTransaction>> Prepare(
      SqliteConnection& connection);

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override;
  Status InsertConversation(const Conversation& conversation) override;
  Status UpdateConversation(const Conversation& conversation) override;
  Status AppendMessage(Conversation& conversation, Message& message,
                       std::string_view external_id) override;
  Result<std::optional<StoredTurn>> FindTurn(
      std::string_view conversation, std::string_view external_id) override;
  Status InsertUnanswered(const Unanswered& unanswered) override;
  Status NoteOpenStep(std::string_view conversation, Time due_at) override;
  Status ForgetOpenStep(std::string_view conversation) override;
  Status MarkUnansweredGroup(const UnansweredMark& mark) override;
  TicketTable& tickets() override { return tickets_; }
  OutboxTable& outbox() override { return outbox_; }
  AgentTable& agents() override { return agents_; }
  ChannelTable& channels() override { return channels_; }
  AttachmentTable& attachments() override { return attachments_; }

  // Called by the writer before each job.
  void BeginJob() { write_state_.BeginJob(); }
  // As WriteState says.
  bool wrote() const { return write_state_.wrote(); }
  int failure() const { return write_state_.failure(); }
  // Called after a rollback.
  void Forget();

 private:
  explicit SqliteTransaction(SqliteConnection& connection);

  // Null when there is no such conversation.
  Result<CachedConversation*> Load(std::string_view id);
  // kNotFound when there is none.
  Result<int64_t> KeyOf(std::string_view id);
  // Write what a turn changes, or all columns.
  Status Advance(int64_t key, const Conversation& conversation);
  Status Replace(int64_t key, const Conversation& conversation);
  Error Repeated(int64_t key, std::string_view external_id, int64_t seq);
  Status Wrote(int code, const char* what) {
    return write_state_.Wrote(code, what);
  }
  Error Failed(int code, const char* what) {
    return write_state_.Failed(code, what);
  }

  SqliteConnection& connection_;
  WriteState write_state_;
  ConversationCache cache_;
  SqliteStatement find_conversation_;
  SqliteStatement insert_conversation_;
  SqliteStatement update_conversation_;
  SqliteStatement advance_conversation_;
  SqliteStatement insert_message_;
  SqliteStatement find_external_;
  SqliteStatement list_turn_;
  SqliteStatement insert_unanswered_;
  SqliteStatement note_step_;
  SqliteStatement forget_step_;
  SqliteStatement mark_group_;
  SqliteTicketTable tickets_;
  SqliteOutboxTable outbox_;
  SqliteAgentTable agents_;
  SqliteChannelTable channels_;
  SqliteAttachmentTable attachments_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_TRANSACTION_H_
