#include "cli/setting_rows.h"

#include <charconv>

namespace sportello {

std::string QuoteSetting(std::string_view text) {
  return "'" + std::string(text.substr(0, 60)) + "'";
}

std::vector<std::string> SplitSettingList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    std::string_view item = text.substr(0, comma);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (!item.empty()) items.emplace_back(item);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  return items;
}

std::string JoinSettingList(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) {
    text += (text.empty() ? "" : ", ") + item;
  }
  return text;
}

Result<int> ParseSettingNumber(std::string_view text, int least, int most) {
  int value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return Invalid(QuoteSetting(text) + " is not a whole number");
  }
  if (value < least || value > most) {
    return Invalid(QuoteSetting(text) + " is not between " +
                   std::to_string(least) + " and " + std::to_string(most));
  }
  return value;
}

}  // namespace sportello
