#include "store/sqlite_connection.h"

#include <array>
#include <utility>

#include "store/attachment_limit.h"

namespace sportello {
namespace {

// The largest row is a file that a customer mailed; statements are ours and
// short. Values after sqlite.org/security.html.
constexpr int kMaxRowBytes = static_cast<int>(kMaxAttachmentBytes) + (1 << 20);
constexpr std::array<std::pair<int, int>, 10> kLimits = {{
    {SQLITE_LIMIT_LENGTH, kMaxRowBytes},
    {SQLITE_LIMIT_SQL_LENGTH, 20000},
    {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 20},
    {SQLITE_LIMIT_COMPOUND_SELECT, 3},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},
    {SQLITE_LIMIT_ATTACHED, 0},
    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 32},
    {SQLITE_LIMIT_WORKER_THREADS, 0},
}};

bool IsDamage(int code) {
  const int primary = code & 0xff;
  return primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT;
}

Error OpenError(int code, const std::string& path) {
  Error error = StoreError(code, "cannot use '" + path + "'");
  if (IsDamage(code)) error.code = Code::kInvalid;
  return error;
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, const SqliteOptions& options) {
  sqlite3* database = nullptr;
  const int flags =
      (options.writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2(path.c_str(), &database, flags, nullptr);
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
  if (code != SQLITE_OK) return OpenError(code, path);
  code = connection->Configure(options);
  if (code != SQLITE_OK) return OpenError(code, path);
  // SQLite opens a file that it may not write without a word.
  if (options.writable && sqlite3_db_readonly(database, "main") == 1) {
    return Unavailable("cannot write '" + path + "': no permission");
  }
  return connection;
}

SqliteConnection::~SqliteConnection() {
  // Cannot fail: statements are finalized before their connection.
  static_cast<void>(sqlite3_close_v2(database_));
}

int SqliteConnection::Configure(const SqliteOptions& options) {
  for (const auto& [limit, value] : kLimits) {
    sqlite3_limit(database_, limit, value);
  }
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  CheckpointOnClose(false);
  sqlite3_busy_timeout(database_, options.busy_timeout_ms);
  // The writer checkpoints by itself, after it has answered.
  sqlite3_wal_autocheckpoint(database_, 0);
  std::string pragmas =
      "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;"
      "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
      "PRAGMA secure_delete=ON; PRAGMA journal_size_limit=201326592;";
  pragmas += "PRAGMA cache_size=-" + std::to_string(options.cache_kib) + ";";
  pragmas += options.durable ? "PRAGMA synchronous=FULL;"
                             : "PRAGMA synchronous=NORMAL;";
  if (!options.writable) pragmas += "PRAGMA query_only=ON;";
  return Execute(pragmas.c_str());
}

int SqliteConnection::Execute(const char* sql) {
  return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
}

Result<int64_t> SqliteConnection::Number(const char* sql) {
  Result<SqliteStatement> statement = Prepare(sql);
  if (!statement.ok()) return statement.error();
  if (statement->Next()) return statement->Int(0);
  if (statement->code() == SQLITE_OK) return int64_t{0};
  return StoreError(statement->code(), "cannot read a number");
}

Result<std::string> SqliteConnection::Text(const char* sql) {
  Result<SqliteStatement> statement = Prepare(sql);
  if (!statement.ok()) return statement.error();
  if (statement->Next()) return statement->Text(0);
  if (statement->code() == SQLITE_OK) return std::string();
  return StoreError(statement->code(), "cannot read a text");
}

void SqliteConnection::CheckpointOnClose(bool wanted) {
  sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wanted ? 0 : 1,
                    nullptr);
}

}  // namespace sportello
