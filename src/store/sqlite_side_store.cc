#include "store/sqlite_side_store.h"

#include <mutex>
#include <utility>

#include "store/sqlite_pooled_reads.h"
#include "store/sqlite_readers.h"
#include "store/sqlite_schema.h"
#include "store/sqlite_transaction.h"
#include "store/store_directory.h"

namespace sportello {
namespace {

constexpr int kPatienceMs = 10'000;

class SqliteSideStore : public Store {
 public:
  SqliteSideStore(std::unique_ptr<SqliteConnection> connection,
                  std::unique_ptr<SqliteTransaction> transaction,
                  const std::string& path, const SqliteOptions& reading)
      : connection_(std::move(connection)),
        transaction_(std::move(transaction)),
        readers_(path, reading),
        tickets_(readers_),
        outbox_(readers_),
        agents_(readers_),
        channels_(readers_),
        attachments_(readers_) {}

  Status Submit(Work work, Done done) override {
    const std::lock_guard lock(mutex_);
    done(Run(work));
    return {};
  }

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    return readers_.With(
        [&](SqliteReader& reader) { return reader.FindConversation(id); });
  }
  Result<std::vector<Message>> ListMessages(std::string_view conversation,
                                            int64_t after, int limit) override {
    return readers_.With([&](SqliteReader& reader) {
      return reader.ListMessages(conversation, after, limit);
    });
  }
  Result<std::vector<Unanswered>> ListUnanswered(int limit) override {
    return readers_.With(
        [&](SqliteReader& reader) { return reader.ListUnanswered(limit); });
  }
  Result<std::vector<UnansweredMark>> ListUnansweredMarks() override {
    return readers_.With(
        [](SqliteReader& reader) { return reader.ListUnansweredMarks(); });
  }
  Result<std::vector<OpenStep>> ListOpenSteps(int limit) override {
    return readers_.With(
        [&](SqliteReader& reader) { return reader.ListOpenSteps(limit); });
  }
  TicketReads& tickets() override { return tickets_; }
  OutboxReads& outbox() override { return outbox_; }
  AgentReads& agents() override { return agents_; }
  ChannelReads& channels() override { return channels_; }
  AttachmentReads& attachments() override { return attachments_; }
  Status Health() override { return {}; }

 private:
  Status Run(const Work& work) {
    int code = connection_->Execute("BEGIN IMMEDIATE");
    if (code != SQLITE_OK) return StoreError(code, "cannot write");
    transaction_->BeginJob();
    Status status = work(*transaction_);
    code = connection_->Execute(status.ok() ? "COMMIT" : "ROLLBACK");
    transaction_->Forget();
    if (status.ok() && code != SQLITE_OK) {
      static_cast<void>(connection_->Execute("ROLLBACK"));
      return StoreError(code, "cannot commit");
    }
    return status;
  }

  std::mutex mutex_;
  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<SqliteTransaction> transaction_;
  SqliteReaders readers_;
  PooledTicketReads tickets_;
  PooledOutboxReads outbox_;
  PooledAgentReads agents_;
  PooledChannelReads channels_;
  PooledAttachmentReads attachments_;
};

}  // namespace

Result<std::unique_ptr<Store>> OpenSideStore(const std::string& directory) {
  {
    // Held for this moment only, when nobody else has it.
    auto lock = DirectoryLock::Take(directory);
    if (lock.ok()) {
      Status prepared = PrepareFile(directory);
      if (!prepared.ok()) return prepared.error();
    } else if (lock.error().code != Code::kConflict) {
      return lock.error();
    }
  }
  SqliteOptions options;
  options.busy_timeout_ms = kPatienceMs;
  const std::string path = StorePath(directory);
  auto connection = SqliteConnection::Open(path, options);
  if (!connection.ok()) return connection.error();
  const Result<int64_t> version = (*connection)->Number("PRAGMA user_version");
  if (!version.ok()) return version.error();
  if (*version != static_cast<int64_t>(Migrations().size())) {
    return Invalid("'" + path +
                   "' is of another version: use the sportello that serves it");
  }
  static_cast<void>((*connection)->Execute("PRAGMA journal_mode=WAL"));
  auto transaction = SqliteTransaction::Prepare(**connection);
  if (!transaction.ok()) return transaction.error();
  SqliteOptions reading = options;
  reading.writable = false;
  return std::unique_ptr<Store>(std::make_unique<SqliteSideStore>(
      std::move(*connection), std::move(*transaction), path, reading));
}

}  // namespace sportello
