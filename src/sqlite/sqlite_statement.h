// A prepared SQLite statement, and SQLite's error codes as our errors.
//
// A statement belongs to one connection and is used by one thread at a time.
#ifndef SPORTELLO_SQLITE_SQLITE_STATEMENT_H_
#define SPORTELLO_SQLITE_SQLITE_STATEMENT_H_

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

// `what: why (sqlite CODE)`. The reason is SQLite's fixed text for the code,
// never sqlite3_errmsg(), which may quote what a customer wrote. Full disk,
// I/O, locks, memory and corruption are kUnavailable; a value over the limits
// is kInvalid; a broken constraint kConflict; the rest is our mistake.
Error StoreError(int code, std::string_view what);

// True for codes after which the whole transaction must be given up: the disk
// or the database failed, not the job.
bool IsFailureOfStore(int code);

class SqliteStatement {
 public:
  SqliteStatement() = default;
  static Result<SqliteStatement> Prepare(sqlite3* database, const char* sql);

  SqliteStatement(SqliteStatement&& other) noexcept;
  SqliteStatement& operator=(SqliteStatement&& other) noexcept;
  ~SqliteStatement();

  // Bind the parameters from left to right. Text is not copied and must live
  // until Run() returns or Reset(). A failed Bind shows as the code of the
  // next Run() or Next().
  SqliteStatement& Bind(int64_t value);
  SqliteStatement& Bind(double value);
  SqliteStatement& Bind(std::string_view value);
  SqliteStatement& BindNull();
  SqliteStatement& BindBlob(std::string_view bytes);  // not copied
  // Empty text becomes NULL.
  SqliteStatement& BindOrNull(std::string_view value);

  // Runs a statement that returns no rows; ready for the next Bind afterwards.
  // SQLITE_OK or an extended code.
  int Run();
  // Steps to the next row; false at the end and on error (see code()), both
  // ready for the next Bind.
  bool Next();
  // Of the last Run() or Next(): SQLITE_OK or an extended code.
  int code() const { return code_; }
  // Leaves a statement whose rows were not all read.
  void Reset();

  // Columns of the current row, counting from 0. NULL reads as 0 and "".
  int64_t Int(int column) const;
  double Double(int column) const;
  // Valid until the next step or reset.
  std::string_view View(int column) const;
  std::string Text(int column) const { return std::string(View(column)); }
  bool IsNull(int column) const;

 private:
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  void Note(int code);

  sqlite3_stmt* statement_ = nullptr;
  int next_parameter_ = 1;
  int bind_code_ = SQLITE_OK;
  int code_ = SQLITE_OK;
};

// Resets the statement at the end of a block.
class ResetOnExit {
 public:
  explicit ResetOnExit(SqliteStatement& statement) : statement_(statement) {}
  ~ResetOnExit() { statement_.Reset(); }
  ResetOnExit(const ResetOnExit&) = delete;
  ResetOnExit& operator=(const ResetOnExit&) = delete;

 private:
  SqliteStatement& statement_;
};

}  // namespace sportello

#endif  // SPORTELLO_SQLITE_SQLITE_STATEMENT_H_
