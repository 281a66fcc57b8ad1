// From ICU's strings to ours.
#ifndef SPORTELLO_LANGUAGE_UTF16_H_
#define SPORTELLO_LANGUAGE_UTF16_H_

#include <string>
#include <string_view>

namespace sportello {

// Letters of the basic plane; ICU's formats use no others in our languages.
std::string FromUtf16(std::u16string_view text);

}  // namespace sportello

#endif  // SPORTELLO_LANGUAGE_UTF16_H_
