// The writer thread: runs waiting jobs in one transaction, commits, has them
// answered.
//
// Private to store/. Group commit: jobs that arrive while others run join
// their transaction; one commit (one fsync) serves them all.
//
// A job that fails without having written costs nothing. One that fails after
// it wrote undoes the batch, which is then run again with a savepoint around
// each job, so that only its own rows are lost. (Measured: savepoints in every
// batch cost 1 us a job, a tenth of its SQL.)
//
// When the disk or the database fails, all jobs of the batch get kUnavailable
// and the connection is given up. The next batch opens a new one and moves
// the log into the file first: after a failed fsync nobody knows which pages
// of the log are on disk, so nothing may be appended to it. A store that
// failed and has no jobs tries to write once a second.
//
// After a failed fsync of the file nobody knows which pages of it are on disk,
// although all can be read (https://wiki.postgresql.org/wiki/Fsync_Errors), and
// SQLite remembers in the log's index that they were moved. All connections
// are closed then: the next one makes a new index and moves the whole log
// again.
#ifndef SPORTELLO_STORE_SQLITE_WRITER_H_
#define SPORTELLO_STORE_SQLITE_WRITER_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "store/job_answerer.h"
#include "store/sqlite_checkpointer.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_readers.h"
#include "store/sqlite_transaction.h"
#include "store/store.h"
#include "store/write_queue.h"

namespace sportello {

class SqliteWriter {
 public:
  // Opens the prepared file at `path` and starts the thread. `readers` are all
  // other connections of this program; null when there are none.
  static Result<std::unique_ptr<SqliteWriter>> Start(
      const std::string& path, const SqliteOptions& options,
      size_t max_queued_jobs, const std::shared_ptr<SqliteReaders>& readers);

  // Takes no more jobs, runs those that wait, closes the file.
  ~SqliteWriter();
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  // As Store::Submit and Store::Health.
  Status Submit(Store::Work work, Store::Done done);
  Status Health();

 private:
  SqliteWriter(std::string path, const SqliteOptions& options,
               size_t max_queued_jobs, std::weak_ptr<SqliteReaders> readers);

  void Loop();
  void WaitForWork();
  void RunBatch();
  // Runs and commits jobs_. kUnavailable when the store failed; then nothing
  // was stored.
  Status Commit();
  Status RunJobs(bool savepoints);
  Status RunInSavepoint(WriteJob& job);
  static void Refuse(WriteJob& job, const Status& why);
  static void RunWork(WriteJob& job, Transaction& transaction);

  Status Open();
  Status OpenConnection();
  Status EmptyLog();
  Status CloseOthers();
  Status Execute(const char* sql, const char* what);
  // After a failure: undoes the transaction or gives up the connection.
  void GiveUp();
  // Keeps the log short while there is no idle moment to empty it.
  void ShortenLog();
  void Checkpoint(int mode, std::chrono::milliseconds patience);
  int TryCheckpoint(int mode, std::chrono::milliseconds patience);
  void LogIsEmpty();
  void Probe();
  void SetHealth(const Status& status);

  const std::string path_;
  const SqliteOptions options_;
  // Weak: they end before the writer, which closes the file last.
  const std::weak_ptr<SqliteReaders> readers_;
  WriteQueue queue_;
  JobAnswerer answerer_;
  SqliteCheckpointer checkpointer_;

  // Of the writer thread.
  std::unique_ptr<SqliteConnection> connection_;
  std::unique_ptr<SqliteTransaction> transaction_;  // null = must be opened
  std::vector<WriteJob> jobs_;
  int code_ = 0;           // of the last failure, of SQLite
  int frames_in_log_ = 0;  // after the last commit
  int next_checkpoint_;    // when there are so many
  bool log_to_truncate_ = false;
  bool log_to_restart_ = false;
  bool file_unsure_ = false;  // a sync of it failed

  std::mutex health_mutex_;
  Status health_;

  std::thread thread_;  // last: it uses the others
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_WRITER_H_
