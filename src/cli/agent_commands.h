// `sportello agent`: who may sign in at the desk.
#ifndef SPORTELLO_CLI_AGENT_COMMANDS_H_
#define SPORTELLO_CLI_AGENT_COMMANDS_H_

#include <functional>

namespace CLI {
class App;
}

namespace sportello {

std::function<int()> DeclareAgent(CLI::App& app);

}  // namespace sportello

#endif  // SPORTELLO_CLI_AGENT_COMMANDS_H_
