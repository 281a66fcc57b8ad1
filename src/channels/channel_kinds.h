// The channels that there are, and how each is set up.
//
// A kind names its settings itself; the table of settings (cli/) has a row for
// each. A new channel is a file with a ChannelKind and a line in
// channel_kinds.cc.
#ifndef SPORTELLO_CHANNELS_CHANNEL_KINDS_H_
#define SPORTELLO_CHANNELS_CHANNEL_KINDS_H_

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "channels/channel.h"

namespace sportello {

struct ChannelSetting {
  const char* name;
  const char* sentence;
  const char* value = "";  // by default
  // Null = any text. The error says what is wrong with the value.
  Status (*check)(const std::string& value) = nullptr;
};

// Values of settings by name.
using ChannelValues = std::map<std::string, std::string, std::less<>>;

struct ChannelKind {
  std::string_view name;
  std::span<const ChannelSetting> settings;
  // Null when the values do not ask for the channel. Error: what is wrong with
  // them, or with the files that they name.
  Result<std::unique_ptr<Channel>> (*make)(const ChannelValues& values,
                                           const std::string& public_url);
};

std::span<const ChannelKind> ChannelKinds();

// All that the values ask for.
Result<std::map<std::string, std::unique_ptr<Channel>, std::less<>>>
MakeChannels(const ChannelValues& values, const std::string& public_url);

// For the kinds' own files: the value, empty when it is not there; the first
// line of the file that the value names, empty when it names none.
std::string ChannelValue(const ChannelValues& values, std::string_view name);
Result<std::string> ChannelFileLine(const ChannelValues& values,
                                    std::string_view name);
// Checks of settings: http:// or https:// and no slash at the end; a number of
// 1 to 6 digits.
Status CheckBaseUrl(const std::string& value);
Status CheckWholeNumber(const std::string& value);

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_CHANNEL_KINDS_H_
