// A SQLite file of plain data that is written once and then only read.
//
// For compiled knowledge, not for what must survive a power cut (the store
// has a connection of its own for that). One thread at a time.
#ifndef SPORTELLO_SQLITE_SQLITE_FILE_H_
#define SPORTELLO_SQLITE_SQLITE_FILE_H_

#include <string>

#include "sqlite/sqlite_statement.h"

namespace sportello {

class SqliteFile {
 public:
  // Creates a new file; one of that name must not exist. Nothing in it is
  // synced before Close().
  static Result<SqliteFile> Create(const std::string& path);
  // kNotFound when there is no such file, kInvalid when it is no sound SQLite
  // file.
  static Result<SqliteFile> OpenReadOnly(const std::string& path);

  SqliteFile(SqliteFile&& other) noexcept;
  SqliteFile& operator=(SqliteFile&& other) noexcept;
  ~SqliteFile();

  // Runs statements that return no rows.
  Status Execute(const char* sql);
  Result<SqliteStatement> Prepare(const char* sql) {
    return SqliteStatement::Prepare(database_, sql);
  }

  // For code that borrows a connection.
  sqlite3* handle() { return database_; }

 private:
  explicit SqliteFile(sqlite3* database) : database_(database) {}

  sqlite3* database_ = nullptr;
};

}  // namespace sportello

#endif  // SPORTELLO_SQLITE_SQLITE_FILE_H_
