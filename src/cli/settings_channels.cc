// The rows of the channels: each kind names its own.
#include <algorithm>

#include "base/wording.h"
#include "channels/channel_kinds.h"
#include "cli/setting_rows.h"

namespace sportello {
namespace {

Status CheckIdleChannels(const std::vector<std::string>& names) {
  std::vector<std::string> known = {"web", "directline"};
  for (const ChannelKind& kind : ChannelKinds()) known.emplace_back(kind.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return Invalid(Quote(name) + " is none of " + Join(known, ", "));
  }
  return {};
}

}  // namespace

void AddChannelSettings(SettingRows& rows) {
  rows.push_back(TextSetting(
      "identity_secret_file",
      "File with the secret by which pages prove who their customer is "
      "(setUser), one line; empty means that they need not.",
      SPORTELLO_FIELD(identity_secret_file)));
  rows.push_back(NumberSetting(
      "channel_burst_ms", "milliseconds", 0, 10'000,
      "Short messages that follow each other within this time in a chat of a "
      "provider are answered as one.",
      SPORTELLO_FIELD(channel_burst)));
  rows.push_back(NumberSetting(
      "channel_stale_after_min", "minutes", 1, 10'000,
      "A message that a provider delivers so long after it was sent is stored "
      "and not answered.",
      SPORTELLO_FIELD(channel_stale_after)));
  rows.push_back(
      ListSetting("idle_channels",
                  "Channels where the customer is told when a question that "
                  "nobody answered is closed: web, directline and the names "
                  "of providers' channels. In the others it is closed when "
                  "the customer writes again.",
                  SPORTELLO_FIELD(idle_channels), CheckIdleChannels));
  for (const ChannelKind& kind : ChannelKinds()) {
    for (const ChannelSetting& setting : kind.settings) {
      const std::string name = setting.name;
      SettingRow row{name, "text", "", "", setting.sentence, false, {}, {}};
      row.set = [name, check = setting.check](Settings& settings,
                                              std::string_view text) {
        std::string value(text);
        if (check != nullptr) {
          if (Status status = check(value); !status.ok()) return status;
        }
        settings.channels[name] = std::move(value);
        return Status();
      };
      row.get = [name,
                 value = std::string(setting.value)](const Settings& settings) {
        const auto found = settings.channels.find(name);
        return found == settings.channels.end() ? value : found->second;
      };
      rows.push_back(std::move(row));
    }
  }
}

}  // namespace sportello
