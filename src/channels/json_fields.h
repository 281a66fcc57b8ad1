// Fields of what a stranger sent: absent and of another type are the same.
// For .cc files only.
#ifndef SPORTELLO_CHANNELS_JSON_FIELDS_H_
#define SPORTELLO_CHANNELS_JSON_FIELDS_H_

#include <string>
#include <string_view>

#include "base/json.h"

namespace sportello {

// Empty when there is none.
std::string TextField(const Json& object, std::string_view key);
// 0 when there is none; also of a number in quotes.
int64_t NumberField(const Json& object, std::string_view key);
// An empty object when there is none; an empty list.
const Json& ObjectField(const Json& object, std::string_view key);
const Json& ListField(const Json& object, std::string_view key);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_JSON_FIELDS_H_
