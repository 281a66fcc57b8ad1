#include "dialogue/state.h"

#include "base/json.h"

namespace sportello {
namespace {

void Read(const Json& json, const char* key, std::string& value) {
  const auto it = json.find(key);
  if (it != json.end() && it->is_string()) value = it->get<std::string>();
}

void Read(const Json& json, const char* key, bool& value) {
  const auto it = json.find(key);
  if (it != json.end() && it->is_boolean()) value = it->get<bool>();
}

void Read(const Json& json, const char* key, int& value) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_number_integer()) return;
  const auto number = it->get<int64_t>();
  if (number >= 0 && number <= 1'000'000) value = static_cast<int>(number);
}

void Read(const Json& json, const char* key,
          std::map<std::string, std::string>& values) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_object()) return;
  for (const auto& [name, value] : it->items()) {
    if (value.is_string()) values[name] = value.get<std::string>();
  }
}

void Read(const Json& json, const char* key,
          std::map<std::string, int>& values) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_object()) return;
  for (const auto& [name, value] : it->items()) {
    if (value.is_number_integer()) values[name] = value.get<int>();
  }
}

void Read(const Json& json, const char* key, std::vector<std::string>& values) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_array()) return;
  for (const Json& value : *it) {
    if (value.is_string()) values.push_back(value.get<std::string>());
  }
}

void Read(const Json& json, const char* key, std::vector<Button>& buttons) {
  const auto it = json.find(key);
  if (it == json.end() || !it->is_array()) return;
  for (const Json& item : *it) {
    if (!item.is_object()) continue;
    Button button;
    Read(item, "title", button.title);
    Read(item, "value", button.value);
    buttons.push_back(std::move(button));
  }
}

// Only what is not as in a fresh state is written: most states are short.
template <typename Value>
void Write(Json& json, const char* key, const Value& value) {
  if (value != Value()) json[key] = value;
}

}  // namespace

std::string DumpState(const DialogueState& state) {
  Json json = Json::object();
  Write(json, "greeted", state.greeted);
  Write(json, "language_asked", state.language_asked);
  Write(json, "misses", state.misses);
  Write(json, "intent", state.intent);
  Write(json, "slot", state.slot);
  Write(json, "retries", state.retries);
  Write(json, "slots", state.slots);
  Write(json, "asked", state.asked);
  Write(json, "confirmed", state.confirmed);
  Write(json, "paused_intent", state.paused_intent);
  Write(json, "paused_slots", state.paused_slots);
  Write(json, "done_intent", state.done_intent);
  Write(json, "done_slots", state.done_slots);
  Write(json, "done_turn", state.done_turn);
  Write(json, "known", state.known);
  Write(json, "known_turns", state.known_turns);
  Write(json, "last_id", state.last_id);
  Write(json, "last_turn", state.last_turn);
  Write(json, "tones", state.tones);
  Write(json, "turns", state.turns);
  Write(json, "last_replies", state.last_replies);
  Write(json, "missed", state.missed);
  Write(json, "uses", state.uses);
  for (const Button& button : state.buttons) {
    json["buttons"].push_back(
        {{"title", button.title}, {"value", button.value}});
  }
  return DumpJson(json);
}

DialogueState ParseState(std::string_view text) {
  DialogueState state;
  if (text.empty()) return state;
  const Result<Json> json = ParseJson(text);
  if (!json.ok() || !json->is_object()) return state;
  Read(*json, "greeted", state.greeted);
  Read(*json, "language_asked", state.language_asked);
  Read(*json, "misses", state.misses);
  Read(*json, "intent", state.intent);
  Read(*json, "slot", state.slot);
  Read(*json, "retries", state.retries);
  Read(*json, "slots", state.slots);
  Read(*json, "asked", state.asked);
  Read(*json, "confirmed", state.confirmed);
  Read(*json, "paused_intent", state.paused_intent);
  Read(*json, "paused_slots", state.paused_slots);
  Read(*json, "done_intent", state.done_intent);
  Read(*json, "done_slots", state.done_slots);
  Read(*json, "done_turn", state.done_turn);
  Read(*json, "known", state.known);
  Read(*json, "known_turns", state.known_turns);
  Read(*json, "last_id", state.last_id);
  Read(*json, "last_turn", state.last_turn);
  Read(*json, "tones", state.tones);
  Read(*json, "turns", state.turns);
  Read(*json, "buttons", state.buttons);
  Read(*json, "last_replies", state.last_replies);
  Read(*json, "missed", state.missed);
  Read(*json, "uses", state.uses);
  return state;
}

}  // namespace sportello
