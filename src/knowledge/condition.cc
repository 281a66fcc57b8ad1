#include "knowledge/condition.h"

#include <algorithm>

namespace sportello {
namespace {

bool HoldsOne(const Condition& condition, const SlotValues& values, bool open) {
  const auto it = values.find(condition.slot);
  const bool known = it != values.end() && !it->second.empty();
  const bool same = known && it->second == condition.value;
  switch (condition.kind) {
    case Condition::Kind::kOpen:
      return open;
    case Condition::Kind::kClosed:
      return !open;
    case Condition::Kind::kIs:
      return same;
    case Condition::Kind::kIsNot:
      return !same;
    case Condition::Kind::kKnown:
      return known;
    case Condition::Kind::kUnknown:
      return !known;
  }
  return false;
}

}  // namespace

std::optional<Condition> ParseCondition(std::string_view text) {
  using enum Condition::Kind;
  if (text == "open") return Condition{kOpen, "", ""};
  if (text == "closed") return Condition{kClosed, "", ""};
  constexpr std::string_view kIsWord = " is ";
  const size_t is = text.find(kIsWord);
  if (is == std::string_view::npos || is == 0) return std::nullopt;
  std::string slot(text.substr(0, is));
  std::string_view value = text.substr(is + kIsWord.size());
  constexpr std::string_view kNotWord = "not ";
  const bool negative = value.starts_with(kNotWord);
  if (negative) value.remove_prefix(kNotWord.size());
  if (slot.find(' ') != std::string::npos || value.empty()) {
    return std::nullopt;
  }
  if (value == "known") {
    return Condition{negative ? kUnknown : kKnown, std::move(slot), ""};
  }
  return Condition{negative ? kIsNot : kIs, std::move(slot),
                   std::string(value)};
}

bool Hold(const Conditions& conditions, const SlotValues& values, bool open) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const Condition& condition) {
                       return HoldsOne(condition, values, open);
                     });
}

}  // namespace sportello
