#include "base/json.h"

#include <algorithm>
#include <new>

namespace sportello {

Result<Json> ParseJson(std::string_view text, int max_depth) {
  bool too_deep = false;
  auto guard = [&](int depth, Json::parse_event_t event, Json&) {
    const bool opens = event == Json::parse_event_t::object_start ||
                       event == Json::parse_event_t::array_start;
    if (opens && depth >= max_depth) too_deep = true;
    return !too_deep;
  };
  // The guard is dear, and a text with so few brackets needs none.
  const auto brackets = std::count_if(
      text.begin(), text.end(), [](char c) { return c == '{' || c == '['; });
  Json::parser_callback_t callback;
  if (brackets > max_depth) callback = guard;
  try {
    // The document is dropped piece by piece once it is too deep, so that a
    // million levels cost no memory.
    Json json = Json::parse(text.begin(), text.end(), callback,
                            /*allow_exceptions=*/true);
    if (too_deep) {
      return Invalid("JSON: nested more than " + std::to_string(max_depth) +
                     " levels deep");
    }
    return json;
  } catch (const nlohmann::json::parse_error& error) {
    if (too_deep) {
      return Invalid("JSON: nested more than " + std::to_string(max_depth) +
                     " levels deep");
    }
    return Invalid("JSON: syntax error at byte " + std::to_string(error.byte));
  } catch (const std::bad_alloc&) {
    return Unavailable("JSON: out of memory");
  } catch (const std::exception&) {
    return Invalid("JSON: a value is out of range");
  }
}

std::string DumpJson(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string DumpJsonPretty(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

Result<std::optional<std::string>> FindString(const Json& object,
                                              const std::string& key) {
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return std::optional<std::string>();
  if (!it->is_string()) return Invalid("'" + key + "' must be a string");
  return std::optional<std::string>(it->get<std::string>());
}

}  // namespace sportello
