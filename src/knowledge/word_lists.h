// Finds a language's word list on this machine.
#ifndef SPORTELLO_KNOWLEDGE_WORD_LISTS_H_
#define SPORTELLO_KNOWLEDGE_WORD_LISTS_H_

#include <memory>
#include <string>
#include <string_view>

#include "language/word_list.h"

namespace sportello {

// The list of `language` ("it") in a folder of lists such as /usr/share/dict,
// by the name that Debian gives it, or `CODE` or `CODE.txt`. Null when there
// is none, or when it cannot be read: the bot then corrects more than it
// should, and works.
std::shared_ptr<const WordList> LoadWordList(const std::string& directory,
                                             std::string_view language);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_WORD_LISTS_H_
