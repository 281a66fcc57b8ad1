// Tells systemd how the daemon is (sd_notify(3)): one datagram to the socket
// that NOTIFY_SOCKET names. Without systemd it does nothing.
#ifndef SPORTELLO_CLI_NOTIFY_H_
#define SPORTELLO_CLI_NOTIFY_H_

#include <chrono>
#include <optional>
#include <string_view>

namespace sportello {

// "READY=1", "STOPPING=1", "WATCHDOG=1", several separated by newlines.
void NotifySystemd(std::string_view state);

// How often systemd wants to hear WATCHDOG=1 (a third of its patience), if
// it does.
std::optional<std::chrono::milliseconds> WatchdogInterval();

}  // namespace sportello

#endif  // SPORTELLO_CLI_NOTIFY_H_
