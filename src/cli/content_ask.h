// `sportello ask`: one question and its answer.
#ifndef SPORTELLO_CLI_CONTENT_ASK_H_
#define SPORTELLO_CLI_CONTENT_ASK_H_

#include <string>

#include "cli/content_load.h"

namespace sportello {

struct AskOptions {
  ContentPlace place;
  std::string text;
  std::string language;  // empty = found from the text
  bool explain = false;
  bool json = false;
};

int RunAsk(const AskOptions& options, const Streams& streams);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_ASK_H_
