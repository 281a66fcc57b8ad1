#include "cli/recorded_conversation.h"

#include "base/json.h"

namespace sportello {
namespace {

std::string TextOf(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_string() ? it->get<std::string>() : "";
}

bool IsTrue(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_boolean() && it->get<bool>();
}

}  // namespace

std::string DumpRecorded(const RecordedConversation& conversation) {
  Json turns = Json::array();
  for (const RecordedTurn& turn : conversation.turns) {
    turns.push_back({{"day", turn.day},
                     {"say", turn.say},
                     {"id", turn.id},
                     {"decision", turn.decision},
                     {"replies", turn.replies}});
  }
  const Json json = {{"language", conversation.language},
                     {"channel", conversation.channel},
                     {"named", conversation.named},
                     {"mailed", conversation.mailed},
                     {"turns", std::move(turns)}};
  return DumpJson(json);
}

Result<RecordedConversation> ParseRecorded(std::string_view line) {
  const Result<Json> json = ParseJson(line);
  if (!json.ok()) return json.error();
  const auto turns = json->is_object() ? json->find("turns") : json->end();
  if (!json->is_object() || turns == json->end() || !turns->is_array()) {
    return Error{Code::kInvalid, "this is no conversation: it has no 'turns'"};
  }
  RecordedConversation conversation;
  conversation.language = TextOf(*json, "language");
  conversation.channel = TextOf(*json, "channel");
  conversation.named = IsTrue(*json, "named");
  conversation.mailed = IsTrue(*json, "mailed");
  for (const Json& item : *turns) {
    if (!item.is_object() || TextOf(item, "say").empty()) {
      return Error{Code::kInvalid, "a turn has no 'say'"};
    }
    RecordedTurn turn{TextOf(item, "day"),
                      TextOf(item, "say"),
                      TextOf(item, "id"),
                      TextOf(item, "decision"),
                      {}};
    const auto replies = item.find("replies");
    if (replies != item.end() && replies->is_array()) {
      for (const Json& reply : *replies) {
        if (reply.is_string()) turn.replies.push_back(reply.get<std::string>());
      }
    }
    conversation.turns.push_back(std::move(turn));
  }
  return conversation;
}

}  // namespace sportello
