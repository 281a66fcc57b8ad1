// JSON written by hand where it is written often; json.h is for all else.
#ifndef SPORTELLO_BASE_JSON_TEXT_H_
#define SPORTELLO_BASE_JSON_TEXT_H_

#include <string>
#include <string_view>

namespace sportello {

// `text`, valid UTF-8, in quotes.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_BASE_JSON_TEXT_H_
