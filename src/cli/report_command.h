// `sportello report`: how the service does.
#ifndef SPORTELLO_CLI_REPORT_COMMAND_H_
#define SPORTELLO_CLI_REPORT_COMMAND_H_

#include <functional>

namespace CLI {
class App;
}

namespace sportello {

std::function<int()> DeclareReport(CLI::App& app);

}  // namespace sportello

#endif  // SPORTELLO_CLI_REPORT_COMMAND_H_
