#include "store/sqlite_checkpointer.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace sportello {
namespace {

// What is written while a pass runs is left to the next.
constexpr int kPasses = 4;
constexpr int kFewFrames = 200;

// SQLite syncs the file in the one checkpoint that moves all of the log, which
// would be the writer's, with everything the passes wrote still to sync.
bool SyncFile(sqlite3* database) {
  sqlite3_file* file = nullptr;
  const int code =
      sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (code != SQLITE_OK || file == nullptr) return false;
  return file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
}

}  // namespace

SqliteCheckpointer::SqliteCheckpointer(std::string path,
                                       const SqliteOptions& options)
    : path_(std::move(path)), options_(options) {}

SqliteCheckpointer::~SqliteCheckpointer() { Stop(); }

void SqliteCheckpointer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
  state_ = State::kIdle;
}

void SqliteCheckpointer::Begin() {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || sync_failed_ || state_ != State::kIdle) return;
    state_ = State::kWanted;
  }
  if (!thread_.joinable()) thread_ = std::thread([this] { Loop(); });
  changed_.notify_one();
}

bool SqliteCheckpointer::Ended() {
  State ended = State::kEnded;
  return state_.compare_exchange_strong(ended, State::kIdle);
}

void SqliteCheckpointer::Loop() {
  // A thread of its own number on Linux: customers come first.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), 5);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock,
                  [this] { return stopped_ || state_ == State::kWanted; });
    if (stopped_) return;
    lock.unlock();
    Checkpoint();
    lock.lock();
    state_ = State::kEnded;
  }
}

// The connection is opened anew: after a failure of the disk nothing old may
// be held.
void SqliteCheckpointer::Checkpoint() {
  auto connection = SqliteConnection::Open(path_, options_);
  if (!connection.ok()) return;
  int before = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    int moved = 0;
    const int code =
        sqlite3_wal_checkpoint_v2((*connection)->handle(), "main",
                                  SQLITE_CHECKPOINT_PASSIVE, nullptr, &moved);
    if (code == SQLITE_IOERR_FSYNC) sync_failed_ = true;
    if (code != SQLITE_OK) return;
    if (moved - before < kFewFrames) break;
    before = moved;
  }
  if (!SyncFile((*connection)->handle())) sync_failed_ = true;
}

}  // namespace sportello
