// The text of a header with encoded words (RFC 2047).
//
// Read here and not by GMime 3.2.13, which joins neighbouring base64 words
// before it decodes them and so loses all after the first padding ("=").
#ifndef SPORTELLO_MAIL_ENCODED_WORDS_H_
#define SPORTELLO_MAIL_ENCODED_WORDS_H_

#include <string>
#include <string_view>

namespace sportello {

// UTF-8, unfolded. White space between encoded words is dropped; a character
// that was split between two words of one charset is whole again; what is
// broken stays as it is.
std::string DecodeEncodedWords(std::string_view raw);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_ENCODED_WORDS_H_
