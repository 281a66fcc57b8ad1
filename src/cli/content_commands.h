// The commands for people who write content: rows of commands.cc.
//
// The options are declared here; what runs is in the content_*.h of each
// command, which know nothing of the command line.
#ifndef SPORTELLO_CLI_CONTENT_COMMANDS_H_
#define SPORTELLO_CLI_CONTENT_COMMANDS_H_

#include <functional>

namespace CLI {
class App;
}

namespace sportello {

std::function<int()> DeclareCheck(CLI::App& app);
std::function<int()> DeclareTest(CLI::App& app);
std::function<int()> DeclareAsk(CLI::App& app);
std::function<int()> DeclareChat(CLI::App& app);
std::function<int()> DeclareEval(CLI::App& app);
std::function<int()> DeclareReplay(CLI::App& app);
std::function<int()> DeclareBuild(CLI::App& app);
std::function<int()> DeclareSchema(CLI::App& app);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_COMMANDS_H_
