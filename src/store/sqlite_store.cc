#include "store/sqlite_store.h"

#include <utility>

#include "store/sqlite_pooled_reads.h"
#include "store/sqlite_readers.h"
#include "store/sqlite_writer.h"
#include "store/store_directory.h"

namespace sportello {
namespace {

constexpr int kWriterCacheKib = 16000;
constexpr int kReaderCacheKib = 1000;

class SqliteStore : public Store {
 public:
  SqliteStore(std::unique_ptr<DirectoryLock> lock,
              std::unique_ptr<SqliteWriter> writer,
              std::shared_ptr<SqliteReaders> readers)
      : lock_(std::move(lock)),
        writer_(std::move(writer)),
        readers_(std::move(readers)),
        tickets_(*readers_),
        outbox_(*readers_),
        agents_(*readers_),
        channels_(*readers_),
        attachments_(*readers_) {}

  Status Submit(Work work, Done done) override {
    return writer_->Submit(std::move(work), std::move(done));
  }

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    return readers_->With(
        [&](SqliteReader& reader) { return reader.FindConversation(id); });
  }

  Result<std::vector<Message>> ListMessages(std::string_view conversation,
                                            int64_t after, int limit) override {
    return readers_->With([&](SqliteReader& reader) {
      return reader.ListMessages(conversation, after, limit);
    });
  }

  Result<std::vector<Unanswered>> ListUnanswered(int limit) override {
    return readers_->With(
        [&](SqliteReader& reader) { return reader.ListUnanswered(limit); });
  }

  Result<std::vector<UnansweredMark>> ListUnansweredMarks() override {
    return readers_->With(
        [](SqliteReader& reader) { return reader.ListUnansweredMarks(); });
  }

  Result<std::vector<OpenStep>> ListOpenSteps(int limit) override {
    return readers_->With(
        [&](SqliteReader& reader) { return reader.ListOpenSteps(limit); });
  }

  TicketReads& tickets() override { return tickets_; }
  OutboxReads& outbox() override { return outbox_; }
  AgentReads& agents() override { return agents_; }
  ChannelReads& channels() override { return channels_; }
  AttachmentReads& attachments() override { return attachments_; }

  Status Health() override { return writer_->Health(); }

 private:
  // Destroyed from the last to the first: the writer closes the file last and
  // removes the log, then the lock goes.
  std::unique_ptr<DirectoryLock> lock_;
  std::unique_ptr<SqliteWriter> writer_;
  std::shared_ptr<SqliteReaders> readers_;
  PooledTicketReads tickets_;
  PooledOutboxReads outbox_;
  PooledAgentReads agents_;
  PooledChannelReads channels_;
  PooledAttachmentReads attachments_;
};

}  // namespace

Result<std::unique_ptr<Store>> OpenSqliteStore(
    const SqliteStoreOptions& options) {
  // SQLite counts its allocations under one mutex; nobody reads the count.
  // Refused, and harmless, when SQLite is in use already.
  static_cast<void>(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0));
  auto lock = DirectoryLock::Take(options.directory);
  if (!lock.ok()) return lock.error();
  Status prepared = PrepareFile(options.directory);
  if (!prepared.ok()) return prepared.error();

  SqliteOptions writing;
  writing.durable = options.durable;
  writing.busy_timeout_ms = options.busy_timeout_ms;
  writing.cache_kib = kWriterCacheKib;
  writing.checkpoint_frames = options.checkpoint_frames;
  SqliteOptions reading = writing;
  reading.writable = false;
  reading.cache_kib = kReaderCacheKib;

  const std::string path = StorePath(options.directory);
  auto readers = std::make_shared<SqliteReaders>(path, reading);
  auto writer = SqliteWriter::Start(
      path, writing, static_cast<size_t>(options.max_queued_jobs), readers);
  if (!writer.ok()) return writer.error();
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(
      std::move(*lock), std::move(*writer), std::move(readers)));
}

}  // namespace sportello
