// `sportello chat`: a conversation in the terminal.
#ifndef SPORTELLO_CLI_CONTENT_CHAT_H_
#define SPORTELLO_CLI_CONTENT_CHAT_H_

#include <istream>
#include <string>

#include "cli/content_load.h"

namespace sportello {

struct ChatOptions {
  ContentPlace place;
  std::string language;  // of the customer's page; empty = unknown
  std::string name;
};

// Reads messages from standard input until its end. Nothing is stored.
int RunChat(const ChatOptions& options, const Streams& streams);

// The same with messages from `in`.
int Converse(const ChatOptions& options, std::istream& in,
             const Streams& streams);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_CHAT_H_
