// A connection to the store's file with all guards for SQLite 3.40.1 set.
//
// Private to store/. One thread at a time. Guards: WAL, FULL or NORMAL,
// busy_timeout, foreign_keys, secure_delete, trusted_schema=OFF,
// cell_size_check, no memory map, DEFENSIVE, low limits (a row: a file that
// a customer mailed).
#ifndef SPORTELLO_STORE_SQLITE_CONNECTION_H_
#define SPORTELLO_STORE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "sqlite/sqlite_statement.h"

namespace sportello {

struct SqliteOptions {
  bool writable = true;
  bool durable = true;  // synchronous=FULL, else NORMAL
  int busy_timeout_ms = 5000;
  int cache_kib = 2000;
  int checkpoint_frames = 2000;  // as SqliteStoreOptions
};

class SqliteConnection {
 public:
  // Opens an existing file. Nothing is checkpointed when this connection is
  // closed, until CheckpointOnClose(): a file that turns out to be damaged or
  // foreign stays as it is. Errors: kInvalid when it is no sound SQLite file,
  // kUnavailable otherwise.
  static Result<std::unique_ptr<SqliteConnection>> Open(
      const std::string& path, const SqliteOptions& options);

  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Runs one or more statements without parameters; result rows are dropped.
  // SQLITE_OK or an extended code.
  int Execute(const char* sql);
  // The number that a statement such as "PRAGMA user_version" returns.
  Result<int64_t> Number(const char* sql);
  // The text that a statement returns in its first row, "" without a row.
  Result<std::string> Text(const char* sql);
  Result<SqliteStatement> Prepare(const char* sql) {
    return SqliteStatement::Prepare(database_, sql);
  }

  // The last connection that is closed moves the log into the file.
  void CheckpointOnClose(bool wanted);

  sqlite3* handle() { return database_; }

 private:
  explicit SqliteConnection(sqlite3* database) : database_(database) {}
  int Configure(const SqliteOptions& options);

  sqlite3* database_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_CONNECTION_H_
