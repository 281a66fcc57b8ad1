#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/agent_commands.h"
#include "cli/command.h"
#include "cli/content_commands.h"
#include "cli/export_command.h"
#include "cli/mail_in.h"
#include "cli/report_command.h"
#include "cli/serve.h"
#include "cli/setting_flags.h"
#include "cli/version.h"

namespace sportello {
namespace {

std::function<int()> DeclareConfig(CLI::App& app) {
  const auto flags = AddSettingFlags(app, {});
  return [flags] {
    const Result<Settings> settings = ReadSettings(*flags);
    if (!settings.ok()) {
      std::cerr << settings.error().message << "\n";
      return kExitFailed;
    }
    std::cout << PrintSettings(*settings);
    return std::cout.flush().good() ? kExitDone : kExitFailed;
  };
}

std::function<int()> DeclareVersion(CLI::App&) {
  return [] {
    std::cout << "sportello " << kVersion << "\n";
    return std::cout.flush().good() ? kExitDone : kExitFailed;
  };
}

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = {
      {"serve", "Answer customers over HTTP", DeclareServe},
      {"mail-in", "Take one mail from standard input", DeclareMailIn},
      {"check", "Say what is wrong with the content", DeclareCheck},
      {"test", "Run the test sentences and conversations", DeclareTest},
      {"ask", "Answer one question, and say why", DeclareAsk},
      {"chat", "Talk to the bot in the terminal", DeclareChat},
      {"eval", "Measure the answers on questions with known ids", DeclareEval},
      {"export", "Write stored conversations, anonymised", DeclareExport},
      {"replay", "Say which answers of theirs would change", DeclareReplay},
      {"build", "Compile the content into one file", DeclareBuild},
      {"schema", "Print the content's JSON Schemas for editors", DeclareSchema},
      {"agent", "Say who may sign in at the desk", DeclareAgent},
      {"report", "Print how the service does", DeclareReport},
      {"config", "Print all settings as a commented file", DeclareConfig},
      {"version", "Print the version", DeclareVersion},
  };
  return commands;
}

int RunCommandLine(int argc, char** argv) {
  CLI::App app("sportello answers customers by rules that people can read",
               "sportello");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("sportello ") + kVersion);
  std::function<int()> chosen;
  for (const Command& command : Commands()) {
    CLI::App* sub = app.add_subcommand(command.name, command.sentence);
    sub->callback([&chosen, run = command.declare(*sub)] { chosen = run; });
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitDone : kExitUsage;
  }
  return chosen();
}

}  // namespace sportello
