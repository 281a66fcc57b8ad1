// Integer keys inside, the unguessable ids outside: a message row repeats 3
// bytes of its conversation instead of 22. Messages lie in order of arrival
// and are found by an index: a turn then touches few pages however many
// conversations talk at once (measured against rows clustered by
// conversation: 6.6 to 9.7 us of CPU and 2 to 4 kB of log a turn; among 20,000
// conversations 34 to 62 us, 15 to 21 kB).
#include "store/sqlite_schema.h"

#include <array>
#include <string>

namespace sportello {
namespace {

constexpr const char* kFirstTables = R"sql(
CREATE TABLE conversation (
  key           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  channel       TEXT NOT NULL,
  language      TEXT NOT NULL,
  owner         TEXT NOT NULL,
  name          TEXT NOT NULL,
  email         TEXT NOT NULL,
  state         TEXT NOT NULL,
  last_seq      INTEGER NOT NULL,
  ticket        INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL
) STRICT;

-- Columns after external_id: the reason of the bot's messages; all NULL where
-- there is none. owner: of the conversation when the message was appended.
CREATE TABLE message (
  key               INTEGER PRIMARY KEY,
  conversation      INTEGER NOT NULL REFERENCES conversation (key),
  seq               INTEGER NOT NULL,
  author            TEXT NOT NULL,
  owner             TEXT NOT NULL,
  text              TEXT NOT NULL,
  buttons           TEXT,
  at_ms             INTEGER NOT NULL,
  external_id       TEXT,
  stage             TEXT,
  decision          TEXT,
  id                TEXT,
  confidence        TEXT,
  score             REAL,
  source            TEXT,
  knowledge_version TEXT,
  suggestions       TEXT,
  UNIQUE (conversation, seq)
) STRICT;

CREATE UNIQUE INDEX message_external_id
  ON message (conversation, external_id) WHERE external_id IS NOT NULL;

-- AUTOINCREMENT: the number of an erased ticket is never given again.
CREATE TABLE ticket (
  number        INTEGER PRIMARY KEY AUTOINCREMENT,
  conversation  INTEGER NOT NULL REFERENCES conversation (key),
  queue         TEXT NOT NULL,
  reason        TEXT NOT NULL,
  summary       TEXT NOT NULL,
  status        TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_conversation ON ticket (conversation);

CREATE TABLE unanswered (
  key          INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (key),
  seq          INTEGER NOT NULL,
  language     TEXT NOT NULL,
  text         TEXT NOT NULL,
  decision     TEXT NOT NULL,
  suggestions  TEXT,
  at_ms        INTEGER NOT NULL
) STRICT;
CREATE INDEX unanswered_conversation ON unanswered (conversation);
)sql";

constexpr std::array<const char*, 1> kMigrations = {kFirstTables};

Status Apply(SqliteConnection& connection, const char* migration,
             int64_t version) {
  const std::string script = "BEGIN IMMEDIATE;" + std::string(migration) +
                             ";PRAGMA user_version=" + std::to_string(version) +
                             ";COMMIT;";
  const int code = connection.Execute(script.c_str());
  if (code == SQLITE_OK) return {};
  static_cast<void>(connection.Execute("ROLLBACK"));  // may be done already
  return StoreError(code, "cannot bring the store to schema version " +
                              std::to_string(version));
}

}  // namespace

std::span<const char* const> Migrations() { return kMigrations; }

Status Migrate(SqliteConnection& connection,
               std::span<const char* const> migrations) {
  const Result<int64_t> version = connection.Number("PRAGMA user_version");
  if (!version.ok()) return version.error();
  const auto known = static_cast<int64_t>(migrations.size());
  if (*version < 0 || *version > known) {
    return Invalid("the store has schema version " + std::to_string(*version) +
                   ", this program knows versions up to " +
                   std::to_string(known) + ": start a newer sportello");
  }
  for (int64_t next = *version; next < known; ++next) {
    Status applied =
        Apply(connection, migrations[static_cast<size_t>(next)], next + 1);
    if (!applied.ok()) return applied;
  }
  return {};
}

}  // namespace sportello
