#include "store/sqlite_transaction.h"

#include <array>
#include <utility>

#include "store/sqlite_rows.h"

namespace sportello {
namespace {

// Two halves of 4,096 conversations are some 8 MB.
constexpr size_t kCachedConversations = 4096;

constexpr const char* kFindConversation =
    "SELECT key, " SPORTELLO_CONVERSATION_COLUMNS
    " FROM conversation WHERE id = ?";
constexpr const char* kInsertConversation =
    "INSERT INTO conversation (" SPORTELLO_CONVERSATION_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kUpdateConversation =
    "UPDATE conversation SET channel = ?, language = ?, owner = ?, name = ?, "
    "email = ?, state = ?, last_seq = ?, ticket = ?, created_at_ms = ?, "
    "updated_at_ms = ?, phone = ?, attributes = ? WHERE key = ?";
// What a turn changes; no index needs to be looked at.
constexpr const char* kAdvanceConversation =
    "UPDATE conversation SET language = ?, owner = ?, state = ?, last_seq = ?, "
    "ticket = ?, updated_at_ms = ? WHERE key = ?";
constexpr const char* kInsertMessage =
    "INSERT INTO message (conversation, external_id, " SPORTELLO_MESSAGE_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kFindExternal =
    "SELECT seq, owner FROM message WHERE conversation = ? AND external_id = ?";
constexpr const char* kListTurn =
    "SELECT " SPORTELLO_MESSAGE_COLUMNS
    " FROM message WHERE conversation = ? AND seq > ? ORDER BY seq";
constexpr const char* kInsertUnanswered =
    "INSERT INTO unanswered (conversation, seq, language, text, decision, "
    "suggestions, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr const char* kNoteStep =
    "INSERT INTO open_step (conversation, due_at_ms) VALUES (?, ?) "
    "ON CONFLICT (conversation) DO UPDATE SET due_at_ms = excluded.due_at_ms "
    "WHERE excluded.due_at_ms < due_at_ms";
constexpr const char* kForgetStep =
    "DELETE FROM open_step WHERE conversation = ?";
constexpr const char* kMarkGroup =
    "INSERT OR REPLACE INTO unanswered_mark (key, state, agent, at_ms) VALUES "
    "(?, ?, ?, ?)";

void BindReason(SqliteStatement& insert, const std::optional<Reason>& reason,
                std::string_view suggestions) {
  if (!reason) {
    for (int column = 0; column < 8; ++column) insert.BindNull();
    return;
  }
  insert.Bind(reason->stage)
      .Bind(reason->decision)
      .Bind(reason->id)
      .Bind(reason->confidence)
      .Bind(reason->score)
      .Bind(reason->source)
      .Bind(reason->knowledge_version)
      .BindOrNull(suggestions);
}

}  // namespace

SqliteTransaction::SqliteTransaction(SqliteConnection& connection)
    : connection_(connection),
      cache_(kCachedConversations),
      tickets_(connection, write_state_,
               [this](std::string_view id) { return KeyOf(id); }),
      outbox_(connection, write_state_),
      agents_(connection, write_state_),
      channels_(connection, write_state_),
      attachments_(connection, write_state_,
                   [this](std::string_view id) { return KeyOf(id); }) {}

Result<std::unique_ptr<SqliteTransaction>> SqliteTransaction::Prepare(
    SqliteConnection& connection) {
  std::unique_ptr<SqliteTransaction> made(new SqliteTransaction(connection));
  const std::array<std::pair<SqliteStatement*, const char*>, 11> statements = {{
      {&made->find_conversation_, kFindConversation},
      {&made->insert_conversation_, kInsertConversation},
      {&made->update_conversation_, kUpdateConversation},
      {&made->advance_conversation_, kAdvanceConversation},
      {&made->insert_message_, kInsertMessage},
      {&made->find_external_, kFindExternal},
      {&made->list_turn_, kListTurn},
      {&made->insert_unanswered_, kInsertUnanswered},
      {&made->note_step_, kNoteStep},
      {&made->forget_step_, kForgetStep},
      {&made->mark_group_, kMarkGroup},
  }};
  for (const auto& [statement, sql] : statements) {
    Result<SqliteStatement> prepared = connection.Prepare(sql);
    if (!prepared.ok()) return prepared.error();
    *statement = std::move(*prepared);
  }
  for (const Status& prepared :
       {made->tickets_.Prepare(), made->outbox_.Prepare(),
        made->agents_.Prepare(), made->channels_.Prepare(),
        made->attachments_.Prepare()}) {
    if (!prepared.ok()) return prepared.error();
  }
  return made;
}

void SqliteTransaction::Forget() {
  cache_.Clear();
  write_state_.Forget();
}

Result<CachedConversation*> SqliteTransaction::Load(std::string_view id) {
  if (CachedConversation* known = cache_.Find(id)) return known;
  SqliteStatement& row = find_conversation_;
  row.Bind(id);
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) {
      return static_cast<CachedConversation*>(nullptr);
    }
    return Failed(row.code(), "cannot find a conversation");
  }
  ResetOnExit reset(row);
  Result<Conversation> conversation = ReadConversation(row, 1);
  if (!conversation.ok()) return conversation.error();
  return &cache_.Put({row.Int(0), std::move(*conversation)});
}

Result<int64_t> SqliteTransaction::KeyOf(std::string_view id) {
  const Result<CachedConversation*> known = Load(id);
  if (!known.ok()) return known.error();
  if (*known == nullptr) {
    return NotFound("no such conversation");
  }
  return (*known)->key;
}

Result<std::optional<Conversation>> SqliteTransaction::FindConversation(
    std::string_view id) {
  const Result<CachedConversation*> known = Load(id);
  if (!known.ok()) return known.error();
  if (*known == nullptr) return std::optional<Conversation>();
  return std::optional<Conversation>((*known)->conversation);
}

Status SqliteTransaction::InsertConversation(const Conversation& conversation) {
  const std::string attributes =
      EncodeAttributes(conversation.customer.attributes);
  insert_conversation_.Bind(conversation.id)
      .Bind(conversation.channel)
      .Bind(conversation.language)
      .Bind(OwnerName(conversation.owner))
      .Bind(conversation.customer.name)
      .Bind(conversation.customer.email)
      .Bind(conversation.state)
      .Bind(conversation.last_seq)
      .Bind(conversation.ticket)
      .Bind(ToMillis(conversation.created_at))
      .Bind(ToMillis(conversation.updated_at))
      .Bind(conversation.customer.phone)
      .Bind(attributes);
  const int code = insert_conversation_.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE) {
    return Conflict("the conversation exists already");
  }
  Status wrote = Wrote(code, "cannot insert a conversation");
  if (!wrote.ok()) return wrote;
  cache_.Put({sqlite3_last_insert_rowid(connection_.handle()), conversation});
  return {};
}

Status SqliteTransaction::UpdateConversation(const Conversation& conversation) {
  const Result<CachedConversation*> known = Load(conversation.id);
  if (!known.ok()) return known.error();
  if (*known == nullptr) {
    return NotFound("no such conversation");
  }
  const Conversation& before = (*known)->conversation;
  const bool same_customer = before.channel == conversation.channel &&
                             before.customer == conversation.customer &&
                             before.created_at == conversation.created_at;
  Status wrote = same_customer ? Advance((*known)->key, conversation)
                               : Replace((*known)->key, conversation);
  if (wrote.ok()) (*known)->conversation = conversation;
  return wrote;
}

Status SqliteTransaction::Advance(int64_t key,
                                  const Conversation& conversation) {
  advance_conversation_.Bind(conversation.language)
      .Bind(OwnerName(conversation.owner))
      .Bind(conversation.state)
      .Bind(conversation.last_seq)
      .Bind(conversation.ticket)
      .Bind(ToMillis(conversation.updated_at))
      .Bind(key);
  return Wrote(advance_conversation_.Run(), "cannot update a conversation");
}

Status SqliteTransaction::Replace(int64_t key,
                                  const Conversation& conversation) {
  const std::string attributes =
      EncodeAttributes(conversation.customer.attributes);
  update_conversation_.Bind(conversation.channel)
      .Bind(conversation.language)
      .Bind(OwnerName(conversation.owner))
      .Bind(conversation.customer.name)
      .Bind(conversation.customer.email)
      .Bind(conversation.state)
      .Bind(conversation.last_seq)
      .Bind(conversation.ticket)
      .Bind(ToMillis(conversation.created_at))
      .Bind(ToMillis(conversation.updated_at))
      .Bind(conversation.customer.phone)
      .Bind(attributes)
      .Bind(key);
  return Wrote(update_conversation_.Run(), "cannot update a conversation");
}

// Which of the two unique columns refused a message.
Error SqliteTransaction::Repeated(int64_t key, std::string_view external_id,
                                  int64_t seq) {
  find_external_.Bind(key).Bind(external_id);
  ResetOnExit reset(find_external_);
  if (find_external_.Next()) return Conflict("the message was stored before");
  return Conflict("message " + std::to_string(seq) +
                  " of the conversation exists already");
}

Status SqliteTransaction::AppendMessage(Conversation& conversation,
                                        Message& message,
                                        std::string_view external_id) {
  const Result<int64_t> key = KeyOf(conversation.id);
  if (!key.ok()) return key.error();
  const int64_t seq = conversation.last_seq + 1;
  const std::string buttons = EncodeButtons(message.buttons);
  const std::string suggestions =
      message.reason ? EncodeStrings(message.reason->suggestions)
                     : std::string();
  insert_message_.Bind(*key)
      .BindOrNull(external_id)
      .Bind(seq)
      .Bind(AuthorName(message.from))
      .Bind(OwnerName(conversation.owner))
      .Bind(message.text)
      .BindOrNull(buttons)
      .Bind(ToMillis(message.at));
  BindReason(insert_message_, message.reason, suggestions);
  const int code = insert_message_.Run();
  if (code == SQLITE_CONSTRAINT_UNIQUE) return Repeated(*key, external_id, seq);
  Status wrote = Wrote(code, "cannot append a message");
  if (!wrote.ok()) return wrote;
  conversation.last_seq = seq;
  message.seq = seq;
  return {};
}

Result<std::optional<StoredTurn>> SqliteTransaction::FindTurn(
    std::string_view conversation, std::string_view external_id) {
  if (external_id.empty()) return std::optional<StoredTurn>();
  const Result<CachedConversation*> known = Load(conversation);
  if (!known.ok()) return known.error();
  if (*known == nullptr) return std::optional<StoredTurn>();
  const int64_t key = (*known)->key;
  StoredTurn turn;
  {
    find_external_.Bind(key).Bind(external_id);
    if (!find_external_.Next()) {
      if (find_external_.code() == SQLITE_OK) {
        return std::optional<StoredTurn>();
      }
      return Failed(find_external_.code(), "cannot find a turn");
    }
    ResetOnExit reset(find_external_);
    turn.first_reply_seq = find_external_.Int(0) + 1;
    const std::optional<Owner> owner = ParseOwner(find_external_.View(1));
    if (!owner) return Internal("cannot read the store: owner: unknown value");
    turn.owner = *owner;
  }
  list_turn_.Bind(key).Bind(turn.first_reply_seq - 1);
  ResetOnExit reset(list_turn_);
  while (list_turn_.Next()) {
    Result<Message> message = ReadMessage(list_turn_, 0);
    if (!message.ok()) return message.error();
    if (message->from == Author::kCustomer) break;
    const Result<Owner> owner = ReadMessageOwner(list_turn_, 0);
    if (!owner.ok()) return owner.error();
    turn.owner = *owner;
    turn.replies.push_back(std::move(*message));
  }
  if (list_turn_.code() != SQLITE_OK) {
    return Failed(list_turn_.code(), "cannot read a turn");
  }
  return std::optional<StoredTurn>(std::move(turn));
}

Status SqliteTransaction::NoteOpenStep(std::string_view conversation,
                                       Time due_at) {
  const Result<int64_t> key = KeyOf(conversation);
  if (!key.ok()) return key.error();
  note_step_.Bind(*key).Bind(ToMillis(due_at));
  return Wrote(note_step_.Run(), "cannot note an open step");
}

Status SqliteTransaction::ForgetOpenStep(std::string_view conversation) {
  const Result<int64_t> key = KeyOf(conversation);
  if (!key.ok()) {
    return key.error().code == Code::kNotFound ? Status() : key.error();
  }
  return Wrote(forget_step_.Bind(*key).Run(), "cannot forget an open step");
}

Status SqliteTransaction::InsertUnanswered(const Unanswered& unanswered) {
  const Result<int64_t> key = KeyOf(unanswered.conversation);
  if (!key.ok()) return key.error();
  const std::string suggestions = EncodeStrings(unanswered.suggestions);
  insert_unanswered_.Bind(*key)
      .Bind(unanswered.seq)
      .Bind(unanswered.language)
      .Bind(unanswered.text)
      .Bind(unanswered.decision)
      .BindOrNull(suggestions)
      .Bind(ToMillis(unanswered.at));
  return Wrote(insert_unanswered_.Run(), "cannot note an unanswered question");
}

Status SqliteTransaction::MarkUnansweredGroup(const UnansweredMark& mark) {
  mark_group_.Bind(mark.key)
      .Bind(mark.state)
      .Bind(mark.agent)
      .Bind(ToMillis(mark.at));
  return Wrote(mark_group_.Run(), "cannot mark unanswered questions");
}

}  // namespace sportello
