// The commands work beside a running daemon. A password is read from the
// terminal without showing it, or is the first line of standard input; it is
// never an argument, which others could see.
#include "cli/agent_commands.h"

#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/command.h"
#include "cli/setting_flags.h"
#include "desk/login.h"
#include "store/sqlite_side_store.h"

namespace sportello {
namespace {

struct AgentOptions {
  std::string name;
  std::string display_name;
  std::string role;
  std::string language;
  std::vector<std::string> queues;
  bool json = false;
};

int Fail(const std::string& why) {
  std::cerr << "sportello: " << why << "\n";
  return kExitFailed;
}

// Shows nothing of what is typed, while it lives.
class Hidden {
 public:
  Hidden() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    active_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~Hidden() {
    if (active_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  termios before_{};
  bool active_ = false;
};

std::string Ask(const char* question) {
  std::string answer;
  if (isatty(STDIN_FILENO) == 0) {
    std::getline(std::cin, answer);
    return answer;
  }
  std::cerr << question << std::flush;
  const Hidden hidden;
  std::getline(std::cin, answer);
  std::cerr << "\n";
  return answer;
}

Result<std::string> AskPassword() {
  std::string password = Ask("Password: ");
  if (isatty(STDIN_FILENO) != 0 && Ask("The same again: ") != password) {
    return Invalid("the two passwords differ");
  }
  if (password.empty()) return Invalid("no password was given");
  return password;
}

Result<std::unique_ptr<Store>> OpenFor(const SettingFlags& flags) {
  const Result<Settings> settings = ReadSettings(flags);
  if (!settings.ok()) return settings.error();
  return OpenSideStore(settings->data);
}

Result<AgentChange> FieldsOf(const AgentOptions& options) {
  AgentChange change;
  if (!options.display_name.empty()) change.display_name = options.display_name;
  if (!options.language.empty()) change.language = options.language;
  if (!options.queues.empty()) change.queues = options.queues;
  if (!options.role.empty()) {
    change.role = ParseRole(options.role);
    if (!change.role) {
      return Invalid("'" + options.role +
                     "' is none of agent, supervisor, maintainer, admin");
    }
  }
  return change;
}

int Add(const SettingFlags& flags, const AgentOptions& options) {
  Result<AgentChange> fields = FieldsOf(options);
  if (!fields.ok()) return Fail(fields.error().message);
  Result<std::unique_ptr<Store>> store = OpenFor(flags);
  if (!store.ok()) return Fail(store.error().message);
  Result<std::string> password = AskPassword();
  if (!password.ok()) return Fail(password.error().message);
  fields->password = *std::move(password);
  const Status added =
      AddAgent(**store, options.name, *fields, "", SystemClock().Now());
  if (!added.ok()) return Fail(added.error().message);
  std::cout << "added " << options.name << "\n";
  return kExitDone;
}

int Change(const SettingFlags& flags, const std::string& name,
           const AgentChange& change, const std::string& said) {
  Result<std::unique_ptr<Store>> store = OpenFor(flags);
  if (!store.ok()) return Fail(store.error().message);
  const Status changed =
      ChangeAgent(**store, name, change, "", SystemClock().Now());
  if (!changed.ok()) return Fail(changed.error().message);
  std::cout << said << " " << name << "\n";
  return kExitDone;
}

int SetDisabled(const SettingFlags& flags, const AgentOptions& options,
                bool disabled) {
  AgentChange change;
  change.disabled = disabled;
  return Change(flags, options.name, change, disabled ? "disabled" : "enabled");
}

int SetPassword(const SettingFlags& flags, const AgentOptions& options) {
  Result<std::string> password = AskPassword();
  if (!password.ok()) return Fail(password.error().message);
  AgentChange change;
  change.password = *std::move(password);
  return Change(flags, options.name, change, "changed the password of");
}

int List(const SettingFlags& flags, const AgentOptions& options) {
  Result<std::unique_ptr<Store>> store = OpenFor(flags);
  if (!store.ok()) return Fail(store.error().message);
  const auto agents = (*store)->agents().List();
  if (!agents.ok()) return Fail(agents.error().message);
  Json json = Json::array();
  for (const Agent& agent : *agents) {
    json.push_back({{"name", agent.name},
                    {"display_name", agent.display_name},
                    {"role", RoleName(agent.role)},
                    {"queues", agent.queues},
                    {"disabled", agent.disabled}});
    if (options.json) continue;
    std::cout << agent.name << "  " << RoleName(agent.role) << "  "
              << agent.display_name << (agent.disabled ? "  (disabled)" : "");
    for (const std::string& queue : agent.queues) std::cout << "  " << queue;
    std::cout << "\n";
  }
  if (options.json) std::cout << DumpJsonPretty(json) << "\n";
  return std::cout.flush().good() ? kExitDone : kExitFailed;
}

}  // namespace

std::function<int()> DeclareAgent(CLI::App& app) {
  using Run = std::function<int(const SettingFlags&, const AgentOptions&)>;
  const auto options = std::make_shared<AgentOptions>();
  const auto flags = std::make_shared<std::shared_ptr<SettingFlags>>();
  const auto chosen = std::make_shared<Run>();
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* sentence, Run run) {
    CLI::App* sub = app.add_subcommand(name, sentence);
    const auto own = AddSettingFlags(*sub, {"data"}, true);
    sub->callback([=, run = std::move(run)] {
      *chosen = run;
      *flags = own;
    });
    return sub;
  };
  const auto name = [&](CLI::App* sub) {
    sub->add_option("NAME", options->name, "The name to sign in with")
        ->required();
    return sub;
  };
  CLI::App* adding = name(add("add", "Add an agent; asks for a password", Add));
  adding->add_option("--role", options->role,
                     "agent, supervisor, maintainer or admin");
  adding->add_option("--display-name", options->display_name,
                     "The name that colleagues see");
  adding->add_option("--language", options->language,
                     "Of the desk's page: it or en");
  adding->add_option("--queue", options->queues,
                     "A queue of his (several times; none means all)");
  name(add(
      "disable", "Sign an agent out, and do not let him in again",
      [](const auto& f, const auto& o) { return SetDisabled(f, o, true); }));
  name(add(
      "enable", "Let a disabled agent in again",
      [](const auto& f, const auto& o) { return SetDisabled(f, o, false); }));
  name(add("password", "Change an agent's password", SetPassword));
  add("list", "List the agents", List)
      ->add_flag("--json", options->json, "As JSON");
  return [=] { return (*chosen)(**flags, *options); };
}

}  // namespace sportello
