// What is said in chats beside the content's answers, in Italian and English.
#ifndef SPORTELLO_FLOW_CHANNEL_WORDS_H_
#define SPORTELLO_FLOW_CHANNEL_WORDS_H_

#include <string>
#include <string_view>

namespace sportello {

// `language` or a locale: "it", "it-IT", "en", ...
std::string OnlyTextWords(std::string_view language);
std::string NoGroupsWords(std::string_view language);
std::string GoOnHereWords(std::string_view language);

// How a message that cannot be read stands in the transcript: "[photo]".
std::string MediaWords(std::string_view language, std::string_view media);

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHANNEL_WORDS_H_
