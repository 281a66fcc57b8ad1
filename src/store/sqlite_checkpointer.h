// Moves the log into the store's file beside the writer.
//
// Private to store/. A checkpoint of 10,000 pages takes 20 to 100 ms, in which
// the writer would answer nobody. A passive one on a connection of its own
// blocks neither the writer nor readers; the writer then only has to begin the
// log anew (https://www.sqlite.org/wal.html, section 4.1). Small ones leave the
// disk and the processors to customers in between.
#ifndef SPORTELLO_STORE_SQLITE_CHECKPOINTER_H_
#define SPORTELLO_STORE_SQLITE_CHECKPOINTER_H_

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "store/sqlite_connection.h"

namespace sportello {

class SqliteCheckpointer {
 public:
  SqliteCheckpointer(std::string path, const SqliteOptions& options);
  ~SqliteCheckpointer();  // stops
  SqliteCheckpointer(const SqliteCheckpointer&) = delete;
  SqliteCheckpointer& operator=(const SqliteCheckpointer&) = delete;

  // Begins a checkpoint, unless one runs or Ended() was not asked yet. The
  // thread starts with the first.
  void Begin();
  // True once after each checkpoint, whether it failed or not: a failure is
  // found, and handled, by whoever moves the rest, but for that of a sync.
  bool Ended();
  bool running() const { return state_ == State::kWanted; }
  // Whether a sync of the file failed; no checkpoint may begin until the log
  // was moved again, which ForgetFailure() tells.
  bool sync_failed() const { return sync_failed_; }
  void ForgetFailure() { sync_failed_ = false; }
  // Waits for a checkpoint that runs; none begins any more.
  void Stop();

 private:
  enum class State { kIdle, kWanted, kEnded };

  void Loop();
  void Checkpoint();

  const std::string path_;
  const SqliteOptions options_;
  std::atomic<State> state_ = State::kIdle;
  std::atomic<bool> sync_failed_ = false;
  bool stopped_ = false;  // under mutex_
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_CHECKPOINTER_H_
