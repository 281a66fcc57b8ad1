// JSON at our borders, with the guards that nlohmann/json 3.11.2 needs.
//
// nlohmann/json was chosen because the project fixes it; this header is heavy
// and is included by .cc files only (scripts/check_deps enforces it).
//
// The library throws on wrong types, recurses in dump() and accepts any
// depth; so parse here, read fields here, and print here.
#ifndef SPORTELLO_BASE_JSON_H_
#define SPORTELLO_BASE_JSON_H_

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

using Json = nlohmann::ordered_json;

inline constexpr int kMaxJsonDepth = 16;

// Parses one JSON document. Errors (kInvalid) name the position, never the
// content: broken JSON, more than `max_depth` levels, invalid UTF-8.
Result<Json> ParseJson(std::string_view text, int max_depth = kMaxJsonDepth);

// Compact text; invalid UTF-8 becomes U+FFFD instead of an exception.
std::string DumpJson(const Json& json);
// The same over several lines, two blanks a level.
std::string DumpJsonPretty(const Json& json);

// The string at `key`: absent or null is an empty optional; another type is
// kInvalid and names the key.
Result<std::optional<std::string>> FindString(const Json& object,
                                              const std::string& key);

}  // namespace sportello

#endif  // SPORTELLO_BASE_JSON_H_
