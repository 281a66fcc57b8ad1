#include "channels/json_fields.h"

#include <charconv>

namespace sportello {
namespace {

const Json* Field(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(key));
  return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string TextField(const Json& object, std::string_view key) {
  const Json* const field = Field(object, key);
  return field != nullptr && field->is_string() ? field->get<std::string>()
                                                : std::string();
}

int64_t NumberField(const Json& object, std::string_view key) {
  const Json* const field = Field(object, key);
  if (field == nullptr) return 0;
  if (field->is_number_integer()) return field->get<int64_t>();
  if (!field->is_string()) return 0;
  const auto& text = field->get_ref<const std::string&>();
  int64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

const Json& ObjectField(const Json& object, std::string_view key) {
  static const Json none = Json::object();
  const Json* const field = Field(object, key);
  return field != nullptr && field->is_object() ? *field : none;
}

const Json& ListField(const Json& object, std::string_view key) {
  static const Json none = Json::array();
  const Json* const field = Field(object, key);
  return field != nullptr && field->is_array() ? *field : none;
}

}  // namespace sportello
