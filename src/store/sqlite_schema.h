// The tables of the store and their history.
//
// Private to store/. `user_version` is the number of migrations applied;
// `application_id` marks the file as ours.
#ifndef SPORTELLO_STORE_SQLITE_SCHEMA_H_
#define SPORTELLO_STORE_SQLITE_SCHEMA_H_

#include <cstdint>
#include <span>

#include "base/result.h"
#include "store/sqlite_connection.h"

namespace sportello {

inline constexpr int64_t kApplicationId = 0x73707274;  // "sprt"

// All migrations, oldest first. Never change one that was released: add one.
std::span<const char* const> Migrations();

// Applies what is missing, each migration in a transaction of its own: a
// process killed in the middle leaves the version before or after. kInvalid
// when the file is newer than `migrations`; nothing is written then.
Status Migrate(SqliteConnection& connection,
               std::span<const char* const> migrations);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_SCHEMA_H_
