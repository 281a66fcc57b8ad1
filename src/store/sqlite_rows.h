// How conversations and messages lie in rows. Private to store/.
#ifndef SPORTELLO_STORE_SQLITE_ROWS_H_
#define SPORTELLO_STORE_SQLITE_ROWS_H_

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "chat/agent.h"
#include "chat/chat.h"
#include "chat/outbox.h"
#include "sqlite/sqlite_statement.h"
#include "store/store.h"

namespace sportello {

// Columns in the order in which the Read functions expect them.
#define SPORTELLO_CONVERSATION_COLUMNS                                   \
  "id, channel, language, owner, name, email, state, last_seq, ticket, " \
  "created_at_ms, updated_at_ms, phone, attributes"
#define SPORTELLO_MESSAGE_COLUMNS                                   \
  "seq, author, owner, text, buttons, at_ms, stage, decision, id, " \
  "confidence, score, source, knowledge_version, suggestions"

#define SPORTELLO_MAIL_COLUMNS "message_id, conversation, ticket, ours, at_ms"
#define SPORTELLO_OUTBOX_COLUMNS                                              \
  "key, kind, target, payload, message_id, state, attempts, next_try_at_ms, " \
  "last_error, created_at_ms, ticket, conversation"
#define SPORTELLO_AGENT_COLUMNS                                           \
  "name, display_name, role, password_hash, language, queues, disabled, " \
  "created_at_ms"
#define SPORTELLO_SESSION_COLUMNS \
  "token_hash, agent, csrf, created_at_ms, last_seen_at_ms, expires_at_ms"

// Reads the columns above from column `first` on. Errors (kInternal): a name
// or JSON text that we would not have written.
Result<Conversation> ReadConversation(const SqliteStatement& row, int first);
Result<Message> ReadMessage(const SqliteStatement& row, int first);
// The column `owner` of a message row.
Result<Owner> ReadMessageOwner(const SqliteStatement& row, int first);

// These read from column 0 on.
MailRecord ReadMail(const SqliteStatement& row);
Result<OutboxItem> ReadOutboxItem(const SqliteStatement& row);
Result<Agent> ReadAgent(const SqliteStatement& row);
DeskSession ReadSession(const SqliteStatement& row);

// JSON text; empty for an empty list.
std::string EncodeButtons(const std::vector<Button>& buttons);
std::string EncodeAttributes(const std::vector<Attribute>& attributes);
std::string EncodeStrings(const std::vector<std::string>& strings);
Result<std::vector<std::string>> DecodeStrings(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_STORE_SQLITE_ROWS_H_
