#include "dialogue/read_slots.h"

#include <utility>

namespace sportello {

std::map<std::string, std::string> ReadSlots(
    const LanguageKnowledge& knowledge, const Intent& intent,
    const NormalizedText& text, std::string_view original,
    const std::map<std::string, std::string>& found, Day today) {
  std::map<std::string, std::string> values;
  NormalizedText rest = text;
  for (const Slot& slot : intent.slots) {
    const auto it = found.find(slot.name);
    if (it == found.end()) continue;
    if (slot.type->IsText() || slot.type->IsYesNo() || it->second.empty() ||
        slot.type->HasChoice(it->second)) {
      values[slot.name] = it->second;
      continue;
    }
    const NormalizedText written = knowledge.analyzer.Normalize(it->second);
    const SlotReading reading = slot.type->Read(written, it->second, today);
    if (!reading.value.has_value()) continue;
    values[slot.name] = *reading.value;
    const size_t at = rest.text.find(written.text);
    if (at != std::string::npos) {
      rest = Without(rest, at, at + written.text.size());
    }
  }
  for (const Slot& slot : intent.slots) {
    if (values.contains(slot.name) || slot.type->IsText()) continue;
    SlotReading reading = slot.type->Read(rest, original, today);
    if (!reading.value.has_value()) continue;
    values[slot.name] = *std::move(reading.value);
    rest = Without(rest, reading.begin, reading.end);
  }
  return values;
}

NormalizedText Without(const NormalizedText& text, size_t begin, size_t end) {
  NormalizedText rest;
  for (const Token& token : text.tokens) {
    const bool inside =
        token.offset < end && token.offset + token.text.size() > begin;
    if (inside) continue;
    if (!rest.text.empty()) rest.text += ' ';
    Token kept = token;
    kept.offset = static_cast<uint32_t>(rest.text.size());
    rest.text += kept.text;
    rest.tokens.push_back(std::move(kept));
  }
  return rest;
}

}  // namespace sportello
