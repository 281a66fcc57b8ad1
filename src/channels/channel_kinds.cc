#include "channels/channel_kinds.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "channels/bridge.h"
#include "channels/messenger.h"
#include "channels/telegram.h"
#include "channels/whatsapp.h"

namespace sportello {

std::span<const ChannelKind> ChannelKinds() {
  static const std::array<ChannelKind, 4> kinds = {
      TelegramKind(),
      MessengerKind(),
      WhatsAppKind(),
      BridgeKind(),
  };
  return kinds;
}

Result<std::map<std::string, std::unique_ptr<Channel>, std::less<>>>
MakeChannels(const ChannelValues& values, const std::string& public_url) {
  std::map<std::string, std::unique_ptr<Channel>, std::less<>> channels;
  for (const ChannelKind& kind : ChannelKinds()) {
    ChannelValues all;
    for (const ChannelSetting& setting : kind.settings) {
      const auto given = values.find(setting.name);
      all[setting.name] = given == values.end() ? setting.value : given->second;
    }
    Result<std::unique_ptr<Channel>> channel = kind.make(all, public_url);
    if (!channel.ok()) return channel.error();
    if (*channel != nullptr) {
      channels.emplace(kind.name, std::move(channel).value());
    }
  }
  return channels;
}

std::string ChannelValue(const ChannelValues& values, std::string_view name) {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second;
}

Result<std::string> ChannelFileLine(const ChannelValues& values,
                                    std::string_view name) {
  const std::string path = ChannelValue(values, name);
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    return Invalid(std::string(name) + ": " + path + ": cannot be read");
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  const bool clean = std::all_of(line.begin(), line.end(),
                                 [](char c) { return c > ' ' && c < '\x7f'; });
  if (line.empty() || !clean) {
    return Invalid(std::string(name) + ": " + path +
                   ": the first line is no token");
  }
  return line;
}

Status CheckBaseUrl(const std::string& value) {
  if (value.empty()) return {};
  const bool scheme =
      value.starts_with("http://") || value.starts_with("https://");
  const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c < '\x7f' && c != '"';
  });
  if (scheme && clean && value.back() != '/') return {};
  return Invalid(
      "'" + value +
      "' is no address such as https://shop.example (no slash at the end)");
}

Status CheckWholeNumber(const std::string& value) {
  const bool good = !value.empty() && value.size() <= 6 &&
                    std::all_of(value.begin(), value.end(),
                                [](char c) { return c >= '0' && c <= '9'; });
  return good ? Status() : Status(Invalid("'" + value + "' is no number"));
}

}  // namespace sportello
