// What happened to the rows of a job. Private to store/; one thread.
#ifndef SPORTELLO_STORE_SQLITE_WRITE_STATE_H_
#define SPORTELLO_STORE_SQLITE_WRITE_STATE_H_

#include <array>
#include <utility>

#include "sqlite/sqlite_statement.h"
#include "store/sqlite_connection.h"

namespace sportello {

class WriteState {
 public:
  // True when the job since BeginJob() changed a row.
  bool wrote() const { return wrote_; }
  // The first code since Forget() that says that the store itself failed,
  // SQLITE_OK if none did; also when a job took the error for itself.
  int failure() const { return failure_; }
  void BeginJob() { wrote_ = false; }
  void Forget() { failure_ = SQLITE_OK; }

  // Of a statement that was run.
  Status Wrote(int code, const char* what) {
    if (code != SQLITE_OK) return Failed(code, what);
    wrote_ = true;
    return {};
  }
  Error Failed(int code, const char* what) {
    if (failure_ == SQLITE_OK && IsFailureOfStore(code)) failure_ = code;
    return StoreError(code, what);
  }

 private:
  bool wrote_ = false;
  int failure_ = SQLITE_OK;
};

// Statements by the place of their SQL in an array.
template <size_t kCount>
Status PrepareAll(SqliteConnection& connection,
                  const std::array<const char*, kCount>& sql,
                  std::array<SqliteStatement, kCount>& statements) {
  for (size_t i = 0; i < kCount; ++i) {
    Result<SqliteStatement> prepared = connection.Prepare(sql.at(i));
    if (!prepared.ok()) return prepared.error();
    statements.at(i) = std::move(*prepared);
  }
  return {};
}

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_WRITE_STATE_H_
