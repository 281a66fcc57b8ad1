// The commands of the program, one row each.
//
// A new command is a function in a file of its own and a row in the table of
// commands.cc:
//
//   // content_check.h
//   std::function<int()> DeclareCheck(CLI::App& app);
//
//   // commands.cc
//   {"check", "Say what is wrong with intents/ and faq/", DeclareCheck},
//
// `declare` adds the command's options to `app` and returns what runs after
// they were read; its value is the exit status. Settings that the command
// wants as flags come from AddSettingFlags() in setting_flags.h.
#ifndef SPORTELLO_CLI_COMMAND_H_
#define SPORTELLO_CLI_COMMAND_H_

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sportello {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

struct Command {
  std::string name;
  std::string sentence;  // for --help
  std::function<int()> (*declare)(CLI::App& app);
};

// All commands in the order of `sportello --help`.
const std::vector<Command>& Commands();

// Reads the command line and runs one command; returns the exit status. A
// wrong command line explains itself on standard error (kExitUsage).
int RunCommandLine(int argc, char** argv);

}  // namespace sportello

#endif  // SPORTELLO_CLI_COMMAND_H_
