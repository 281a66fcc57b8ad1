// Conditions of the content: when a step is asked, when a text is said.
#ifndef SPORTELLO_KNOWLEDGE_CONDITION_H_
#define SPORTELLO_KNOWLEDGE_CONDITION_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

// "open", "closed", "reason is damaged", "reason is not damaged",
// "order_number is known", "order_number is not known".
struct Condition {
  enum class Kind : uint8_t { kOpen, kClosed, kIs, kIsNot, kKnown, kUnknown };
  Kind kind = Kind::kOpen;
  std::string slot;
  std::string value;
};

// All must hold.
using Conditions = std::vector<Condition>;

// Nothing when the text is none of the shapes above.
std::optional<Condition> ParseCondition(std::string_view text);

using SlotValues = std::map<std::string, std::string>;

// An unknown slot is no value: "reason is not damaged" holds for it.
bool Hold(const Conditions& conditions, const SlotValues& values, bool open);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CONDITION_H_
