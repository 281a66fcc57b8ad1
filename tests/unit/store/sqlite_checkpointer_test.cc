#include "store/sqlite_checkpointer.h"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

// A writer with a log of more than 1,000 pages and nothing in the file.
struct LoggedFile {
  LoggedFile() {
    WriteFile(directory.store_path(), "");
    auto opened = SqliteConnection::Open(directory.store_path(), {});
    REQUIRE(opened.ok());
    writer = std::move(*opened);
    REQUIRE(writer->Execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x);"
                            "INSERT INTO t VALUES(zeroblob(1000000));"
                            "UPDATE t SET x = x || zeroblob(1);"
                            "INSERT INTO t SELECT x FROM t;"
                            "INSERT INTO t SELECT x FROM t;") == SQLITE_OK);
    REQUIRE(FileSize() < 1'000'000);
  }

  uintmax_t FileSize() const {
    return std::filesystem::file_size(directory.store_path());
  }

  TemporaryDirectory directory;
  std::unique_ptr<SqliteConnection> writer;
};

bool EndsInTime(SqliteCheckpointer& checkpointer) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end) {
    if (checkpointer.Ended()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

TEST_CASE_FIXTURE(LoggedFile, "The log is moved into the file") {
  SqliteCheckpointer checkpointer(directory.store_path(), {});
  checkpointer.Begin();
  REQUIRE(EndsInTime(checkpointer));
  CHECK(FileSize() > 4'000'000);
  CHECK(!checkpointer.Ended());  // it is told once
}

TEST_CASE_FIXTURE(LoggedFile, "The log is moved beside a transaction") {
  REQUIRE(writer->Execute("BEGIN IMMEDIATE; DELETE FROM t") == SQLITE_OK);
  SqliteCheckpointer checkpointer(directory.store_path(), {});
  checkpointer.Begin();
  REQUIRE(EndsInTime(checkpointer));
  CHECK(FileSize() > 4'000'000);
  CHECK(writer->Execute("COMMIT") == SQLITE_OK);
  CHECK(writer->Number("SELECT count(*) FROM t").value() == 0);
}

TEST_CASE_FIXTURE(LoggedFile, "After a stop nothing begins") {
  SqliteCheckpointer checkpointer(directory.store_path(), {});
  checkpointer.Stop();
  checkpointer.Begin();
  checkpointer.Stop();
  CHECK(!checkpointer.Ended());
  CHECK(FileSize() < 1'000'000);
}

}  // namespace
}  // namespace sportello
