#include "base/wording.h"

#include <cstdio>

namespace sportello {

std::string Quote(std::string_view text) {
  return "'" + std::string(text) + "'";
}

std::string TwoDigits(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f", value);
  return text;
}

std::string Join(const std::vector<std::string>& parts,
                 std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

}  // namespace sportello
