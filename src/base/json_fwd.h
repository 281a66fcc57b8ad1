// The name of JSON values, for headers; base/json.h has the values.
#ifndef SPORTELLO_BASE_JSON_FWD_H_
#define SPORTELLO_BASE_JSON_FWD_H_

#include <nlohmann/json_fwd.hpp>

namespace sportello {

using Json = nlohmann::ordered_json;

}  // namespace sportello

#endif  // SPORTELLO_BASE_JSON_FWD_H_
