// Asks the daemon's own /healthz over its own socket, so that the watchdog
// knows of a loop or of workers that hang.
#ifndef SPORTELLO_CLI_SELF_CHECK_H_
#define SPORTELLO_CLI_SELF_CHECK_H_

#include <chrono>
#include <string>

namespace sportello {

// True when any HTTP answer came within the time. `address` as given to
// `listen`; blocks.
bool AnswersHealth(const std::string& address, int port,
                   std::chrono::milliseconds patience);

}  // namespace sportello

#endif  // SPORTELLO_CLI_SELF_CHECK_H_
