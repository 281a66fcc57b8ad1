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

// People take over: ownership of tickets and their history, agents, and what
// is to be sent. A column that may be absent is NULL.
constexpr const char* kDeskTables = R"sql(
ALTER TABLE conversation ADD COLUMN phone TEXT NOT NULL DEFAULT '';
CREATE INDEX conversation_email ON conversation (lower(email))
  WHERE email <> '';
CREATE INDEX conversation_phone ON conversation (phone) WHERE phone <> '';

ALTER TABLE ticket ADD COLUMN priority INTEGER NOT NULL DEFAULT 1;
ALTER TABLE ticket ADD COLUMN agent TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN lease_until_ms INTEGER;
ALTER TABLE ticket ADD COLUMN due_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN warned_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN alarmed_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN contact TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN claimed_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN first_reply_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN closed_at_ms INTEGER;
ALTER TABLE ticket ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE ticket ADD COLUMN mail_token TEXT;
ALTER TABLE ticket ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
UPDATE ticket SET version = number,
  status = CASE status WHEN 'open' THEN 'waiting' ELSE 'closed' END,
  language = (SELECT language FROM conversation
              WHERE conversation.key = ticket.conversation);
CREATE UNIQUE INDEX ticket_version ON ticket (version);
CREATE UNIQUE INDEX ticket_mail_token ON ticket (mail_token)
  WHERE mail_token IS NOT NULL;
CREATE INDEX ticket_open ON ticket (status, queue) WHERE status <> 'closed';
CREATE INDEX ticket_first_reply ON ticket (queue, first_reply_at_ms)
  WHERE first_reply_at_ms IS NOT NULL;

CREATE TABLE ticket_event (
  key    INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES ticket (number),
  at_ms  INTEGER NOT NULL,
  what   TEXT NOT NULL,
  agent  TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX ticket_event_ticket ON ticket_event (ticket);

-- ticket 0: the bot, in that conversation.
CREATE TABLE rating (
  key          INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (key),
  ticket       INTEGER NOT NULL,
  score        INTEGER NOT NULL,
  comment      TEXT NOT NULL,
  at_ms        INTEGER NOT NULL,
  by           TEXT NOT NULL,
  UNIQUE (conversation, ticket)
) STRICT;

CREATE TABLE agent (
  name          TEXT PRIMARY KEY,
  display_name  TEXT NOT NULL,
  role          TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  language      TEXT NOT NULL,
  queues        TEXT,
  disabled      INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE desk_session (
  token_hash      TEXT PRIMARY KEY,
  agent           TEXT NOT NULL REFERENCES agent (name),
  csrf            TEXT NOT NULL,
  created_at_ms   INTEGER NOT NULL,
  last_seen_at_ms INTEGER NOT NULL,
  expires_at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX desk_session_agent ON desk_session (agent);

CREATE TABLE audit (
  key    INTEGER PRIMARY KEY,
  at_ms  INTEGER NOT NULL,
  agent  TEXT NOT NULL,
  what   TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE outbox (
  key            INTEGER PRIMARY KEY AUTOINCREMENT,
  kind           TEXT NOT NULL,
  target         TEXT NOT NULL,
  payload        TEXT NOT NULL,
  message_id     TEXT NOT NULL,
  state          TEXT NOT NULL,
  attempts       INTEGER NOT NULL,
  next_try_at_ms INTEGER NOT NULL,
  last_error     TEXT NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  ticket         INTEGER NOT NULL,
  conversation   TEXT NOT NULL,
  UNIQUE (message_id, target)
) STRICT;
CREATE INDEX outbox_due ON outbox (kind, next_try_at_ms) WHERE state = 'due';

CREATE TABLE mail_seen (
  message_id   TEXT PRIMARY KEY,
  conversation TEXT NOT NULL,
  ticket       INTEGER NOT NULL,
  ours         INTEGER NOT NULL,
  at_ms        INTEGER NOT NULL
) STRICT;

CREATE TABLE unanswered_mark (
  key   TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  agent TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
)sql";

// The mails of one conversation are asked for with each mail to its customer.
constexpr const char* kMailIndex = R"sql(
CREATE INDEX mail_seen_conversation ON mail_seen (conversation, at_ms)
  WHERE conversation <> '';
)sql";

// Providers' chats. An answered event keeps its id only, so that a repeated
// delivery is known.
constexpr const char* kChannelTables = R"sql(
CREATE TABLE channel_event (
  key       INTEGER PRIMARY KEY AUTOINCREMENT,
  channel   TEXT NOT NULL,
  event_id  TEXT NOT NULL,
  address   TEXT NOT NULL,
  payload   TEXT NOT NULL,
  at_ms     INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  done      INTEGER NOT NULL,
  UNIQUE (channel, event_id)
) STRICT;
CREATE INDEX channel_event_open ON channel_event (channel, address, due_at_ms)
  WHERE done = 0;
CREATE INDEX channel_event_age ON channel_event (at_ms) WHERE done = 1;

CREATE TABLE channel_chat (
  channel            TEXT NOT NULL,
  address            TEXT NOT NULL,
  conversation       TEXT NOT NULL,
  last_inbound_at_ms INTEGER NOT NULL,
  quiet_until_ms     INTEGER NOT NULL,
  unreachable        TEXT NOT NULL,
  PRIMARY KEY (channel, address)
) STRICT;
CREATE INDEX channel_chat_conversation ON channel_chat (conversation);

CREATE TABLE channel_link (
  token         TEXT PRIMARY KEY,
  conversation  TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_heads ON outbox (kind, target, key) WHERE state = 'due';
)sql";

// Questions of the bot's that wait for an answer, and when to look whether
// they still do.
constexpr const char* kOpenSteps = R"sql(
CREATE TABLE open_step (
  conversation INTEGER PRIMARY KEY REFERENCES conversation (key),
  due_at_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX open_step_due ON open_step (due_at_ms);
)sql";

// How often an address was written to is asked before it is written to again.
constexpr const char* kMailTargetIndex = R"sql(
CREATE INDEX outbox_mail_target ON outbox (target, created_at_ms)
  WHERE kind = 'mail';
)sql";

// Files that customers sent; reading a list does not touch their bytes, and
// their sum is read from the index. A reopened ticket has a deadline of its
// own: the first one stays what the promise is measured by.
constexpr const char* kAttachments = R"sql(
CREATE TABLE attachment (
  key          INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  conversation INTEGER NOT NULL REFERENCES conversation (key)
               ON DELETE CASCADE,
  seq          INTEGER NOT NULL,
  name         TEXT NOT NULL,
  type         TEXT NOT NULL,
  size         INTEGER NOT NULL,
  at_ms        INTEGER NOT NULL,
  content      BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_conversation ON attachment (conversation);
CREATE INDEX attachment_size ON attachment (size);

ALTER TABLE ticket ADD COLUMN reopen_due_at_ms INTEGER;
)sql";

// What pages tell of their customers: JSON text, pairs of strings. Tickets of
// mails were in no queue.
constexpr const char* kAttributes = R"sql(
ALTER TABLE conversation ADD COLUMN attributes TEXT NOT NULL DEFAULT '';
UPDATE ticket SET queue = 'general' WHERE queue = '';
)sql";

// What is forgotten after some time is found beside what stays due for ever.
constexpr const char* kOutboxDone = R"sql(
CREATE INDEX outbox_done ON outbox (created_at_ms) WHERE state <> 'due';
)sql";

// The bytes of files come before their message, in parts; a file is loose until
// then. `attachment.content` holds what was kept before there were parts.
constexpr const char* kAttachmentParts = R"sql(
CREATE TABLE attachment_part (
  key        INTEGER PRIMARY KEY,
  attachment TEXT NOT NULL,
  content    BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_part_of ON attachment_part (attachment);

CREATE TABLE attachment_loose (
  id TEXT PRIMARY KEY
) STRICT;

CREATE TABLE attachment_total (
  bytes INTEGER NOT NULL
) STRICT;
INSERT INTO attachment_total SELECT coalesce(sum(size), 0) FROM attachment;
DROP INDEX attachment_size;

CREATE TRIGGER attachment_added AFTER INSERT ON attachment BEGIN
  UPDATE attachment_total SET bytes = bytes + NEW.size;
END;
CREATE TRIGGER attachment_removed AFTER DELETE ON attachment BEGIN
  UPDATE attachment_total SET bytes = bytes - OLD.size;
  DELETE FROM attachment_part WHERE attachment = OLD.id;
END;
)sql";

constexpr std::array<const char*, 10> kMigrations = {
    kFirstTables, kDeskTables,      kMailIndex,   kChannelTables,
    kOpenSteps,   kMailTargetIndex, kAttachments, kAttributes,
    kOutboxDone,  kAttachmentParts};

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
