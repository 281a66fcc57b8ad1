#include "sqlite/sqlite_statement.h"

#include <utility>

namespace sportello {

Error StoreError(int code, std::string_view what) {
  std::string message(what);
  message += ": ";
  message += sqlite3_errstr(code);
  message += " (sqlite " + std::to_string(code) + ")";
  if (IsFailureOfStore(code)) return Unavailable(std::move(message));
  switch (code & 0xff) {
    case SQLITE_TOOBIG:
      return Invalid(std::move(message));
    case SQLITE_CONSTRAINT:
      return Conflict(std::move(message));
    default:
      return Internal(std::move(message));
  }
}

bool IsFailureOfStore(int code) {
  switch (code & 0xff) {
    case SQLITE_PERM:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_READONLY:
    case SQLITE_INTERRUPT:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_NOTADB:
      return true;
    default:
      return false;
  }
}

Result<SqliteStatement> SqliteStatement::Prepare(sqlite3* database,
                                                 const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(
      database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return StoreError(code, "cannot prepare a statement");
  return SqliteStatement(statement);
}

SqliteStatement::SqliteStatement(SqliteStatement&& other) noexcept {
  *this = std::move(other);
}

SqliteStatement& SqliteStatement::operator=(SqliteStatement&& other) noexcept {
  std::swap(statement_, other.statement_);
  std::swap(next_parameter_, other.next_parameter_);
  std::swap(bind_code_, other.bind_code_);
  std::swap(code_, other.code_);
  return *this;
}

SqliteStatement::~SqliteStatement() { sqlite3_finalize(statement_); }

void SqliteStatement::Note(int code) {
  if (bind_code_ == SQLITE_OK) bind_code_ = code;
  ++next_parameter_;
}

SqliteStatement& SqliteStatement::Bind(int64_t value) {
  Note(sqlite3_bind_int64(statement_, next_parameter_, value));
  return *this;
}

SqliteStatement& SqliteStatement::Bind(double value) {
  Note(sqlite3_bind_double(statement_, next_parameter_, value));
  return *this;
}

SqliteStatement& SqliteStatement::Bind(std::string_view value) {
  // A null pointer would bind NULL instead of an empty text.
  const char* text = value.data() == nullptr ? "" : value.data();
  Note(sqlite3_bind_text64(statement_, next_parameter_, text, value.size(),
                           nullptr /* SQLITE_STATIC: not copied */,
                           SQLITE_UTF8));
  return *this;
}

SqliteStatement& SqliteStatement::BindBlob(std::string_view bytes) {
  const char* begin = bytes.data() == nullptr ? "" : bytes.data();
  Note(sqlite3_bind_blob64(statement_, next_parameter_, begin, bytes.size(),
                           nullptr /* SQLITE_STATIC: not copied */));
  return *this;
}

SqliteStatement& SqliteStatement::BindNull() {
  Note(sqlite3_bind_null(statement_, next_parameter_));
  return *this;
}

SqliteStatement& SqliteStatement::BindOrNull(std::string_view value) {
  return value.empty() ? BindNull() : Bind(value);
}

int SqliteStatement::Run() {
  if (Next()) Reset();
  return code_;
}

bool SqliteStatement::Next() {
  const int code =
      bind_code_ == SQLITE_OK ? sqlite3_step(statement_) : bind_code_;
  if (code == SQLITE_ROW) {
    code_ = SQLITE_OK;
    return true;
  }
  Reset();
  code_ = code == SQLITE_DONE ? SQLITE_OK : code;
  return false;
}

void SqliteStatement::Reset() {
  // The code of the last step is known already.
  static_cast<void>(sqlite3_reset(statement_));
  static_cast<void>(sqlite3_clear_bindings(statement_));
  next_parameter_ = 1;
  bind_code_ = SQLITE_OK;
}

int64_t SqliteStatement::Int(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double SqliteStatement::Double(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string_view SqliteStatement::View(int column) const {
  // Asked for its text, SQLite would first copy a BLOB to end it with a NUL.
  if (sqlite3_column_type(statement_, column) == SQLITE_BLOB) {
    const void* bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes),
            static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }
  const unsigned char* text = sqlite3_column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text),
          static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
}

bool SqliteStatement::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

}  // namespace sportello
