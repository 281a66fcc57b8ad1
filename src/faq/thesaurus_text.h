// The built-in word lists, as text; thesaurus.h reads them.
#ifndef SPORTELLO_FAQ_THESAURUS_TEXT_H_
#define SPORTELLO_FAQ_THESAURUS_TEXT_H_

#include <string_view>

namespace sportello {

std::string_view EnglishThesaurus();
std::string_view ItalianThesaurus();

}  // namespace sportello

#endif  // SPORTELLO_FAQ_THESAURUS_TEXT_H_
