#include "flow/customer_attributes.h"

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "dialogue/step.h"
#include "flow/chat_request.h"
#include "language/mask.h"

namespace sportello {
namespace {

bool IsAttributeName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxAttributeName &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
         });
}

// One line of text; nothing for a list, an object, a text that is too long.
std::optional<std::string> AttributeText(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_boolean() || value.is_number()) return DumpJson(value);
  if (!value.is_string()) return std::nullopt;
  std::string text = CleanText(value.get_ref<const std::string&>());
  if (CountCharacters(text) > kMaxAttributeValue) return std::nullopt;
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  return MaskPersonal(text);
}

}  // namespace

std::string ReadAttributes(const Json& object,
                           std::vector<Attribute>& attributes) {
  if (!object.is_object()) return "'customer.attributes' must be an object.";
  size_t bytes = 0;
  for (const auto& [name, value] : object.items()) {
    if (!IsAttributeName(name)) {
      return "A name in 'customer.attributes' may have 1 to 40 letters A to Z, "
             "digits, '_', '-' and '.'.";
    }
    std::optional<std::string> text = AttributeText(value);
    if (!text.has_value()) {
      return "A value in 'customer.attributes' must be a text of at most 200 "
             "characters, a number or a boolean.";
    }
    if (text->empty()) continue;
    bytes += name.size() + text->size();
    attributes.push_back({name, *std::move(text)});
  }
  if (attributes.size() > kMaxAttributes || bytes > kMaxAttributesBytes) {
    return "'customer.attributes' may have at most 20 names, and 2048 bytes "
           "with their values.";
  }
  return "";
}

}  // namespace sportello
