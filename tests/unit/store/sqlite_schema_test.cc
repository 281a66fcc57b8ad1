#include "store/sqlite_schema.h"

#include <doctest/doctest.h>

#include <array>

#include "store/sqlite_attachment_table.h"
#include "unit/store/store_fixture.h"

namespace sportello {
namespace {

struct SchemaFixture {
  SchemaFixture() {
    WriteFile(directory.store_path(), "");
    auto opened = SqliteConnection::Open(directory.store_path(), {});
    REQUIRE(opened.ok());
    connection = std::move(*opened);
  }
  int64_t Version() { return *connection->Number("PRAGMA user_version"); }
  int64_t CountTables() {
    return *connection->Number(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
  }

  TemporaryDirectory directory;
  std::unique_ptr<SqliteConnection> connection;
};

constexpr std::array<const char*, 3> kSteps = {
    "CREATE TABLE one (x)", "CREATE TABLE two (x); INSERT INTO two VALUES (2)",
    "CREATE TABLE three (x)"};

TEST_CASE_FIXTURE(SchemaFixture, "Migrations are applied once, in order") {
  CHECK(Migrate(*connection, std::span(kSteps).first(1)).ok());
  CHECK(Version() == 1);
  CHECK(Migrate(*connection, kSteps).ok());
  CHECK(Version() == 3);
  CHECK(CountTables() == 3);
  CHECK(Migrate(*connection, kSteps).ok());
  CHECK(*connection->Number("SELECT count(*) FROM two") == 1);
}

TEST_CASE_FIXTURE(SchemaFixture,
                  "A migration that fails leaves the version before it") {
  constexpr std::array<const char*, 2> kBroken = {
      kSteps[0], "CREATE TABLE two (x); CREATE TABLE one (x)"};
  const Status status = Migrate(*connection, kBroken);
  CHECK(ErrorOf(status) ==
        "cannot bring the store to schema version 2: SQL logic error "
        "(sqlite 1)");
  CHECK(Version() == 1);
  CHECK(CountTables() == 1);
}

TEST_CASE_FIXTURE(SchemaFixture, "A newer schema is refused") {
  REQUIRE(Migrate(*connection, kSteps).ok());
  const Status status = Migrate(*connection, std::span(kSteps).first(2));
  CHECK(ErrorOf(status) ==
        "the store has schema version 3, this program knows versions up to 2: "
        "start a newer sportello");
}

TEST_CASE_FIXTURE(SchemaFixture,
                  "An open ticket of the first version waits in its queue") {
  REQUIRE(Migrate(*connection, Migrations().first(1)).ok());
  REQUIRE(connection->Execute(
              "INSERT INTO conversation VALUES (5, 'c', 'web', 'it', 'queue', "
              "'', '', '', 2, 1, 0, 0);"
              "INSERT INTO ticket VALUES (1, 5, 'orders', 'fallback', '', "
              "'open', 7), (2, 5, 'orders', 'fallback', '', 'closed', 7)") ==
          SQLITE_OK);
  REQUIRE(Migrate(*connection, Migrations()).ok());
  CHECK(*connection->Text("SELECT group_concat(status || ' ' || language || "
                          "' ' || version, ', ') FROM ticket") ==
        "waiting it 1, closed it 2");
}

TEST_CASE_FIXTURE(SchemaFixture,
                  "Of an older conversation no page has told anything") {
  REQUIRE(Migrate(*connection, Migrations().first(7)).ok());
  REQUIRE(connection->Execute(
              "INSERT INTO conversation (key, id, channel, language, owner, "
              "name, email, state, last_seq, ticket, created_at_ms, "
              "updated_at_ms) VALUES (5, 'c', 'web', 'it', 'bot', 'Anna', '', "
              "'', 2, 0, 0, 0)") == SQLITE_OK);
  REQUIRE(Migrate(*connection, Migrations()).ok());
  CHECK(*connection->Text("SELECT name || ':' || attributes FROM "
                          "conversation") == "Anna:");
}

TEST_CASE_FIXTURE(SchemaFixture,
                  "An older ticket without a queue is in the general one") {
  REQUIRE(Migrate(*connection, Migrations().first(7)).ok());
  REQUIRE(connection->Execute(
              "INSERT INTO conversation (key, id, channel, language, owner, "
              "name, email, state, last_seq, ticket, created_at_ms, "
              "updated_at_ms) VALUES (5, 'c', 'email', 'it', 'queue', '', '', "
              "'', 1, 1, 0, 0);"
              "INSERT INTO ticket (number, conversation, queue, reason, "
              "summary, status, created_at_ms, version) VALUES "
              "(1, 5, '', 'mail', '', 'waiting', 7, 1), "
              "(2, 5, 'orders', 'mail', '', 'closed', 7, 2)") == SQLITE_OK);
  REQUIRE(Migrate(*connection, Migrations()).ok());
  CHECK(*connection->Text("SELECT group_concat(queue) FROM ticket") ==
        "general,orders");
}

// A conversation with one file, as version 9 kept it.
constexpr const char* kOldFile =
    "INSERT INTO conversation (key, id, channel, language, owner, name, email, "
    "state, last_seq, ticket, created_at_ms, updated_at_ms) VALUES "
    "(5, 'c', 'email', 'it', 'queue', '', '', '', 1, 1, 0, 0);"
    "INSERT INTO attachment (id, conversation, seq, name, type, size, at_ms, "
    "content) VALUES ('f1', 5, 1, 'a', 'b', 4, 7, x'31003233')";

TEST_CASE_FIXTURE(SchemaFixture, "A file of before there were parts is whole") {
  REQUIRE(Migrate(*connection, Migrations().first(9)).ok());
  REQUIRE(connection->Execute(kOldFile) == SQLITE_OK);
  REQUIRE(Migrate(*connection, Migrations()).ok());
  SqliteAttachmentReader reader;
  REQUIRE(reader.Prepare(*connection).ok());
  CHECK(**reader.Read("f1") == std::string("1\0"
                                           "23",
                                           4));
  CHECK(*reader.TotalBytes() == 4);
}

TEST_CASE_FIXTURE(SchemaFixture,
                  "With a conversation its files go, their bytes as well") {
  REQUIRE(Migrate(*connection, Migrations().first(9)).ok());
  REQUIRE(connection->Execute(kOldFile) == SQLITE_OK);
  REQUIRE(Migrate(*connection, Migrations()).ok());
  REQUIRE(connection->Execute(
              "INSERT INTO attachment_part (attachment, content) VALUES "
              "('f2', x'31'), ('f2', x'32');"
              "INSERT INTO attachment (id, conversation, seq, name, type, "
              "size, at_ms, content) VALUES ('f2', 5, 1, 'a', 'b', 2, 7, x'');"
              "DELETE FROM conversation") == SQLITE_OK);
  CHECK(*connection->Number("SELECT count(*) FROM attachment") == 0);
  CHECK(*connection->Number("SELECT count(*) FROM attachment_part") == 0);
  CHECK(*connection->Number("SELECT bytes FROM attachment_total") == 0);
}

TEST_CASE_FIXTURE(SchemaFixture, "The guards of a connection are set") {
  CHECK(*connection->Number("PRAGMA foreign_keys") == 1);
  CHECK(*connection->Number("PRAGMA secure_delete") == 1);
  CHECK(*connection->Number("PRAGMA trusted_schema") == 0);
  CHECK(*connection->Number("PRAGMA cell_size_check") == 1);
  CHECK(*connection->Number("PRAGMA synchronous") == 2);
  CHECK(*connection->Number("PRAGMA busy_timeout") == 5000);
  CHECK(*connection->Number("PRAGMA journal_size_limit") == 192 << 20);
}

}  // namespace
}  // namespace sportello
