// Entities of HTML: "&egrave;", "&#232;", "&#xE8;".
#ifndef SPORTELLO_MAIL_HTML_ENTITIES_H_
#define SPORTELLO_MAIL_HTML_ENTITIES_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace sportello {

// Appends `code` as UTF-8; U+FFFD for what is no character.
void AppendUtf8(std::string& out, uint32_t code);

// Reads the entity at the begin of `text` (which begins with '&') and appends
// what it means; returns its length, 0 when it is none that we know.
size_t ReadEntity(std::string_view text, std::string& out);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_HTML_ENTITIES_H_
