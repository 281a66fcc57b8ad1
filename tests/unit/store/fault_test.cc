// Full disks, failing disks, lost power, a locked file.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "base/log.h"
#include "store/attachment_limit.h"
#include "store/file_parts.h"
#include "unit/store/faulty_disk.h"
#include "unit/store/log_reader.h"
#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

// A store on a faulty disk, and a customer who remembers what was
// acknowledged.
struct FaultFixture {
  FaultFixture() {
    SetLogLevel(LogLevel(4));  // the failures are wanted
    Reopen();
  }
  ~FaultFixture() { SetLogLevel(LogLevel::kInfo); }

  void Reopen() {
    store.reset();
    auto opened = OpenStore(directory, checkpoint_frames);
    REQUIRE_MESSAGE(opened.ok(), ErrorOf(opened));
    store = std::move(*opened);
  }

  Status SayNext() {
    const std::string id = "m" + std::to_string(++said);
    // Some 4 kB, so that a few turns fill pages and logs.
    const Status status =
        Say(*store, "c" + std::to_string(said % 5), std::string(2000, 'x'), id);
    if (status.ok()) acknowledged.insert(id);
    return status;
  }

  // Says things until one is acknowledged and the store is well; false when
  // that takes more than 10 s.
  bool Recovers() {
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
      if (SayNext().ok() && store->Health().ok()) return true;
    }
    return false;
  }

  // Breaks each of the next 200 writes and syncs in turn.
  void FailEachCall();
  // Looks at what a power cut would leave now.
  void CheckAfterPowerCut(std::mt19937& random);
  // Cuts the power at any moment, 30 times.
  void CutPower();

  TemporaryDirectory directory;
  FaultyDisk disk;
  std::unique_ptr<Store> store;
  int checkpoint_frames = SqliteStoreOptions().checkpoint_frames;
  int said = 0;
  std::set<std::string> acknowledged;
};

// Every acknowledged id in the file, once, and the file sound. Raw SQL: the
// store is not its own witness.
void CheckFile(const std::string& path,
               const std::set<std::string>& acknowledged) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  std::multiset<std::string> stored;
  std::string integrity;
  const auto add = [](void* set, int, char** columns, char**) {
    static_cast<std::multiset<std::string>*>(set)->insert(columns[0]);
    return 0;
  };
  const auto set = [](void* text, int, char** columns, char**) {
    *static_cast<std::string*>(text) += columns[0];
    return 0;
  };
  REQUIRE(sqlite3_exec(database,
                       "SELECT external_id FROM message WHERE external_id IS "
                       "NOT NULL",
                       add, &stored, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, "PRAGMA integrity_check", set, &integrity,
                       nullptr) == SQLITE_OK);
  sqlite3_close(database);
  CHECK(integrity == "ok");
  int lost = 0;
  int doubled = 0;
  for (const std::string& id : acknowledged) lost += stored.count(id) == 0;
  for (const std::string& id : stored) doubled += stored.count(id) > 1;
  CHECK(lost == 0);
  CHECK(doubled == 0);
}

void FaultFixture::CheckAfterPowerCut(std::mt19937& random) {
  const TemporaryDirectory after;
  disk.LosePower(directory.path(), after.path(), random);
  CheckFile(after.store_path(), acknowledged);
}

void FaultFixture::FailEachCall() {
  std::mt19937 random(5);
  for (const int code : {SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_FULL}) {
    for (int nth = 1; nth <= 200; ++nth) {
      const int count = 1 + nth % 4;
      disk.FailAt(nth, code, count);
      for (int turn = 0; turn < 100 && !disk.failed(); ++turn) {
        static_cast<void>(SayNext());
      }
      if (nth % 20 == 0) Reopen();  // its checkpoint may be what fails
      REQUIRE(Recovers());
    }
    CheckAfterPowerCut(random);
    disk.Repair();
    Reopen();
    CheckFile(directory.store_path(), acknowledged);
  }
}

void FaultFixture::CutPower() {
  std::mt19937 random(7);
  for (int round = 0; round < 30; ++round) {
    const int turns = static_cast<int>(random() % 8);
    for (int turn = 0; turn < turns; ++turn) REQUIRE(SayNext().ok());
    if (round % 10 == 9) Reopen();
    const std::set<std::string> before = acknowledged;
    std::thread traffic([&] {
      for (int turn = 0; turn < 3; ++turn) static_cast<void>(SayNext());
    });
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
    const TemporaryDirectory after;
    disk.LosePower(directory.path(), after.path(), random);
    traffic.join();
    CheckFile(after.store_path(), before);
  }
}

TEST_CASE_FIXTURE(FaultFixture,
                  "What a failed sync did not bring to the disk is written "
                  "again") {
  checkpoint_frames = 4;
  Reopen();
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    disk.FailFileSyncs(1 + round % 3);
    for (int turn = 0; turn < 500 && !disk.failed(); ++turn) {
      static_cast<void>(SayNext());
    }
    REQUIRE(disk.failed());
    // A commit may fail before the writer knows of the sync.
    if (round % 2 == 1) disk.FailAt(1, SQLITE_IOERR_WRITE);
    REQUIRE(Recovers());
    disk.FailFileSyncs(0);
    for (int turn = 0; turn < round % 7; ++turn) REQUIRE(SayNext().ok());
    CAPTURE(round);
    CheckAfterPowerCut(random);
  }
}

TEST_CASE_FIXTURE(FaultFixture,
                  "After a failed sync another program's reading is waited "
                  "for") {
  checkpoint_frames = 50;
  Reopen();
  std::optional<LogReader> other;
  other.emplace(directory.store_path(), [&] { REQUIRE(SayNext().ok()); });
  disk.FailFileSyncs(1);
  Status refused;
  for (int turn = 0; turn < 5000 && refused.ok(); ++turn) refused = SayNext();
  REQUIRE(!refused.ok());
  CHECK(refused.error().message ==
        "a sync of the store failed, and another program holds its log");
  other.reset();
  CHECK(Recovers());
  std::mt19937 random(3);
  CheckAfterPowerCut(random);
}

TEST_CASE_FIXTURE(FaultFixture,
                  "A full disk is 'unavailable', and over when space returns") {
  REQUIRE(SayNext().ok());
  disk.Break(SQLITE_FULL);
  const Status full = SayNext();
  REQUIRE(!full.ok());
  CHECK(full.error().code == Code::kUnavailable);
  CHECK(full.error().message ==
        "cannot commit: database or disk is full (sqlite 13)");
  CHECK(ErrorOf(store->Health()) == full.error().message);
  CHECK(store->FindConversation("c1").ok());
  disk.Repair();
  CHECK(Recovers());
}

TEST_CASE_FIXTURE(FaultFixture,
                  "A store that failed recovers without a customer") {
  disk.Break(SQLITE_IOERR_WRITE);
  CHECK(!SayNext().ok());
  CHECK(!store->Health().ok());
  disk.Repair();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!store->Health().ok() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  CHECK(store->Health().ok());
  CHECK(SayNext().ok());
}

TEST_CASE_FIXTURE(FaultFixture,
                  "Whichever write or sync fails, nothing acknowledged is "
                  "lost") {
  // The second time the log is moved into the file all the time.
  for (const int frames : {checkpoint_frames, 12}) {
    checkpoint_frames = frames;
    Reopen();
    FailEachCall();
  }
}

TEST_CASE_FIXTURE(FaultFixture,
                  "A power cut loses nothing that was acknowledged") {
  for (const int frames : {checkpoint_frames, 12}) {
    checkpoint_frames = frames;
    Reopen();
    CutPower();
  }
}

TEST_CASE_FIXTURE(FaultFixture,
                  "Whichever write fails, a file is kept whole or not at all") {
  REQUIRE(SayNext().ok());
  const std::string content(3 * kMaxPartBytes + 5, 'x');
  std::set<std::string> kept;
  int rounds = 0;
  for (int nth = 1; nth <= 500; nth += 7, ++rounds) {
    const std::string id = "f" + std::to_string(nth);
    disk.FailAt(nth, SQLITE_IOERR_WRITE, 1);
    Status status = WriteLooseFile(*store, id, content);
    if (status.ok()) {
      status = store->Write([&](Transaction& transaction) {
        return transaction.attachments().Insert(
            {id, "c1", 1, "a", "b", static_cast<int64_t>(content.size()),
             FromMillis(7)});
      });
    }
    if (status.ok()) kept.insert(id);
    REQUIRE(Recovers());
    disk.Repair();
  }
  CHECK_FALSE(kept.empty());
  CHECK(kept.size() < static_cast<size_t>(rounds));
  Reopen();
  std::set<std::string> found;
  const auto listed = *store->attachments().List("c1");
  for (const Attachment& one : listed) {
    found.insert(one.id);
    const auto read = *store->attachments().Read(one.id);
    CHECK((read == content));
  }
  CHECK(found == kept);
  CHECK(store->attachments().ListLoose()->empty());
  store.reset();
  CheckFile(directory.store_path(), acknowledged);
}

TEST_CASE_FIXTURE(FaultFixture,
                  "The log stays short while people write and read") {
  checkpoint_frames = 10;  // readers are waited for from 400 pages on
  Reopen();
  std::atomic<bool> ended = false;
  std::thread reader([&] {
    while (!ended) static_cast<void>(store->ListMessages("c1", 0, 200));
  });
  uintmax_t longest = 0;
  for (int turn = 0; turn < 1500; ++turn) {
    REQUIRE(SayNext().ok());
    longest = std::max(
        longest, std::filesystem::file_size(directory.store_path() + "-wal"));
  }
  ended = true;
  reader.join();
  // All that was written is some 10,000 pages.
  CHECK(longest < 1000 * 4096);
  store.reset();
  CheckFile(directory.store_path(), acknowledged);
}
TEST_CASE("A lock held by another process is waited for, then 'unavailable'") {
  const TemporaryDirectory directory;
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  sqlite3* other = nullptr;
  REQUIRE(sqlite3_open(directory.store_path().c_str(), &other) == SQLITE_OK);
  const auto run = [&](const char* sql) {
    REQUIRE(sqlite3_exec(other, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  };
  SetLogLevel(LogLevel(4));
  run("BEGIN IMMEDIATE");
  const Status locked = Say(**store, "c1", "ciao", "m1");
  run("ROLLBACK");
  sqlite3_close(other);
  REQUIRE(!locked.ok());
  CHECK(locked.error().code == Code::kUnavailable);
  CHECK(locked.error().message ==
        "cannot write: database is locked (sqlite 5)");
  CHECK(Say(**store, "c1", "ciao", "m1").ok());
  CHECK((*store)->Health().ok());
  SetLogLevel(LogLevel::kInfo);
}

TEST_CASE("A text over the limit is the job's own fault") {
  const TemporaryDirectory directory;
  auto store = OpenStore(directory);
  REQUIRE(store.ok());
  const std::string text(kMaxAttachmentBytes + (2U << 20U), 'x');
  const Status status = Say(**store, "c1", text);
  REQUIRE(!status.ok());
  CHECK(status.error().code == Code::kInvalid);
  CHECK(status.error().message ==
        "cannot append a message: string or blob too big (sqlite 18)");
  CHECK((*store)->Health().ok());
  CHECK(Say(**store, "c1", "short").ok());
}

// In the child: fills a store until the file size limit stops it, then raises
// the limit. 0 = all as promised.
int FillUpToLimit(const TemporaryDirectory& directory) {
  std::signal(SIGXFSZ, SIG_IGN);
  SetLogLevel(LogLevel(4));
  auto store = OpenStore(directory);
  if (!store.ok()) return 1;
  rlimit limit{};
  getrlimit(RLIMIT_FSIZE, &limit);
  const rlimit small = {1 << 20, limit.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  Status status;
  for (int turn = 0; turn < 5000 && status.ok(); ++turn) {
    status = Say(**store, "c1", std::string(2000, 'x'));
  }
  if (status.ok() || status.error().code != Code::kUnavailable) return 2;
  if ((*store)->Health().ok()) return 3;
  setrlimit(RLIMIT_FSIZE, &limit);
  return Say(**store, "c1", "after").ok() ? 0 : 4;
}

TEST_CASE("A file size limit stops no process and is over when it is raised") {
  const TemporaryDirectory directory;
  const pid_t child = fork();
  if (child == 0) _exit(FillUpToLimit(directory));
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CheckFile(directory.store_path(), {});
}

}  // namespace
}  // namespace sportello
