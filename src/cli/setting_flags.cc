#include "cli/setting_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace sportello {
namespace {

std::string FlagOf(const std::string& name) {
  std::string flag = "--" + name;
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

}  // namespace

std::shared_ptr<SettingFlags> AddSettingFlags(
    CLI::App& app, const std::vector<std::string>& shown, bool only_shown) {
  auto flags = std::make_shared<SettingFlags>();
  app.add_option("--settings", flags->file, "YAML file of settings")
      ->type_name("FILE");
  for (const SettingRow& row : SettingsTable()) {
    const bool is_shown =
        std::find(shown.begin(), shown.end(), row.name) != shown.end();
    if (only_shown && !is_shown) continue;
    // The name in capitals as the value's place-holder would be noise.
    CLI::Option* option = app.add_option_function<std::string>(
        FlagOf(row.name),
        [flags, name = row.name](const std::string& value) {
          flags->values[name] = value;
        },
        row.sentence);
    option->type_name(row.type == "text" ? "TEXT" : row.type);
    option->take_last();
    if (!is_shown) option->group("");
  }
  return flags;
}

Result<Settings> ReadSettings(const SettingFlags& flags) {
  Settings settings;
  if (!flags.file.empty()) {
    const Status status = ReadSettingsFile(settings, flags.file);
    if (!status.ok()) return status.error();
  }
  std::string problems;
  for (const auto& [name, value] : flags.values) {
    const Status status =
        SetSetting(settings, name, value, "command line: " + FlagOf(name));
    if (status.ok()) continue;
    problems += (problems.empty() ? "" : "\n") + status.error().message;
  }
  if (!problems.empty()) return Invalid(problems);
  return settings;
}

}  // namespace sportello
