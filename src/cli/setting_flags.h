// Settings as command-line flags: `max_body_bytes` is --max-body-bytes.
#ifndef SPORTELLO_CLI_SETTING_FLAGS_H_
#define SPORTELLO_CLI_SETTING_FLAGS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/settings.h"

namespace CLI {
class App;
}

namespace sportello {

// What the command line says about settings; filled when it was parsed.
struct SettingFlags {
  std::string file;                           // --settings FILE
  std::map<std::string, std::string> values;  // setting -> text
};

// Adds --settings and one flag a setting. `shown` are the settings that
// --help lists (the others work too); `only_shown` leaves the others out.
std::shared_ptr<SettingFlags> AddSettingFlags(
    CLI::App& app, const std::vector<std::string>& shown,
    bool only_shown = false);

// The settings in force: defaults, then the file, then the flags. The error
// holds all problems, one a line.
Result<Settings> ReadSettings(const SettingFlags& flags);

}  // namespace sportello

#endif  // SPORTELLO_CLI_SETTING_FLAGS_H_
