// The store in one SQLite file: WAL, one writer thread with group commit,
// readers with connections of their own.
//
// Chosen because the project fixes SQLite. Guards for 3.40.1: see
// OpenSqliteStore.
#ifndef SPORTELLO_STORE_SQLITE_STORE_H_
#define SPORTELLO_STORE_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "store/store.h"

namespace sportello {

struct SqliteStoreOptions {
  std::string directory;  // holds sportello.db and its lock file
  // false = synchronous=NORMAL: a power cut (not a crash of the program) may
  // lose the commits since the last checkpoint. true = FULL: nothing that was
  // acknowledged is lost.
  bool durable = true;
  int max_queued_jobs = 4096;
  int busy_timeout_ms = 5000;
  // After so many pages of 4 kB the log is moved into the file; after twenty
  // times as many it is begun anew.
  int checkpoint_frames = 2000;
};

// Opens or creates the file, applies numbered migrations, takes the lock on
// the directory. Errors: kConflict when another process holds the lock;
// kInvalid for a corrupt file, a foreign file or a newer schema (the file is
// left as it is); kUnavailable for a directory or disk that cannot be
// written.
Result<std::unique_ptr<Store>> OpenSqliteStore(
    const SqliteStoreOptions& options);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_STORE_H_
