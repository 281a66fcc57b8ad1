#include "store/sqlite_rows.h"

#include "base/json.h"

namespace sportello {
namespace {

Error UnknownName(const char* column) {
  return Internal(std::string("cannot read the store: column '") + column +
                  "': unknown value");
}

Result<std::vector<Button>> DecodeButtons(std::string_view text) {
  std::vector<Button> buttons;
  if (text.empty()) return buttons;
  const Result<Json> json = ParseJson(text);
  if (!json.ok() || !json->is_array()) return UnknownName("buttons");
  for (const Json& pair : *json) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() ||
        !pair[1].is_string()) {
      return UnknownName("buttons");
    }
    buttons.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return buttons;
}

Result<std::optional<Reason>> ReadReason(const SqliteStatement& row,
                                         int first) {
  if (row.IsNull(first)) return std::optional<Reason>();
  Reason reason;
  reason.stage = row.Text(first);
  reason.decision = row.Text(first + 1);
  reason.id = row.Text(first + 2);
  reason.confidence = row.Text(first + 3);
  reason.score = row.Double(first + 4);
  reason.source = row.Text(first + 5);
  reason.knowledge_version = row.Text(first + 6);
  Result<std::vector<std::string>> suggestions =
      DecodeStrings(row.View(first + 7));
  if (!suggestions.ok()) return suggestions.error();
  reason.suggestions = std::move(*suggestions);
  return std::optional<Reason>(std::move(reason));
}

}  // namespace

Result<Conversation> ReadConversation(const SqliteStatement& row, int first) {
  Conversation conversation;
  conversation.id = row.Text(first);
  conversation.channel = row.Text(first + 1);
  conversation.language = row.Text(first + 2);
  const std::optional<Owner> owner = ParseOwner(row.View(first + 3));
  if (!owner) return UnknownName("owner");
  conversation.owner = *owner;
  conversation.customer.name = row.Text(first + 4);
  conversation.customer.email = row.Text(first + 5);
  conversation.state = row.Text(first + 6);
  conversation.last_seq = row.Int(first + 7);
  conversation.ticket = row.Int(first + 8);
  conversation.created_at = FromMillis(row.Int(first + 9));
  conversation.updated_at = FromMillis(row.Int(first + 10));
  return conversation;
}

Result<Message> ReadMessage(const SqliteStatement& row, int first) {
  Message message;
  message.seq = row.Int(first);
  const std::optional<Author> author = ParseAuthor(row.View(first + 1));
  if (!author) return UnknownName("author");
  message.from = *author;
  message.text = row.Text(first + 3);
  Result<std::vector<Button>> buttons = DecodeButtons(row.View(first + 4));
  if (!buttons.ok()) return buttons.error();
  message.buttons = std::move(*buttons);
  message.at = FromMillis(row.Int(first + 5));
  Result<std::optional<Reason>> reason = ReadReason(row, first + 6);
  if (!reason.ok()) return reason.error();
  message.reason = std::move(*reason);
  return message;
}

Result<Owner> ReadMessageOwner(const SqliteStatement& row, int first) {
  const std::optional<Owner> owner = ParseOwner(row.View(first + 2));
  if (!owner) return UnknownName("owner");
  return *owner;
}

std::string EncodeButtons(const std::vector<Button>& buttons) {
  if (buttons.empty()) return {};
  Json json = Json::array();
  for (const Button& button : buttons) {
    json.push_back(Json::array({button.title, button.value}));
  }
  return DumpJson(json);
}

std::string EncodeStrings(const std::vector<std::string>& strings) {
  if (strings.empty()) return {};
  return DumpJson(Json(strings));
}

Result<std::vector<std::string>> DecodeStrings(std::string_view text) {
  std::vector<std::string> strings;
  if (text.empty()) return strings;
  const Result<Json> json = ParseJson(text);
  if (!json.ok() || !json->is_array()) return UnknownName("suggestions");
  for (const Json& item : *json) {
    if (!item.is_string()) return UnknownName("suggestions");
    strings.push_back(item.get<std::string>());
  }
  return strings;
}

}  // namespace sportello
