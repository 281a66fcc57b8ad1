// The header of a file is read before SQLite sees it: SQLite would roll back
// journals of a foreign file or take an empty file for a new database. Reading
// is safe here only because no connection of this process is open yet (POSIX
// drops a process's locks when any descriptor of the file is closed).
#include "store/store_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "base/log.h"
#include "store/sqlite_attachment_table.h"
#include "store/sqlite_schema.h"

namespace sportello {
namespace {

constexpr off_t kAlwaysCheckedBytes = 64 << 20;
constexpr std::string_view kMagic("SQLite format 3\0", 16);

Error SystemError(const std::string& what, const std::string& path,
                  int number) {
  return Unavailable(what + " '" + path +
                     "': " + std::generic_category().message(number));
}

// The size of a file, -1 when there is none.
off_t SizeOf(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 ? status.st_size : -1;
}

Status CreateDirectory(const std::string& directory) {
  struct stat status {};
  if (stat(directory.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return {};
    return Unavailable("cannot use '" + directory + "': not a directory");
  }
  const std::string parent = std::filesystem::path(directory).parent_path();
  if (errno == ENOENT && !parent.empty() && parent != directory) {
    Status created = CreateDirectory(parent);
    if (!created.ok()) return created;
  }
  if (mkdir(directory.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return SystemError("cannot create", directory, errno);
}

Status SyncDirectory(const std::string& directory) {
  const int file = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return SystemError("cannot open", directory, errno);
  const int failure = fsync(file) == 0 ? 0 : errno;
  close(file);
  if (failure != 0) return SystemError("cannot sync", directory, failure);
  return {};
}

Status CheckHeader(const std::string& path) {
  std::array<unsigned char, 100> header{};
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return SystemError("cannot open", path, errno);
  const ssize_t got = read(file, header.data(), header.size());
  close(file);
  if (got < static_cast<ssize_t>(header.size())) {
    return Invalid("cannot use '" + path +
                   "': " + (got == 0 ? "it is empty" : "it is cut short") +
                   ": restore a backup, or move it away to begin anew");
  }
  int64_t application = 0;
  for (size_t i = 68; i < 72; ++i) application = application << 8 | header[i];
  if (std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0 ||
      application != kApplicationId) {
    return Invalid("cannot use '" + path + "': not a store of sportello");
  }
  return {};
}

// Builds the file aside. Rollback journal until it is in its place, WAL later.
Status CreateFile(const std::string& directory, const std::string& path) {
  const std::string aside = path + ".new";
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
    unlink((aside + suffix).c_str());  // what an interrupted start left
  }
  // Created here for its mode; the log files of SQLite inherit it.
  const int file =
      open(aside.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) return SystemError("cannot create", aside, errno);
  close(file);
  {
    auto connection = SqliteConnection::Open(aside, {});
    if (!connection.ok()) return connection.error();
    const std::string id =
        "PRAGMA application_id=" + std::to_string(kApplicationId);
    const int code = (*connection)->Execute(id.c_str());
    if (code != SQLITE_OK) {
      return StoreError(code, "cannot create '" + aside + "'");
    }
    Status migrated = Migrate(**connection, Migrations());
    if (!migrated.ok()) return migrated;
  }
  if (std::rename(aside.c_str(), path.c_str()) != 0) {
    return SystemError("cannot create", path, errno);
  }
  return SyncDirectory(directory);
}

Status CheckContent(SqliteConnection& connection, const std::string& path,
                    bool after_clean_stop) {
  if (after_clean_stop && SizeOf(path) > kAlwaysCheckedBytes) return {};
  const auto start = std::chrono::steady_clock::now();
  const Result<std::string> answer = connection.Text("PRAGMA quick_check(1)");
  if (!answer.ok()) return answer.error();
  if (*answer != "ok") {
    return Invalid("cannot use '" + path + "': damaged: " + *answer +
                   ": restore a backup");
  }
  const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  Log(LogLevel::kInfo, "store checked",
      {{"clean_stop", after_clean_stop},
       {"took_ms", static_cast<int64_t>(taken.count())}});
  return {};
}

Status CheckAndMigrate(const std::string& path) {
  Status header = CheckHeader(path);
  if (!header.ok()) return header;
  // SQLite removes the log at the end of a clean stop.
  const bool after_clean_stop = SizeOf(path + "-wal") <= 0;
  auto connection = SqliteConnection::Open(path, {});
  if (!connection.ok()) return connection.error();
  Status status = CheckContent(**connection, path, after_clean_stop);
  if (status.ok()) status = Migrate(**connection, Migrations());
  if (status.ok()) status = DropLooseFiles(**connection);
  if (!status.ok()) {
    Error error = status.error();
    if (error.message.find(path) == std::string::npos) {
      error.message = "cannot use '" + path + "': " + error.message;
    }
    return error;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(
    const std::string& directory) {
  Status created = CreateDirectory(directory);
  if (!created.ok()) return created.error();
  const std::string path = directory + "/sportello.lock";
  const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) return SystemError("cannot open", path, errno);
  std::unique_ptr<DirectoryLock> lock(new DirectoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) return SystemError("cannot lock", path, errno);
  return Conflict("cannot use '" + directory +
                  "': another sportello is running on this directory");
}

DirectoryLock::~DirectoryLock() { close(file_); }

std::string StorePath(const std::string& directory) {
  return directory + "/sportello.db";
}

Status PrepareFile(const std::string& directory) {
  const std::string path = StorePath(directory);
  if (SizeOf(path) >= 0) return CheckAndMigrate(path);
  if (SizeOf(path + "-wal") > 0) {
    return Invalid("cannot use '" + path + "': it is missing, but its log '" +
                   path + "-wal' is there: restore a backup");
  }
  return CreateFile(directory, path);
}

}  // namespace sportello
