// A disk that fails and loses power when told: a layer under SQLite.
//
// While it lives, every file that SQLite opens passes through it. One at a
// time. Safe from many threads.
#ifndef SPORTELLO_TESTS_UNIT_STORE_FAULTY_DISK_H_
#define SPORTELLO_TESTS_UNIT_STORE_FAULTY_DISK_H_

#include <sqlite3.h>

#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace sportello {

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The `nth` write, sync or truncation from now (1 = the next) and the
  // `count` - 1 after it return `code` without effect. What a failed sync was
  // to bring to the disk can be read, but no later sync brings it there: so
  // does Linux (fsync(2); https://wiki.postgresql.org/wiki/Fsync_Errors).
  void FailAt(int nth, int code, int count = 1);
  // As FailAt(), for syncs of a database's file only, not of its log.
  void FailFileSyncs(int count);
  // From now on until Repair().
  void Break(int code) { FailAt(1, code, 1 << 30); }
  void Repair() { FailAt(0, SQLITE_OK, 0); }
  // True when the last FailAt() has begun to fail.
  bool failed();

  // Writes each file of a directory into another as a power cut would leave
  // it: all that was synced, and of what was written since each piece by
  // chance.
  void LosePower(const std::string& from, const std::string& to,
                 std::mt19937& random);

 private:
  struct Piece {  // a write, or with `truncation` a new size
    size_t offset = 0;
    std::string bytes;
    bool truncation = false;
  };
  struct Image {
    std::string synced;
    std::vector<Piece> pending;
  };
  struct File;  // what SQLite holds
  friend struct Methods;

  // Counts an operation; the code with which it must fail, or SQLITE_OK.
  int Count();
  int CountSync(const std::string& path);
  static void Apply(std::string& contents, const Piece& piece);

  std::mutex mutex_;
  std::map<std::string, Image> images_;
  int calls_until_failure_ = 0;  // 0 = none planned
  int file_syncs_to_fail_ = 0;
  int failures_left_ = 0;
  int code_ = SQLITE_OK;
  bool failed_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_STORE_FAULTY_DISK_H_
