// The directory of the store: its lock and its file, created or checked.
//
// Private to store/.
#ifndef SPORTELLO_STORE_STORE_DIRECTORY_H_
#define SPORTELLO_STORE_STORE_DIRECTORY_H_

#include <memory>
#include <string>

#include "base/result.h"
#include "store/sqlite_connection.h"

namespace sportello {

// The lock of a directory, held until it is destroyed or the process ends. A
// lock file in it stays; only flock(2) on it counts.
class DirectoryLock {
 public:
  // Creates the directory (0700) when it is missing. kConflict when another
  // process, or another store in this one, holds the lock.
  static Result<std::unique_ptr<DirectoryLock>> Take(
      const std::string& directory);

  ~DirectoryLock();
  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}
  int file_;
};

// "DIRECTORY/sportello.db".
std::string StorePath(const std::string& directory);

// Makes the file ready: creates it with the tables (built aside and renamed,
// so that a crash leaves either none or a whole one), or checks that it is
// ours and sound and migrates it. Requires the lock. A file of more than 64 MiB
// is checked after an unclean stop only. kInvalid for a damaged, foreign or
// newer file, which stays as it is; kUnavailable for the disk.
Status PrepareFile(const std::string& directory);

}  // namespace sportello

#endif  // SPORTELLO_STORE_STORE_DIRECTORY_H_
