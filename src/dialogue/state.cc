#include "dialogue/state.h"

#include <type_traits>
#include <utility>

#include "base/json.h"
#include "base/json_text.h"

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

// Writes an object. Only what is not as in a fresh state is written: most
// states are short.
class StateWriter {
 public:
  StateWriter() {
    out_.reserve(kUsualBytes);
    out_ = "{";
  }

  void Write(std::string_view key, bool value) {
    if (value) Key(key) += "true";
  }
  void Write(std::string_view key, int value) {
    if (value != 0) Key(key) += std::to_string(value);
  }
  void Write(std::string_view key, const std::string& value) {
    if (!value.empty()) AppendJsonString(Key(key), value);
  }
  void Write(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    Key(key) += '[';
    for (const std::string& value : values) {
      AppendJsonString(Next('['), value);
    }
    out_ += ']';
  }
  template <typename Value>
  void Write(std::string_view key, const std::map<std::string, Value>& values) {
    if (values.empty()) return;
    Key(key) += '{';
    for (const auto& [name, value] : values) {
      AppendJsonString(Next('{'), name);
      out_ += ':';
      if constexpr (std::is_same_v<Value, int>) {
        out_ += std::to_string(value);
      } else {
        AppendJsonString(out_, value);
      }
    }
    out_ += '}';
  }
  void Write(std::string_view key, const std::vector<Button>& buttons) {
    if (buttons.empty()) return;
    Key(key) += '[';
    for (const Button& button : buttons) {
      Next('[') += R"({"title":)";
      AppendJsonString(out_, button.title);
      out_ += R"(,"value":)";
      AppendJsonString(out_, button.value);
      out_ += '}';
    }
    out_ += ']';
  }

  std::string Finish() {
    out_ += '}';
    return std::move(out_);
  }

 private:
  // A comma, unless the last character is `begin`.
  std::string& Next(char begin) {
    if (out_.back() != begin) out_ += ',';
    return out_;
  }
  std::string& Key(std::string_view key) {
    Next('{');
    out_ += '"';
    out_ += key;
    return out_ += "\":";
  }

  static constexpr size_t kUsualBytes = 1024;

  std::string out_;
};

}  // namespace

std::string DumpState(const DialogueState& state) {
  StateWriter writer;
  writer.Write("greeted", state.greeted);
  writer.Write("language_asked", state.language_asked);
  writer.Write("misses", state.misses);
  writer.Write("intent", state.intent);
  writer.Write("slot", state.slot);
  writer.Write("retries", state.retries);
  writer.Write("slots", state.slots);
  writer.Write("asked", state.asked);
  writer.Write("confirmed", state.confirmed);
  writer.Write("paused_intent", state.paused_intent);
  writer.Write("paused_slots", state.paused_slots);
  writer.Write("closed_slot", state.closed_slot);
  writer.Write("done_intent", state.done_intent);
  writer.Write("done_slots", state.done_slots);
  writer.Write("done_turn", state.done_turn);
  writer.Write("known", state.known);
  writer.Write("known_turns", state.known_turns);
  writer.Write("last_id", state.last_id);
  writer.Write("last_turn", state.last_turn);
  writer.Write("contexts", state.contexts);
  writer.Write("tones", state.tones);
  writer.Write("turns", state.turns);
  writer.Write("rating_turn", state.rating_turn);
  writer.Write("last_replies", state.last_replies);
  writer.Write("missed", state.missed);
  writer.Write("uses", state.uses);
  writer.Write("buttons", state.buttons);
  return writer.Finish();
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
  Read(*json, "closed_slot", state.closed_slot);
  Read(*json, "done_intent", state.done_intent);
  Read(*json, "done_slots", state.done_slots);
  Read(*json, "done_turn", state.done_turn);
  Read(*json, "known", state.known);
  Read(*json, "known_turns", state.known_turns);
  Read(*json, "last_id", state.last_id);
  Read(*json, "last_turn", state.last_turn);
  Read(*json, "contexts", state.contexts);
  Read(*json, "tones", state.tones);
  Read(*json, "turns", state.turns);
  Read(*json, "rating_turn", state.rating_turn);
  Read(*json, "buttons", state.buttons);
  Read(*json, "last_replies", state.last_replies);
  Read(*json, "missed", state.missed);
  Read(*json, "uses", state.uses);
  return state;
}

}  // namespace sportello
