// Kills a process that stores turns, again and again, and compares what it
// acknowledged with what is on disk (reliability.md, FT-01).
//
// Usage: crash_store [ROUNDS [DIRECTORY]]    (10, a directory in /tmp)
//
// Each round a child opens the store and runs 8 writers; each appends the id
// of a turn to a log of its own once the store has acknowledged it. One more
// keeps files, in parts and then with their message. The parent kills the child
// with SIGKILL at a random moment, opens the store (which must take less than
// 2 s), stops it, and reads the file with plain SQL: every acknowledged id is
// there, none twice, numbering without gaps; every acknowledged file is whole,
// nothing is left of the others; and integrity_check is content.
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/log.h"
#include "store/file_parts.h"
#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

constexpr int kWriters = 8;

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "crash_store: %s\n", why.c_str());
  std::exit(1);
}

SqliteStoreOptions OptionsFor(const std::string& directory) {
  SqliteStoreOptions options;
  options.directory = directory + "/store";
  return options;
}

std::string LogPath(const std::string& directory, int writer) {
  return directory + "/acknowledged." + std::to_string(writer);
}

std::string FileLogPath(const std::string& directory) {
  return directory + "/acknowledged.files";
}

void Acknowledge(int log, const std::string& id) {
  const std::string line = id + "\n";
  if (write(log, line.data(), line.size()) !=
      static_cast<ssize_t>(line.size())) {
    std::abort();
  }
}

// The life of a writer: ends only with the process. Every fifth job fails
// after it wrote, so that batches are undone and run again as well.
void Speak(Store& store, const std::string& directory, int round, int writer) {
  const int log = open(LogPath(directory, writer).c_str(),
                       O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  for (int i = 0;; ++i) {
    const std::string id = std::to_string(round) + "-" +
                           std::to_string(writer) + "-" + std::to_string(i);
    const std::string conversation = "c" + std::to_string(i / 10 % 50);
    const Status status = store.Write([&](Transaction& transaction) -> Status {
      Status turn = WriteTurn(transaction, conversation, id, id);
      if (!turn.ok()) return turn;
      return i % 5 == 4 ? Status(Denied("wanted")) : Status();
    });
    if (status.ok()) {
      Acknowledge(log, id);
    } else if (status.error().code != Code::kDenied) {
      Fail(status.error().message);
    }
  }
}

// Files of 1 to 5 parts; they belong to a conversation of a writer's.
void KeepFiles(Store& store, const std::string& directory, int round) {
  const int log = open(FileLogPath(directory).c_str(),
                       O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  for (int i = 0;; ++i) {
    const std::string id = std::to_string(round) + "-f" + std::to_string(i);
    const std::string content(static_cast<size_t>(1 + i % 5) * 200'000, 'x');
    Status status = WriteLooseFile(store, id, content);
    if (!status.ok()) Fail(status.error().message);
    status = store.Write([&](Transaction& transaction) {
      return transaction.attachments().Insert(
          {id, "c0", 1, "name", "type", static_cast<int64_t>(content.size()),
           FromMillis(1)});
    });
    if (status.ok()) {
      Acknowledge(log, id);
    } else if (status.error().code != Code::kNotFound) {
      Fail(status.error().message);
    }
  }
}

void RunChild(const std::string& directory, int round) {
  auto store = OpenSqliteStore(OptionsFor(directory));
  if (!store.ok()) Fail(store.error().message);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back(
        [&, writer] { Speak(**store, directory, round, writer); });
  }
  writers.emplace_back([&] { KeepFiles(**store, directory, round); });
  for (std::thread& writer : writers) writer.join();
}

// The first column of all rows.
std::vector<std::string> Column(sqlite3* database, const char* sql) {
  std::vector<std::string> values;
  const auto add = [](void* out, int, char** columns, char**) {
    static_cast<std::vector<std::string>*>(out)->emplace_back(columns[0]);
    return 0;
  };
  if (sqlite3_exec(database, sql, add, &values, nullptr) != SQLITE_OK) {
    Fail(sqlite3_errmsg(database));
  }
  return values;
}

struct Outcome {
  size_t acknowledged = 0;
  size_t stored = 0;
  size_t files = 0;
};

// How many files were acknowledged; all of them must be whole.
size_t CheckFiles(sqlite3* database, const std::string& directory) {
  const std::vector<std::string> whole = Column(
      database,
      "SELECT id FROM attachment WHERE size = (SELECT "
      "sum(length(content)) FROM attachment_part WHERE attachment = id)");
  const std::set<std::string> stored(whole.begin(), whole.end());
  size_t acknowledged = 0;
  std::istringstream log(ReadFile(FileLogPath(directory)));
  for (std::string id; std::getline(log, id); ++acknowledged) {
    if (!stored.contains(id)) Fail("acknowledged and lost: file " + id);
  }
  if (!Column(database,
              "SELECT key FROM attachment_part WHERE attachment NOT IN (SELECT "
              "id FROM attachment)")
           .empty() ||
      !Column(database, "SELECT id FROM attachment_loose").empty()) {
    Fail("a part of a file was left behind");
  }
  if (Column(database, "SELECT bytes FROM attachment_total") !=
      Column(database, "SELECT coalesce(sum(size), 0) FROM attachment")) {
    Fail("the bytes of files are not counted right");
  }
  return acknowledged;
}

Outcome Check(const std::string& directory) {
  sqlite3* database = nullptr;
  const std::string path = OptionsFor(directory).directory + "/sportello.db";
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) Fail("cannot open");
  if (Column(database, "PRAGMA integrity_check") !=
      std::vector<std::string>{"ok"}) {
    Fail("integrity_check found damage");
  }
  if (!Column(database,
              "SELECT c.id FROM conversation c LEFT JOIN message m ON "
              "m.conversation = c.key GROUP BY c.key HAVING count(m.seq) != "
              "c.last_seq OR max(m.seq) != c.last_seq")
           .empty()) {
    Fail("a conversation is not numbered from 1 to last_seq");
  }
  const std::vector<std::string> rows =
      Column(database,
             "SELECT external_id FROM message WHERE external_id IS NOT NULL");
  Outcome outcome;
  outcome.files = CheckFiles(database, directory);
  sqlite3_close(database);
  const std::set<std::string> stored(rows.begin(), rows.end());
  if (stored.size() != rows.size()) Fail("a message is stored twice");
  outcome.stored = stored.size();
  for (int writer = 0; writer < kWriters; ++writer) {
    std::istringstream log(ReadFile(LogPath(directory, writer)));
    for (std::string id; std::getline(log, id);) {
      ++outcome.acknowledged;
      if (!stored.contains(id)) Fail("acknowledged and lost: " + id);
    }
  }
  for (const std::string& id : stored) {
    if ((id.back() - '0') % 5 == 4) Fail("stored though its job failed: " + id);
  }
  return outcome;
}

void RunRounds(const char* program, const std::string& directory, int rounds) {
  std::mt19937 random(std::random_device{}());
  double slowest_start = 0;
  Outcome outcome;
  for (int round = 0; round < rounds; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      const std::string number = std::to_string(round);
      execl(program, program, "child", directory.c_str(), number.c_str(),
            nullptr);
      _exit(127);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + random() % 400));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSIGNALED(status)) Fail("the child ended by itself");
    const auto start = std::chrono::steady_clock::now();
    auto store = OpenSqliteStore(OptionsFor(directory));
    const double taken =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count();
    if (!store.ok()) Fail(store.error().message);
    if (taken > 2) Fail("the start took " + std::to_string(taken) + " s");
    slowest_start = std::max(slowest_start, taken);
    store->reset();
    outcome = Check(directory);
  }
  std::printf(
      "crash_store: %d rounds, %zu acknowledged, %zu stored, %zu files, none "
      "lost, none twice; slowest start %.3f s\n",
      rounds, outcome.acknowledged, outcome.stored, outcome.files,
      slowest_start);
}

}  // namespace
}  // namespace sportello

int main(int argc, char** argv) {
  using namespace sportello;
  SetLogLevel(LogLevel::kWarning);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() == 3 && arguments[0] == "child") {
    RunChild(arguments[1], std::atoi(arguments[2].c_str()));
    return 0;
  }
  const int rounds = arguments.empty() ? 10 : std::atoi(arguments[0].c_str());
  if (arguments.size() > 1) {
    std::filesystem::create_directories(arguments[1]);
    RunRounds("/proc/self/exe", arguments[1], rounds);
  } else {
    const TemporaryDirectory directory;
    RunRounds("/proc/self/exe", directory.path(), rounds);
  }
  return 0;
}
