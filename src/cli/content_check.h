// `sportello check`: all that is wrong with the content, at once.
#ifndef SPORTELLO_CLI_CONTENT_CHECK_H_
#define SPORTELLO_CLI_CONTENT_CHECK_H_

#include <string>
#include <vector>

#include "cli/content_load.h"

namespace sportello {

struct CheckOptions {
  ContentPlace place;
  std::string tests;  // folder of the conversations; empty = the default
  bool strict = false;
  bool json = false;
  std::string today;  // ISO date
  // The setting; empty = unknown here, so that nothing is said of actions.
  std::vector<std::string> action_hosts;
};

// Reads and compiles the content, reads the conversation tests, asks the gate
// (dialogue/gate.h) and looks for what needs upkeep. Status 1 when there are
// errors, with `strict` also for warnings.
int RunCheck(const CheckOptions& options, const Streams& streams);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_CHECK_H_
