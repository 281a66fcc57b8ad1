// How rows of the table of settings are made: one function for each type of
// value, so that a row says only what is particular to it.
#ifndef SPORTELLO_CLI_SETTING_ROWS_H_
#define SPORTELLO_CLI_SETTING_ROWS_H_

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/settings.h"

namespace sportello {

using SettingRows = std::vector<SettingRow>;

// The bad value, in quotes and not too long.
std::string QuoteSetting(std::string_view text);
std::vector<std::string> SplitSettingList(std::string_view text);
std::string JoinSettingList(const std::vector<std::string>& items);
Result<int> ParseSettingNumber(std::string_view text, int least, int most);

// The rows of mail (settings_mail.cc).
void AddMailSettings(SettingRows& rows);
// The rows of webhooks (webhook_service.cc).
void AddWebhookSettings(SettingRows& rows);
// Those of providers' channels (settings_channels.cc).
void AddChannelSettings(SettingRows& rows);

// What a row's setter does with the text; empty result = accepted.
using SettingCheck = std::function<Status(const std::string&)>;

template <typename Field>
SettingRow TextSetting(std::string name, std::string sentence, Field field,
                       const SettingCheck& check = nullptr) {
  SettingRow row{std::move(name),     "text", "", "",
                 std::move(sentence), false,  {}, {}};
  row.set = [field, check](Settings& settings, std::string_view text) {
    std::string value(text);
    if (check != nullptr) {
      if (Status status = check(value); !status.ok()) return status;
    }
    field(settings) = std::move(value);
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return field(const_cast<Settings&>(settings));
  };
  return row;
}

template <typename Field>
SettingRow ListSetting(
    std::string name, std::string sentence, Field field,
    const std::function<Status(const std::vector<std::string>&)>& check =
        nullptr) {
  SettingRow row{std::move(name),     "list", "", "",
                 std::move(sentence), false,  {}, {}};
  row.set = [field, check](Settings& settings, std::string_view text) {
    std::vector<std::string> items = SplitSettingList(text);
    if (check != nullptr) {
      if (Status status = check(items); !status.ok()) return status;
    }
    field(settings) = std::move(items);
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return JoinSettingList(field(const_cast<Settings&>(settings)));
  };
  return row;
}

// `field` may be an int or a std::chrono duration.
template <typename Field>
SettingRow NumberSetting(std::string name, std::string unit, int least,
                         int most, std::string sentence, Field field) {
  SettingRow row{std::move(name),
                 "number",
                 std::move(unit),
                 std::to_string(least) + " to " + std::to_string(most),
                 std::move(sentence),
                 false,
                 {},
                 {}};
  row.set = [=](Settings& settings, std::string_view text) {
    const Result<int> value = ParseSettingNumber(text, least, most);
    if (!value.ok()) return Status(value.error());
    auto& target = field(settings);
    target = std::remove_reference_t<decltype(target)>(*value);
    return Status();
  };
  row.get = [=](const Settings& settings) {
    const auto& value = field(const_cast<Settings&>(settings));
    if constexpr (requires { value.count(); }) {
      return std::to_string(value.count());
    } else {
      return std::to_string(value);
    }
  };
  return row;
}

template <typename Field>
SettingRow YesNoSetting(std::string name, std::string sentence, Field field) {
  SettingRow row{std::move(name),     "yes/no", "", "",
                 std::move(sentence), false,    {}, {}};
  row.set = [field](Settings& settings, std::string_view text) {
    const bool yes = text == "yes" || text == "true";
    if (!yes && text != "no" && text != "false") {
      return Status(Invalid(QuoteSetting(text) + " is neither yes nor no"));
    }
    field(settings) = yes;
    return Status();
  };
  row.get = [field](const Settings& settings) {
    return std::string(field(const_cast<Settings&>(settings)) ? "yes" : "no");
  };
  return row;
}

// A lambda cannot stand in the parentheses that clang-tidy asks for.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define SPORTELLO_FIELD(member) \
  [](Settings & s) -> auto& { return s.member; }
// NOLINTEND(bugprone-macro-parentheses)

}  // namespace sportello

#endif  // SPORTELLO_CLI_SETTING_ROWS_H_
