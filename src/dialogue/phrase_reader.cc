#include "dialogue/phrase_reader.h"

#include <string>
#include <utility>
#include <vector>

namespace sportello {

PhraseReader::PhraseReader(const LanguageContent& content,
                           const LanguageKnowledge& knowledge)
    : knowledge_(knowledge) {
  PhraseRules::Definitions definitions;
  for (const auto& [name, line] : content.shared.rules) {
    definitions.emplace_back(name, line.text);
  }
  std::vector<RuleProblem> known;  // reported when the content was compiled
  rules_ = PhraseRules::Compile(
      definitions,
      [&analyzer = knowledge.analyzer](std::string_view text) {
        std::vector<std::string> words;
        for (Token& token : analyzer.Normalize(text).tokens) {
          words.push_back(std::move(token.text));
        }
        return words;
      },
      known);
}

PhraseSlots PhraseReader::SlotsOf(const Intent& intent) const {
  PhraseSlots slots;
  for (const Slot& slot : intent.slots) {
    slots[slot.name] = slot.type->ForPhrases(knowledge_.analyzer);
  }
  return slots;
}

std::optional<Phrase> PhraseReader::Read(const TextLine& line,
                                         const PhraseSlots& slots) const {
  std::vector<PhraseProblem> known;
  return Phrase::Parse(line.text, rules_, slots, known);
}

}  // namespace sportello
