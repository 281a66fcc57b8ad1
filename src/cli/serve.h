// `sportello serve`: the daemon.
#ifndef SPORTELLO_CLI_SERVE_H_
#define SPORTELLO_CLI_SERVE_H_

#include <functional>

namespace CLI {
class App;
}

namespace sportello {

struct Settings;

std::function<int()> DeclareServe(CLI::App& app);

// Runs until SIGTERM or SIGINT, then drains within 10 s. SIGHUP reloads the
// content. Status 1 with one line on standard error when it cannot start.
// Changes the process: signals are blocked, SIGPIPE and SIGXFSZ ignored.
int Serve(const Settings& settings);

}  // namespace sportello

#endif  // SPORTELLO_CLI_SERVE_H_
