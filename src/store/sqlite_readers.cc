#include "store/sqlite_readers.h"

#include <array>
#include <utility>

#include "store/sqlite_rows.h"

namespace sportello {
namespace {

// Reads take microseconds: more connections than processors serve nobody.
constexpr int kMaxReaders = 4;

constexpr const char* kReadConversation =
    "SELECT " SPORTELLO_CONVERSATION_COLUMNS " FROM conversation WHERE id = ?";
constexpr const char* kListMessages =
    "SELECT " SPORTELLO_MESSAGE_COLUMNS
    " FROM message WHERE conversation = (SELECT key FROM conversation WHERE "
    "conversation.id = ?) AND seq > ? ORDER BY seq LIMIT ?";
constexpr const char* kListUnanswered =
    "SELECT conversation.id, seq, unanswered.language, text, decision, "
    "suggestions, at_ms FROM unanswered JOIN conversation ON conversation.key "
    "= unanswered.conversation ORDER BY unanswered.key DESC LIMIT ?";
constexpr const char* kListMarks =
    "SELECT key, state, agent, at_ms FROM unanswered_mark ORDER BY key";
constexpr const char* kListSteps =
    "SELECT conversation.id, due_at_ms FROM open_step JOIN conversation ON "
    "conversation.key = open_step.conversation "
    "ORDER BY due_at_ms, open_step.conversation LIMIT ?";

}  // namespace

Result<std::unique_ptr<SqliteReader>> SqliteReader::Open(
    const std::string& path, const SqliteOptions& options) {
  auto connection = SqliteConnection::Open(path, options);
  if (!connection.ok()) return Unavailable(connection.error().message);
  std::unique_ptr<SqliteReader> reader(
      new SqliteReader(std::move(*connection)));
  const std::array<std::pair<SqliteStatement*, const char*>, 5> statements = {{
      {&reader->find_conversation_, kReadConversation},
      {&reader->list_messages_, kListMessages},
      {&reader->list_unanswered_, kListUnanswered},
      {&reader->list_marks_, kListMarks},
      {&reader->list_steps_, kListSteps},
  }};
  for (const auto& [statement, sql] : statements) {
    Result<SqliteStatement> prepared = reader->connection_->Prepare(sql);
    if (!prepared.ok()) return prepared.error();
    *statement = std::move(*prepared);
  }
  SqliteConnection& connected = *reader->connection_;
  for (const Status& prepared :
       {reader->tickets_.Prepare(connected), reader->outbox_.Prepare(connected),
        reader->agents_.Prepare(connected),
        reader->channels_.Prepare(connected),
        reader->attachments_.Prepare(connected)}) {
    if (!prepared.ok()) return prepared.error();
  }
  return reader;
}

Result<std::optional<Conversation>> SqliteReader::FindConversation(
    std::string_view id) {
  SqliteStatement& row = find_conversation_;
  row.Bind(id);
  if (!row.Next()) {
    if (row.code() == SQLITE_OK) return std::optional<Conversation>();
    return StoreError(row.code(), "cannot find a conversation");
  }
  ResetOnExit reset(row);
  Result<Conversation> conversation = ReadConversation(row, 0);
  if (!conversation.ok()) return conversation.error();
  return std::optional<Conversation>(std::move(*conversation));
}

Result<std::vector<Message>> SqliteReader::ListMessages(
    std::string_view conversation, int64_t after, int limit) {
  SqliteStatement& row = list_messages_;
  row.Bind(conversation).Bind(after).Bind(int64_t{limit});
  ResetOnExit reset(row);
  std::vector<Message> messages;
  while (row.Next()) {
    Result<Message> message = ReadMessage(row, 0);
    if (!message.ok()) return message.error();
    messages.push_back(std::move(*message));
  }
  if (row.code() == SQLITE_OK) return messages;
  return StoreError(row.code(), "cannot list messages");
}

Result<std::vector<Unanswered>> SqliteReader::ListUnanswered(int limit) {
  SqliteStatement& row = list_unanswered_;
  row.Bind(int64_t{limit});
  ResetOnExit reset(row);
  std::vector<Unanswered> questions;
  while (row.Next()) {
    Result<std::vector<std::string>> suggestions = DecodeStrings(row.View(5));
    if (!suggestions.ok()) return suggestions.error();
    questions.push_back({row.Text(0), row.Int(1), row.Text(2), row.Text(3),
                         row.Text(4), std::move(*suggestions),
                         FromMillis(row.Int(6))});
  }
  if (row.code() == SQLITE_OK) return questions;
  return StoreError(row.code(), "cannot list unanswered questions");
}

Result<std::vector<UnansweredMark>> SqliteReader::ListUnansweredMarks() {
  SqliteStatement& row = list_marks_;
  std::vector<UnansweredMark> marks;
  while (row.Next()) {
    marks.push_back(
        {row.Text(0), row.Text(1), row.Text(2), FromMillis(row.Int(3))});
  }
  if (row.code() == SQLITE_OK) return marks;
  return StoreError(row.code(), "cannot list marks of unanswered questions");
}

Result<std::vector<OpenStep>> SqliteReader::ListOpenSteps(int limit) {
  SqliteStatement& row = list_steps_;
  row.Bind(int64_t{limit});
  ResetOnExit reset(row);
  std::vector<OpenStep> steps;
  while (row.Next()) steps.push_back({row.Text(0), FromMillis(row.Int(1))});
  if (row.code() == SQLITE_OK) return steps;
  return StoreError(row.code(), "cannot list open steps");
}

SqliteReaders::SqliteReaders(std::string path, const SqliteOptions& options)
    : path_(std::move(path)), options_(options) {}

Result<std::unique_ptr<SqliteReader>> SqliteReaders::Take() {
  {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] {
      return closed_ || !idle_.empty() || taken_ < kMaxReaders;
    });
    if (closed_) return Unavailable("the store is opened anew");
    ++taken_;
    if (!idle_.empty()) {
      std::unique_ptr<SqliteReader> reader = std::move(idle_.back());
      idle_.pop_back();
      return reader;
    }
  }
  Result<std::unique_ptr<SqliteReader>> reader =
      SqliteReader::Open(path_, options_);
  if (!reader.ok()) GiveBack(nullptr, false);
  return reader;
}

void SqliteReaders::GiveBack(std::unique_ptr<SqliteReader> reader, bool sound) {
  std::unique_lock lock(mutex_);
  if (sound && !closed_) {
    idle_.push_back(std::move(reader));
  } else {
    lock.unlock();
    reader.reset();  // before it counts as given back
    lock.lock();
  }
  --taken_;
  returned_.notify_all();
}

bool SqliteReaders::Close(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  closed_ = true;
  idle_.clear();
  returned_.notify_all();
  return returned_.wait_for(lock, patience, [&] { return taken_ == 0; });
}

void SqliteReaders::Reopen() {
  const std::lock_guard lock(mutex_);
  closed_ = false;
}

}  // namespace sportello
