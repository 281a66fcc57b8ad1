#include "sqlite/sqlite_file.h"

#include <unistd.h>

#include <utility>

namespace sportello {
namespace {

Status Configure(sqlite3* database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  const int code =
      sqlite3_exec(database, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;",
                   nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return StoreError(code, "cannot use the file");
  return {};
}

}  // namespace

Result<SqliteFile> SqliteFile::Create(const std::string& path) {
  sqlite3* database = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &database,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                          SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                      nullptr);
  SqliteFile file(database);
  if (code != SQLITE_OK)
    return StoreError(code, "cannot create '" + path + "'");
  const Status configured = Configure(database);
  if (!configured.ok()) return configured.error();
  // The whole file is made again when the machine stops in between.
  const Status pragmas = file.Execute(
      "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
      "PRAGMA application_id=1397772875");
  if (!pragmas.ok()) return pragmas.error();
  return file;
}

Result<SqliteFile> SqliteFile::OpenReadOnly(const std::string& path) {
  if (access(path.c_str(), F_OK) != 0) {
    return NotFound("'" + path + "': there is no such file");
  }
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &database,
      SQLITE_OPEN_READONLY | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
      nullptr);
  SqliteFile file(database);
  if (code != SQLITE_OK) return StoreError(code, "cannot open '" + path + "'");
  const Status configured = Configure(database);
  if (!configured.ok()) return configured.error();
  const int read = sqlite3_exec(database, "SELECT count(*) FROM sqlite_schema",
                                nullptr, nullptr, nullptr);
  if (read != SQLITE_OK) {
    Error error = StoreError(read, "'" + path + "'");
    error.code = Code::kInvalid;
    return error;
  }
  return file;
}

SqliteFile::SqliteFile(SqliteFile&& other) noexcept {
  std::swap(database_, other.database_);
}

SqliteFile& SqliteFile::operator=(SqliteFile&& other) noexcept {
  std::swap(database_, other.database_);
  return *this;
}

SqliteFile::~SqliteFile() {
  // v2 waits for statements that are still open.
  static_cast<void>(sqlite3_close_v2(database_));
}

Status SqliteFile::Execute(const char* sql) {
  const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return StoreError(code, "cannot run a statement");
  return {};
}

}  // namespace sportello
