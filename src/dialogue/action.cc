#include "dialogue/action.h"

#include <charconv>

#include "base/json.h"
#include "language/normalizer.h"

namespace sportello {
namespace {

constexpr size_t kMaxResultBytes = 500;

std::string PercentEncode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                       c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  return encoded;
}

// A part of a path that is "." or ".." would climb in it.
std::string PathPart(const std::string& value) {
  if (value == "." || value == "..") return "";
  return PercentEncode(value);
}

// The value at "order.lines.0.name"; null when there is none.
const Json* Descend(const Json& json, std::string_view path) {
  const Json* at = &json;
  while (!path.empty()) {
    const size_t dot = path.find('.');
    const std::string name(path.substr(0, dot));
    if (at->is_object()) {
      const auto it = at->find(name);
      if (it == at->end()) return nullptr;
      at = &*it;
    } else if (at->is_array()) {
      size_t index = 0;
      const char* end = name.data() + name.size();
      const auto [last, error] = std::from_chars(name.data(), end, index);
      if (error != std::errc() || last != end || index >= at->size()) {
        return nullptr;
      }
      at = &(*at)[index];
    } else {
      return nullptr;
    }
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  return at;
}

std::optional<std::string> ResultText(const Json& json) {
  if (json.is_boolean()) return json.get<bool>() ? "yes" : "no";
  if (json.is_number()) return DumpJson(json);
  if (!json.is_string()) return std::nullopt;
  std::string text = json.get<std::string>().substr(0, kMaxResultBytes);
  while (!text.empty() && !IsValidUtf8(text)) text.pop_back();
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

ActionRequest MakeRequest(const Action& action, const Variables& values) {
  ActionRequest request;
  Variables encoded;
  for (const auto& [name, value] : values) encoded[name] = PathPart(value);
  request.url = action.url.Render(encoded);
  request.post = action.post;
  request.timeout_ms = action.timeout_ms;
  if (action.post) {
    Json body = Json::object();
    for (const auto& [name, text] : action.body) {
      body[name] = text.Render(values);
    }
    request.body = DumpJson(body);
  }
  return request;
}

std::optional<std::map<std::string, std::string>> ReadResults(
    const Action& action, const std::string& body) {
  std::map<std::string, std::string> results;
  if (action.result.empty()) return results;
  const Result<Json> json = ParseJson(body);
  if (!json.ok()) return std::nullopt;
  for (const auto& [name, path] : action.result) {
    const Json* found = Descend(*json, path);
    if (found == nullptr) return std::nullopt;
    std::optional<std::string> text = ResultText(*found);
    if (!text.has_value()) return std::nullopt;
    results[name] = *std::move(text);
  }
  return results;
}

}  // namespace sportello
