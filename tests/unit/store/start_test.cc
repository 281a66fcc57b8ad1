// What a store does with the directory that it finds.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/sqlite_connection.h"
#include "store/sqlite_schema.h"
#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

void Run(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) ==
          SQLITE_OK);
  sqlite3_close(database);
}

// A directory with a store of some conversations in it, cleanly stopped.
struct StartFixture {
  StartFixture() {
    auto store = OpenStore(directory);
    REQUIRE(store.ok());
    for (int i = 0; i < 50; ++i) {
      REQUIRE(Say(**store, "c" + std::to_string(i), "ciao").ok());
    }
  }
  // The store must refuse to start with this error and leave the file alone.
  void ExpectRefusal(Code code, const std::string& message) {
    const std::string before = ReadFile(directory.store_path());
    const auto store = OpenStore(directory);
    REQUIRE(!store.ok());
    CHECK(store.error().code == code);
    CHECK(store.error().message == message);
    CHECK(ReadFile(directory.store_path()) == before);
  }
  std::string Quoted() const { return "'" + directory.store_path() + "'"; }

  TemporaryDirectory directory;
};

TEST_CASE_FIXTURE(StartFixture, "What was stored is there after a restart") {
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  auto messages = (*store)->ListMessages("c7", 0, 10);
  REQUIRE(messages.ok());
  CHECK(messages->size() == 2);
  CHECK(Say(**store, "c7", "di nuovo").ok());
}

TEST_CASE_FIXTURE(StartFixture, "A second store on a directory is refused") {
  auto first = OpenStore(directory);
  REQUIRE(first.ok());
  ExpectRefusal(Code::kConflict,
                "cannot use '" + directory.path() +
                    "': another sportello is running on this directory");
  CHECK(Say(**first, "c1", "ciao").ok());
}

TEST_CASE_FIXTURE(StartFixture, "A clean stop leaves no log") {
  CHECK(access((directory.store_path() + "-wal").c_str(), F_OK) != 0);
}

TEST_CASE("A stop while the log is moved leaves no log") {
  SetLogLevel(LogLevel::kWarning);
  const TemporaryDirectory directory;
  for (int turn = 0; turn < 30; ++turn) {
    auto store = OpenStore(directory, /*checkpoint_frames=*/1);
    REQUIRE(store.ok());
    REQUIRE(Say(**store, "c" + std::to_string(turn), "ciao").ok());
    store->reset();
    REQUIRE(!std::filesystem::exists(directory.store_path() + "-wal"));
  }
  SetLogLevel(LogLevel::kInfo);
}

TEST_CASE_FIXTURE(StartFixture, "An empty file is refused") {
  WriteFile(directory.store_path(), "");
  ExpectRefusal(Code::kInvalid,
                "cannot use " + Quoted() +
                    ": it is empty: restore a backup, or move it away to "
                    "begin anew");
}

TEST_CASE_FIXTURE(StartFixture, "A file of another format is refused") {
  WriteFile(directory.store_path(), std::string(5000, 'x'));
  ExpectRefusal(Code::kInvalid,
                "cannot use " + Quoted() + ": not a store of sportello");
}

TEST_CASE_FIXTURE(StartFixture, "The database of another program is refused") {
  unlink(directory.store_path().c_str());
  Run(directory.store_path(), "CREATE TABLE theirs (x)");
  ExpectRefusal(Code::kInvalid,
                "cannot use " + Quoted() + ": not a store of sportello");
}

TEST_CASE_FIXTURE(StartFixture, "A file cut to half is refused") {
  const std::string whole = ReadFile(directory.store_path());
  const std::string half = whole.substr(0, whole.size() / 2);
  WriteFile(directory.store_path(), half);
  const auto store = OpenStore(directory);
  REQUIRE(!store.ok());
  CHECK(store.error().code == Code::kInvalid);
  CHECK(store.error().message.starts_with("cannot use " + Quoted()));
  CHECK(ReadFile(directory.store_path()) == half);
}

TEST_CASE_FIXTURE(StartFixture,
                  "Whichever page header is damaged, the file "
                  "is refused or still whole") {
  const std::string whole = ReadFile(directory.store_path());
  size_t refused = 0;
  for (size_t page = 0; page < whole.size() / 4096; ++page) {
    std::string damaged = whole;
    char& byte = damaged[page * 4096 + (page == 0 ? 100 : 0)];
    byte = static_cast<char>(byte ^ 0x15);
    WriteFile(directory.store_path(), damaged);
    const auto store = OpenStore(directory);
    if (store.ok()) continue;
    ++refused;
    CHECK(store.error().code == Code::kInvalid);
    CHECK(ReadFile(directory.store_path()) == damaged);
  }
  CHECK(refused == whole.size() / 4096);
}

TEST_CASE_FIXTURE(StartFixture, "A file of a newer program is refused") {
  Run(directory.store_path(), "PRAGMA user_version=99");
  ExpectRefusal(Code::kInvalid,
                "cannot use " + Quoted() +
                    ": the store has schema version 99, this program knows "
                    "versions up to " +
                    std::to_string(Migrations().size()) +
                    ": start a newer sportello");
}

TEST_CASE_FIXTURE(StartFixture, "A log without its file is refused") {
  const std::string path = directory.store_path();
  unlink(path.c_str());
  WriteFile(path + "-wal", "x");
  const auto store = OpenStore(directory);
  REQUIRE(!store.ok());
  CHECK(store.error().code == Code::kInvalid);
  CHECK(store.error().message == "cannot use " + Quoted() +
                                     ": it is missing, but its log '" + path +
                                     "-wal' is there: restore a backup");
  CHECK(access(path.c_str(), F_OK) != 0);
}

TEST_CASE("What an interrupted first start left is swept away") {
  const TemporaryDirectory directory;
  WriteFile(directory.store_path() + ".new", "half a file");
  WriteFile(directory.store_path() + ".new-journal", "half a journal");
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  CHECK(Say(**store, "c1", "ciao").ok());
}

TEST_CASE("Directory and files are for their owner only") {
  const TemporaryDirectory directory;
  SqliteStoreOptions options;
  options.directory = directory.path() + "/a/b";
  auto store = OpenSqliteStore(options);
  REQUIRE(store.ok());
  REQUIRE(Say(**store, "c1", "ciao").ok());
  const auto mode = [&](const std::string& name) {
    struct stat status {};
    REQUIRE(stat((options.directory + name).c_str(), &status) == 0);
    return status.st_mode & 0777;
  };
  CHECK(mode("") == 0700);
  CHECK(mode("/sportello.db") == 0600);
  CHECK(mode("/sportello.db-wal") == 0600);
  CHECK(mode("/sportello.db-shm") == 0600);
  CHECK(mode("/sportello.lock") == 0600);
}

TEST_CASE("A directory that cannot be made is 'unavailable'") {
  const TemporaryDirectory directory;
  WriteFile(directory.path() + "/file", "x");
  SqliteStoreOptions options;
  options.directory = directory.path() + "/file";
  auto store = OpenSqliteStore(options);
  CHECK(ErrorOf(store) ==
        "cannot use '" + options.directory + "': not a directory");
  options.directory += "/below";
  store = OpenSqliteStore(options);
  REQUIRE(!store.ok());
  CHECK(store.error().code == Code::kUnavailable);
  CHECK(store.error().message ==
        "cannot create '" + options.directory + "': Not a directory");
}

TEST_CASE("No error of the store holds a customer's text") {
  const TemporaryDirectory directory;
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  const std::string secret = "IT60X0542811101000000123456";
  REQUIRE(Say(**store, "c1", secret, secret).ok());
  const Status status = Say(**store, "c1", secret, secret);
  CHECK(ErrorOf(status) == "the message was stored before");
}

}  // namespace
}  // namespace sportello
