#include "store/sqlite_log_file.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "store/sqlite_connection.h"
#include "unit/store/log_reader.h"
#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

constexpr int kFrame = 4096 + 24;

struct GrowingLog {
  GrowingLog() {
    WriteFile(path, "");
    auto opened = SqliteConnection::Open(path, {});
    REQUIRE(opened.ok());
    writer = std::move(*opened);
    REQUIRE(writer->Execute("PRAGMA journal_mode=WAL; CREATE TABLE t(x)") ==
            SQLITE_OK);
  }

  void Insert(int rows) {
    for (int i = 0; i < rows; ++i) {
      REQUIRE(writer->Execute("INSERT INTO t VALUES(zeroblob(3000))") ==
              SQLITE_OK);
    }
  }
  int LogSize() const {
    return static_cast<int>(std::filesystem::file_size(path + "-wal"));
  }
  int FramesInFile() const { return (LogSize() - 32) / kFrame; }

  TemporaryDirectory directory;
  std::string path = directory.store_path();
  std::unique_ptr<SqliteConnection> writer;
};

TEST_CASE_FIXTURE(GrowingLog, "A log of some pages gets no room") {
  Insert(3);
  const int size = LogSize();
  REQUIRE(FramesInFile() < 16);
  GrowLogAhead(writer->handle(), FramesInFile());
  CHECK(LogSize() == size);
}

TEST_CASE_FIXTURE(GrowingLog,
                  "A log that grows gets its own size of room, once, and 1 MiB "
                  "at most") {
  Insert(20);
  const int size = LogSize();
  const int frames = FramesInFile();
  GrowLogAhead(writer->handle(), frames);
  CHECK(LogSize() == size + frames * kFrame);
  GrowLogAhead(writer->handle(), frames);
  CHECK(LogSize() == size + frames * kFrame);

  Insert(400);
  const int long_log = LogSize();
  GrowLogAhead(writer->handle(), FramesInFile());
  CHECK(LogSize() == long_log + (1 << 20));
}

TEST_CASE_FIXTURE(GrowingLog, "What is committed goes into the room") {
  Insert(20);
  GrowLogAhead(writer->handle(), FramesInFile());
  const int size = LogSize();
  Insert(5);
  CHECK(LogSize() == size);
  CHECK(writer->Number("SELECT count(*) FROM t").value() == 25);
}

TEST_CASE("The store's log has room, and a copy of a crash is whole") {
  const TemporaryDirectory directory;
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  int turns = 0;
  const auto say = [&] {
    REQUIRE(Say(**store, "c1", "message " + std::to_string(++turns)).ok());
  };
  const std::string path = directory.store_path();
  const LogReader other(path, say);
  for (int more = 0; more < 100; ++more) say();
  const TemporaryDirectory after;
  const std::string log = ReadFile(path + "-wal");
  WriteFile(after.store_path(), ReadFile(path));
  WriteFile(after.store_path() + "-wal", log);
  REQUIRE(log.size() > kFrame);
  CHECK(std::all_of(log.end() - kFrame, log.end(),
                    [](char byte) { return byte == 0; }));

  auto restarted = OpenStore(after);
  REQUIRE(restarted.ok());
  const auto messages = (*restarted)->ListMessages("c1", 0, 1000);
  REQUIRE(messages.ok());
  CHECK(static_cast<int>(messages->size()) == 2 * turns);
}

}  // namespace
}  // namespace sportello
