#include "base/json.h"

#include <algorithm>
#include <cstddef>
#include <new>
#include <utility>

namespace sportello {
namespace {

// Reads what most requests are: one object of strings, in ASCII and without
// escapes, for a tenth of what the library needs. All else, be it right or
// wrong, is nothing here and left to the library.
class PlainObjectReader {
 public:
  explicit PlainObjectReader(std::string_view text) : text_(text) {}

  std::optional<Json> Read() {
    if (!Take('{')) return std::nullopt;
    Json object = Json::object();
    do {
      const auto key = TakeString();
      if (!key.has_value() || !Take(':')) return std::nullopt;
      const auto value = TakeString();
      if (!value.has_value()) return std::nullopt;
      object[std::string(*key)] = std::string(*value);
    } while (Take(','));
    if (!Take('}')) return std::nullopt;
    SkipBlanks();
    if (at_ < text_.size()) return std::nullopt;
    return object;
  }

 private:
  void SkipBlanks() {
    constexpr std::string_view kBlanks = " \t\n\r";
    while (at_ < text_.size() &&
           kBlanks.find(text_[at_]) != std::string_view::npos) {
      ++at_;
    }
  }

  // Whether `c` comes next, blanks aside; then it is behind us.
  bool Take(char c) {
    SkipBlanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<std::string_view> TakeString() {
    if (!Take('"')) return std::nullopt;
    const size_t begin = at_;
    while (at_ < text_.size() && IsPlain(text_[at_])) ++at_;
    if (at_ == text_.size() || text_[at_] != '"') return std::nullopt;
    return text_.substr(begin, at_++ - begin);
  }

  static bool IsPlain(char c) {
    return c >= 0x20 && c <= 0x7e && c != '"' && c != '\\';
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

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
    if (max_depth > 0) {
      if (auto plain = PlainObjectReader(text).Read()) return *std::move(plain);
    }
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
