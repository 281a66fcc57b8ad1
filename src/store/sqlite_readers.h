// A small pool of read-only connections.
//
// Private to store/. Safe from many threads. A read sees the last commit and
// never waits for the writer, only for another read when all connections are
// taken.
#ifndef SPORTELLO_STORE_SQLITE_READERS_H_
#define SPORTELLO_STORE_SQLITE_READERS_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "store/sqlite_attachment_table.h"
#include "store/sqlite_channel_table.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_side_readers.h"
#include "store/sqlite_ticket_reader.h"
#include "store/store.h"

namespace sportello {

// One connection and its statements; one thread at a time. Errors of the disk
// or the database are kUnavailable.
class SqliteReader {
 public:
  static Result<std::unique_ptr<SqliteReader>> Open(
      const std::string& path, const SqliteOptions& options);

  Result<std::optional<Conversation>> FindConversation(std::string_view id);
  Result<std::vector<Message>> ListMessages(std::string_view conversation,
                                            int64_t after, int limit);
  Result<std::vector<Unanswered>> ListUnanswered(int limit);
  Result<std::vector<UnansweredMark>> ListUnansweredMarks();
  Result<std::vector<OpenStep>> ListOpenSteps(int limit);
  TicketReads& tickets() { return tickets_; }
  OutboxReads& outbox() { return outbox_; }
  AgentReads& agents() { return agents_; }
  ChannelReads& channels() { return channels_; }
  AttachmentReads& attachments() { return attachments_; }

 private:
  explicit SqliteReader(std::unique_ptr<SqliteConnection> connection)
      : connection_(std::move(connection)) {}

  std::unique_ptr<SqliteConnection> connection_;
  SqliteStatement find_conversation_;
  SqliteStatement list_messages_;
  SqliteStatement list_unanswered_;
  SqliteStatement list_marks_;
  SqliteStatement list_steps_;
  SqliteTicketReader tickets_;
  SqliteOutboxReader outbox_;
  SqliteAgentReader agents_;
  SqliteChannelReader channels_;
  SqliteAttachmentReader attachments_;
};

class SqliteReaders {
 public:
  SqliteReaders(std::string path, const SqliteOptions& options);

  // Calls read(SqliteReader&), which returns a Result, with a free connection.
  // A connection that failed with kUnavailable is not used again.
  template <typename Read>
  auto With(Read read) -> decltype(read(std::declval<SqliteReader&>())) {
    Result<std::unique_ptr<SqliteReader>> reader = Take();
    if (!reader.ok()) return reader.error();
    auto result = read(**reader);
    const bool sound = result.ok() || result.error().code != Code::kUnavailable;
    GiveBack(std::move(*reader), sound);
    return result;
  }

  // Closes all connections; false when one is still used after `patience`.
  // Reads are refused with kUnavailable until Reopen().
  bool Close(std::chrono::milliseconds patience);
  void Reopen();

 private:
  // Opens a connection, or waits when there are enough.
  Result<std::unique_ptr<SqliteReader>> Take();
  void GiveBack(std::unique_ptr<SqliteReader> reader, bool sound);

  const std::string path_;
  const SqliteOptions options_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<SqliteReader>> idle_;
  int taken_ = 0;
  bool closed_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_READERS_H_
