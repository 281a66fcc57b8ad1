#include "store/sqlite_writer.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "base/fail_point.h"
#include "base/log.h"
#include "store/sqlite_log_file.h"
#include "store/sqlite_schema.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;

// A transaction takes jobs that arrive while it runs, up to this many: more
// would make the first of them wait too long.
constexpr size_t kMaxJobsInTransaction = 512;
// The log is begun anew after so many checkpoints: customers wait for it some
// milliseconds.
constexpr int kCheckpointsPerLog = 20;
// The log is emptied after this long without a job.
constexpr milliseconds kIdleTime{500};
// How long a checkpoint waits for readers, and customers for the checkpoint: a
// report may read for seconds.
constexpr milliseconds kCheckpointPatience{20};
constexpr milliseconds kCheckpointPause{1};
// How often a failed store without jobs tries to write.
constexpr milliseconds kProbeTime{1000};

}  // namespace

SqliteWriter::SqliteWriter(std::string path, const SqliteOptions& options,
                           size_t max_queued_jobs,
                           std::weak_ptr<SqliteReaders> readers)
    : path_(std::move(path)),
      options_(options),
      readers_(std::move(readers)),
      queue_(max_queued_jobs),
      checkpointer_(path_, options),
      next_checkpoint_(options.checkpoint_frames) {}

Result<std::unique_ptr<SqliteWriter>> SqliteWriter::Start(
    const std::string& path, const SqliteOptions& options,
    size_t max_queued_jobs, const std::shared_ptr<SqliteReaders>& readers) {
  std::unique_ptr<SqliteWriter> writer(
      new SqliteWriter(path, options, max_queued_jobs, readers));
  Status opened = writer->Open();
  if (!opened.ok()) return opened.error();
  writer->thread_ = std::thread([raw = writer.get()] { raw->Loop(); });
  return writer;
}

SqliteWriter::~SqliteWriter() {
  queue_.Stop();
  if (thread_.joinable()) thread_.join();
  checkpointer_.Stop();  // it would keep the log from being emptied
  if (transaction_ == nullptr) return;
  transaction_.reset();  // its statements, before the connection
  Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, kCheckpointPatience);
  if (connection_ != nullptr) connection_->CheckpointOnClose(true);
}

Status SqliteWriter::Submit(Store::Work work, Store::Done done) {
  return queue_.Add(std::move(work), std::move(done));
}

Status SqliteWriter::Health() {
  const std::lock_guard lock(health_mutex_);
  return health_;
}

void SqliteWriter::SetHealth(const Status& status) {
  bool changed = false;
  {
    const std::lock_guard lock(health_mutex_);
    changed = health_.ok() != status.ok();
    health_ = status;
  }
  if (!changed) return;
  if (status.ok()) {
    Log(LogLevel::kInfo, "store recovered");
  } else {
    Log(LogLevel::kError, "store failed", {{"error", status.error().message}});
  }
}

void SqliteWriter::Loop() {
  for (;;) {
    WaitForWork();
    queue_.TakeWaiting(jobs_);
    if (!jobs_.empty()) {
      RunBatch();
    } else if (queue_.stopped()) {
      return;
    }
  }
}

// Returns when there are jobs or the queue was stopped; looks after the log
// and a failed store meanwhile.
void SqliteWriter::WaitForWork() {
  while (!queue_.stopped()) {
    const bool failed = !Health().ok();
    if (!failed && !log_to_truncate_) {
      queue_.WaitForJobs(std::nullopt);
      return;
    }
    if (queue_.WaitForJobs(failed ? kProbeTime : kIdleTime)) return;
    if (failed) {
      Probe();
    } else {
      Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, kCheckpointPatience);
    }
  }
}

void SqliteWriter::RunBatch() {
  Status committed = Open();
  if (committed.ok()) committed = Commit();
  if (!committed.ok()) GiveUp();
  SetHealth(committed);
  if (!committed.ok()) {
    for (WriteJob& job : jobs_) Refuse(job, committed);
  }
  answerer_.Answer(jobs_, /*here=*/!queue_.HasJobs());
  if (!committed.ok()) return;
  log_to_truncate_ = true;
  ShortenLog();
  if (connection_ != nullptr) {
    GrowLogAhead(connection_->handle(), frames_in_log_);
  }
}

// The bulk is moved beside this thread, piece by piece; a long log is begun
// anew when little is left to move and nobody reads from it after a commit.
// For a log of twice that length readers and the other thread are waited for,
// now and then.
void SqliteWriter::ShortenLog() {
  const int frames = frames_in_log_;
  const int long_log = kCheckpointsPerLog * options_.checkpoint_frames;
  const bool patient = frames >= 2 * long_log;
  const bool due = frames >= next_checkpoint_;
  const bool moved = checkpointer_.Ended() && frames >= long_log;
  if (moved || patient) log_to_restart_ = true;
  if (checkpointer_.sync_failed()) {
    Checkpoint(SQLITE_CHECKPOINT_RESTART, milliseconds(0));  // finds it
    return;
  }
  if (!log_to_restart_) {
    if (!due) return;
    checkpointer_.Begin();
    next_checkpoint_ = frames + options_.checkpoint_frames;
  } else if (!patient || due) {
    Checkpoint(SQLITE_CHECKPOINT_RESTART,
               patient ? kCheckpointPatience : milliseconds(0));
    if (!log_to_restart_) return;
    next_checkpoint_ = frames_in_log_ + options_.checkpoint_frames / 4;
  }
}

Status SqliteWriter::Commit() {
  Status status = Execute("BEGIN IMMEDIATE", "cannot write");
  if (!status.ok()) return status;
  status = RunJobs(/*savepoints=*/false);
  if (!status.ok() && transaction_->failure() == SQLITE_OK) {
    status = Execute("ROLLBACK", "cannot undo a job");
    if (!status.ok()) return status;
    transaction_->Forget();
    status = Execute("BEGIN IMMEDIATE", "cannot write");
    if (!status.ok()) return status;
    status = RunJobs(/*savepoints=*/true);
  }
  if (!status.ok()) return status;
  FailPoint("store.commit");
  status = Execute("COMMIT", "cannot commit");
  FailPoint("store.committed");
  return status;
}

// Without savepoints an error says that a job must be undone, or, when
// failure() is set, that the store failed; with them only the latter.
Status SqliteWriter::RunJobs(bool savepoints) {
  for (size_t next = 0; next < jobs_.size(); ++next) {
    WriteJob& job = jobs_[next];
    transaction_->BeginJob();
    if (savepoints) {
      Status status = RunInSavepoint(job);
      if (!status.ok()) return status;
    } else {
      RunWork(job, *transaction_);
      if (!job.status.ok() && transaction_->wrote()) return job.status;
    }
    if (transaction_->failure() != SQLITE_OK) {
      code_ = transaction_->failure();
      return StoreError(code_, "cannot write");
    }
    const bool last = next + 1 == jobs_.size();
    if (last && !savepoints && jobs_.size() < kMaxJobsInTransaction) {
      queue_.TakeWaiting(jobs_);
    }
  }
  return {};
}

Status SqliteWriter::RunInSavepoint(WriteJob& job) {
  Status status = Execute("SAVEPOINT job", "cannot write");
  if (!status.ok()) return status;
  RunWork(job, *transaction_);
  if (transaction_->failure() != SQLITE_OK) return {};  // seen by the caller
  if (!job.status.ok() && transaction_->wrote()) {
    status = Execute("ROLLBACK TO job", "cannot undo a job");
    if (!status.ok()) return status;
    transaction_->Forget();
  }
  return Execute("RELEASE job", "cannot write");
}

void SqliteWriter::RunWork(WriteJob& job, Transaction& transaction) {
  try {
    job.status = job.work(transaction);
  } catch (...) {
    // The text of an exception may hold anything.
    job.status = Internal("a job of the store threw an exception");
  }
}

void SqliteWriter::Refuse(WriteJob& job, const Status& why) {
  try {
    job.status = why;
  } catch (...) {  // out of memory: no answer is better than a wrong one
    job.done = [](const Status&) {};
  }
}

Status SqliteWriter::Execute(const char* sql, const char* what) {
  code_ = connection_->Execute(sql);
  if (code_ == SQLITE_OK) return {};
  Error error = StoreError(code_, what);
  error.code = Code::kUnavailable;
  return error;
}

Status SqliteWriter::Open() {
  if (transaction_ != nullptr) return {};
  // What it moved may still fail to come to the disk.
  if (checkpointer_.running()) return Unavailable("the log is being moved");
  file_unsure_ = file_unsure_ || checkpointer_.sync_failed();
  if (file_unsure_) {
    Status closed = CloseOthers();
    if (!closed.ok()) return closed;
  }
  Status opened = OpenConnection();
  if (!opened.ok()) {
    connection_.reset();
    return opened;
  }
  if (const auto readers = readers_.lock()) readers->Reopen();
  return {};
}

Status SqliteWriter::OpenConnection() {
  auto connection = SqliteConnection::Open(path_, options_);
  if (!connection.ok()) return Unavailable(connection.error().message);
  connection_ = std::move(*connection);
  Status status = Execute("PRAGMA journal_mode=WAL", "cannot open the log");
  if (!status.ok()) return status;
  status = EmptyLog();
  if (!status.ok()) return status;
  const auto note_frames = [](void* frames, sqlite3*, const char*, int count) {
    *static_cast<int*>(frames) = count;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(connection_->handle(), note_frames, &frames_in_log_);
  auto transaction = SqliteTransaction::Prepare(*connection_);
  if (!transaction.ok()) return Unavailable(transaction.error().message);
  transaction_ = std::move(*transaction);
  return {};
}

Status SqliteWriter::EmptyLog() {
  if (file_unsure_ && FramesMoved(connection_->handle()) != 0U) {
    return Unavailable(
        "a sync of the store failed, and another program holds its log");
  }
  const int code =
      sqlite3_wal_checkpoint_v2(connection_->handle(), "main",
                                SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) {
    file_unsure_ = file_unsure_ || code == SQLITE_IOERR_FSYNC;
    return Unavailable(StoreError(code, "cannot empty the log").message);
  }
  file_unsure_ = false;
  checkpointer_.ForgetFailure();
  LogIsEmpty();
  return {};
}

// The readers'; the writer's and the other thread's are closed already.
Status SqliteWriter::CloseOthers() {
  const auto readers = readers_.lock();
  const bool closed = readers == nullptr || readers->Close(kCheckpointPatience);
  if (closed) return {};
  return Unavailable("a sync of the store failed, and somebody still reads");
}

// A full disk or a lock of another process leaves the log as it was: the
// connection is good when the transaction is undone. After anything else
// nobody knows.
void SqliteWriter::GiveUp() {
  const int cause = code_ & 0xff;
  const bool harmless = cause == SQLITE_BUSY || cause == SQLITE_FULL;
  if (harmless && transaction_ != nullptr) {
    const bool undone = sqlite3_get_autocommit(connection_->handle()) != 0 ||
                        Execute("ROLLBACK", "cannot undo").ok();
    if (undone) {
      transaction_->Forget();
      // What the log holds may fit into the file, and then its room is free.
      if (cause == SQLITE_FULL) {
        Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, kCheckpointPatience);
      }
      return;
    }
  }
  transaction_.reset();
  connection_.reset();  // rolls back; without a checkpoint
}

// The next commit begins the log anew.
void SqliteWriter::LogIsEmpty() {
  log_to_restart_ = false;
  frames_in_log_ = 0;
  next_checkpoint_ = options_.checkpoint_frames;
}

// SQLite's own patience waits for a place among the readers that the next
// reader takes at once, with the newest commit, which would be no hindrance.
// Looked at anew each time, readers are gone after two of their reads.
int SqliteWriter::TryCheckpoint(int mode, milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  sqlite3_busy_timeout(connection_->handle(), 0);
  int code = SQLITE_BUSY;
  for (;;) {
    // What the other thread moved must be on disk before the log goes.
    if (!checkpointer_.running()) {
      code = checkpointer_.sync_failed()
                 ? SQLITE_IOERR_FSYNC
                 : sqlite3_wal_checkpoint_v2(connection_->handle(), "main",
                                             mode, nullptr, nullptr);
    }
    if ((code & 0xff) != SQLITE_BUSY) break;
    if (std::chrono::steady_clock::now() >= end) break;
    std::this_thread::sleep_for(kCheckpointPause);
  }
  sqlite3_busy_timeout(connection_->handle(), options_.busy_timeout_ms);
  return code;
}

void SqliteWriter::Checkpoint(int mode, milliseconds patience) {
  const int code = TryCheckpoint(mode, patience);
  if (code == SQLITE_OK) {
    log_to_truncate_ = mode != SQLITE_CHECKPOINT_TRUNCATE;
    LogIsEmpty();
    return;
  }
  // A reader holds a page: the next time will do.
  if ((code & 0xff) == SQLITE_BUSY) return;
  log_to_truncate_ = false;                  // until the next write
  if ((code & 0xff) == SQLITE_FULL) return;  // told when a write fails
  file_unsure_ = file_unsure_ || code == SQLITE_IOERR_FSYNC;
  const Error error = StoreError(code, "cannot empty the log");
  Log(LogLevel::kWarning, "store checkpoint failed",
      {{"error", error.message}});
  code_ = code;
  GiveUp();
  SetHealth(error);
}

// Rewrites a number in the header of the file: a write without a change.
void SqliteWriter::Probe() {
  Status status = Open();
  if (status.ok()) {
    const std::string version = std::to_string(Migrations().size());
    status =
        Execute(("PRAGMA user_version=" + version).c_str(), "cannot write");
  }
  if (!status.ok()) GiveUp();
  SetHealth(status);
}

}  // namespace sportello
