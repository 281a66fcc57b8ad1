// Who reads from the store's log beside the daemon.
#ifndef SPORTELLO_TESTS_UNIT_STORE_LOG_READER_H_
#define SPORTELLO_TESTS_UNIT_STORE_LOG_READER_H_

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>

namespace sportello {

// Another program that reads from the store's log, which can be moved in part
// only then, and not be emptied, however slow the test is.
class LogReader {
 public:
  // `say` writes a message to the store: the log may just have been emptied.
  template <typename SayOne>
  LogReader(const std::string& path, SayOne say) {
    REQUIRE(sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READONLY,
                            nullptr) == SQLITE_OK);
    say();
    Run("BEGIN; SELECT count(*) FROM message");
    while (std::filesystem::file_size(path + "-wal") == 0) {
      Run("COMMIT");
      say();
      Run("BEGIN; SELECT count(*) FROM message");
    }
  }
  ~LogReader() { sqlite3_close(database_); }
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;

 private:
  void Run(const char* sql) {
    REQUIRE(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) ==
            SQLITE_OK);
  }

  sqlite3* database_ = nullptr;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_STORE_LOG_READER_H_
