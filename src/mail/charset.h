// Text of any charset that mail is written in, as UTF-8.
#ifndef SPORTELLO_MAIL_CHARSET_H_
#define SPORTELLO_MAIL_CHARSET_H_

#include <string>
#include <string_view>

namespace sportello {

// Valid UTF-8 without NUL, whatever comes in. A charset that is unknown, or
// that the bytes do not fit, is taken for UTF-8 when they are that, else for
// Windows-1252, the one that is meant most often. "iso-8859-1" means
// Windows-1252, as in browsers. Only charsets of a list reach the C library's
// iconv, whose rarer converters have had holes.
std::string ToUtf8(std::string_view bytes, std::string_view charset);

bool IsUtf8(std::string_view bytes);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_CHARSET_H_
