#include "store/sqlite_rows.h"

#include "base/json.h"
#include "base/json_text.h"

namespace sportello {
namespace {

Error UnknownName(const char* column) {
  return Internal(std::string("cannot read the store: column '") + column +
                  "': unknown value");
}

// Pairs of strings, as JSON text.
template <typename Pair>
Result<std::vector<Pair>> DecodePairs(std::string_view text,
                                      const char* column) {
  std::vector<Pair> pairs;
  if (text.empty()) return pairs;
  const Result<Json> json = ParseJson(text);
  if (!json.ok() || !json->is_array()) return UnknownName(column);
  for (const Json& pair : *json) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() ||
        !pair[1].is_string()) {
      return UnknownName(column);
    }
    pairs.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return pairs;
}

// Of two strings each, those that the pointers to members name.
template <typename Pair>
std::string EncodePairs(const std::vector<Pair>& pairs,
                        std::string Pair::*first, std::string Pair::*second) {
  if (pairs.empty()) return {};
  std::string json = "[";
  for (const Pair& pair : pairs) {
    json += json.size() == 1 ? "[" : ",[";
    AppendJsonString(json, pair.*first);
    json += ',';
    AppendJsonString(json, pair.*second);
    json += ']';
  }
  return json += ']';
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
  conversation.customer.phone = row.Text(first + 11);
  Result<std::vector<Attribute>> attributes =
      DecodePairs<Attribute>(row.View(first + 12), "attributes");
  if (!attributes.ok()) return attributes.error();
  conversation.customer.attributes = std::move(*attributes);
  return conversation;
}

Result<Message> ReadMessage(const SqliteStatement& row, int first) {
  Message message;
  message.seq = row.Int(first);
  const std::optional<Author> author = ParseAuthor(row.View(first + 1));
  if (!author) return UnknownName("author");
  message.from = *author;
  message.text = row.Text(first + 3);
  Result<std::vector<Button>> buttons =
      DecodePairs<Button>(row.View(first + 4), "buttons");
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

MailRecord ReadMail(const SqliteStatement& row) {
  return {row.Text(0), row.Text(1), row.Int(2), row.Int(3) != 0,
          FromMillis(row.Int(4))};
}

Result<OutboxItem> ReadOutboxItem(const SqliteStatement& row) {
  OutboxItem item;
  item.key = row.Int(0);
  bool known = false;
  for (const OutboxKind kind :
       {OutboxKind::kMail, OutboxKind::kWebhook, OutboxKind::kChannel}) {
    if (OutboxKindName(kind) != row.View(1)) continue;
    item.kind = kind;
    known = true;
  }
  if (!known) return UnknownName("kind");
  item.target = row.Text(2);
  item.payload = row.Text(3);
  item.message_id = row.Text(4);
  known = false;
  for (const OutboxState state :
       {OutboxState::kDue, OutboxState::kSent, OutboxState::kDead}) {
    if (OutboxStateName(state) != row.View(5)) continue;
    item.state = state;
    known = true;
  }
  if (!known) return UnknownName("state");
  item.attempts = static_cast<int>(row.Int(6));
  item.next_try_at = FromMillis(row.Int(7));
  item.last_error = row.Text(8);
  item.created_at = FromMillis(row.Int(9));
  item.ticket = row.Int(10);
  item.conversation = row.Text(11);
  return item;
}

Result<Agent> ReadAgent(const SqliteStatement& row) {
  Agent agent;
  agent.name = row.Text(0);
  agent.display_name = row.Text(1);
  const std::optional<Role> role = ParseRole(row.View(2));
  if (!role) return UnknownName("role");
  agent.role = *role;
  agent.password_hash = row.Text(3);
  agent.language = row.Text(4);
  Result<std::vector<std::string>> queues = DecodeStrings(row.View(5));
  if (!queues.ok()) return UnknownName("queues");
  agent.queues = std::move(*queues);
  agent.disabled = row.Int(6) != 0;
  agent.created_at = FromMillis(row.Int(7));
  return agent;
}

DeskSession ReadSession(const SqliteStatement& row) {
  return {row.Text(0),
          row.Text(1),
          row.Text(2),
          FromMillis(row.Int(3)),
          FromMillis(row.Int(4)),
          FromMillis(row.Int(5))};
}

std::string EncodeButtons(const std::vector<Button>& buttons) {
  return EncodePairs(buttons, &Button::title, &Button::value);
}

std::string EncodeAttributes(const std::vector<Attribute>& attributes) {
  return EncodePairs(attributes, &Attribute::name, &Attribute::value);
}

std::string EncodeStrings(const std::vector<std::string>& strings) {
  if (strings.empty()) return {};
  std::string json = "[";
  for (const std::string& text : strings) {
    if (json.size() > 1) json += ',';
    AppendJsonString(json, text);
  }
  return json += ']';
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
