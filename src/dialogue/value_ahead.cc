#include "dialogue/value_ahead.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dialogue/read_slots.h"

namespace sportello {
namespace {

// More words around an address or a code tell a story in which it occurs.
constexpr size_t kWordsAround = 6;
// Shorter figures occur in any sentence.
constexpr size_t kShortestFigures = 5;

// What a value that is given is introduced with, normalised.
constexpr std::array<std::string_view, 24> kLeadWords = {
    "il",   "la",   "lo",    "l",       "e",  "mio", "mia",    "ecco",
    "qui",  "di",   "del",   "dell",    "my", "the", "is",     "it",
    "here", "this", "ormai", "intanto", "a",  "s",   "numero", "number",
};

bool IsOpenText(const SlotType& type) {
  return type.IsText() || type.IsYesNo() || !type.choices().empty();
}

// Figures by their number and their order only.
bool IsFigures(const SlotType& type) {
  return type.name() == "postal_code" ||
         (type.IsIdentifier() && !type.IsUnmistakable() &&
          type.name() != "codice_sdi");
}

NormalizedText Pick(const NormalizedText& text, size_t begin, size_t end) {
  NormalizedText part;
  for (const Token& token : text.tokens) {
    if (token.offset < begin || token.offset >= end) continue;
    if (!part.text.empty()) part.text += ' ';
    Token kept = token;
    kept.offset = static_cast<uint32_t>(part.text.size());
    part.text += kept.text;
    part.tokens.push_back(std::move(kept));
  }
  return part;
}

bool CanBecomeTrue(const Condition& condition, const SlotValues& values,
                   bool open, const std::set<std::string>& to_come) {
  return to_come.contains(condition.slot) || Hold({condition}, values, open);
}

// The steps' values in the text, those in `figures` too.
std::vector<ValueAhead> FindAll(const Intent& intent, const Slot& asked,
                                const std::set<std::string>& to_come,
                                const TextAtStep& at, bool figures) {
  std::vector<ValueAhead> found;
  for (const Slot& slot : intent.slots) {
    if (&slot == &asked || slot.ask.empty() || !to_come.contains(slot.name)) {
      continue;
    }
    const bool sure = slot.type->IsUnmistakable();
    if (!sure && !(figures && IsFigures(*slot.type))) continue;
    SlotReading reading = slot.type->Read(at.text, at.original, at.today);
    if (!reading.value.has_value()) continue;
    const NormalizedText own = Pick(at.text, reading.begin, reading.end);
    if (!sure && own.text.size() < kShortestFigures) continue;
    if (!BelongsOnlyTo(intent, slot, {own, at.original, at.today})) continue;
    found.push_back(
        {&slot, *std::move(reading.value), reading.begin, reading.end});
  }
  return found;
}

// The words with which the step itself is named and asked.
std::set<std::string> NamesOf(const LanguageKnowledge& knowledge,
                              const Slot& slot) {
  std::set<std::string> words(kLeadWords.begin(), kLeadWords.end());
  const auto add = [&](std::string_view text) {
    for (const Token& token : knowledge.analyzer.Normalize(text).tokens) {
      words.insert(token.text);
    }
  };
  add(slot.label);
  for (const TextTemplate& ask : slot.ask.templates()) add(ask.Render({}));
  return words;
}

}  // namespace

std::set<std::string> StepsToCome(const Intent& intent,
                                  const SlotValues& values, bool open) {
  std::set<std::string> to_come;
  for (const Slot& slot : intent.slots) {
    if (values.contains(slot.name) || !slot.required) continue;
    if (std::all_of(slot.when.begin(), slot.when.end(),
                    [&](const Condition& condition) {
                      return CanBecomeTrue(condition, values, open, to_come);
                    })) {
      to_come.insert(slot.name);
    }
  }
  return to_come;
}

std::vector<ValueAhead> FindValuesAhead(const LanguageKnowledge& knowledge,
                                        const Intent& intent, const Slot& asked,
                                        const std::set<std::string>& to_come,
                                        const TextAtStep& at) {
  // Where figures are asked for, wrong ones are a wrong answer.
  const bool figures = asked.type->IsYesNo() || asked.type->name() == "email" ||
                       !asked.type->choices().empty();
  std::vector<ValueAhead> found = FindAll(intent, asked, to_come, at, figures);
  const NormalizedText around = WithoutValues(at.text, found);
  std::set<std::string> names;
  for (const ValueAhead& value : found)
    names.merge(NamesOf(knowledge, *value.slot));
  const bool bare = std::all_of(
      around.tokens.begin(), around.tokens.end(),
      [&](const Token& token) { return names.contains(token.text); });
  if (bare) return found;
  if (asked.type->IsText() || around.tokens.size() > kWordsAround) return {};
  std::erase_if(found, [](const ValueAhead& value) {
    return !value.slot->type->IsUnmistakable();
  });
  return found;
}

std::vector<ValueAhead> FindCodesAhead(const Intent& intent, const Slot& asked,
                                       const std::set<std::string>& to_come,
                                       const TextAtStep& at) {
  return FindAll(intent, asked, to_come, at, false);
}

NormalizedText WithoutValues(const NormalizedText& text,
                             const std::vector<ValueAhead>& values) {
  // From the end, so that the places before stay true.
  std::vector<std::pair<size_t, size_t>> spans;
  spans.reserve(values.size());
  for (const ValueAhead& value : values) {
    spans.emplace_back(value.begin, value.end);
  }
  std::sort(spans.rbegin(), spans.rend());
  NormalizedText rest = text;
  for (const auto& [begin, end] : spans) rest = Without(rest, begin, end);
  return rest;
}

bool BelongsOnlyTo(const Intent& intent, const Slot& slot,
                   const TextAtStep& at) {
  const bool sure = slot.type->IsUnmistakable();
  return std::none_of(
      intent.slots.begin(), intent.slots.end(), [&](const Slot& other) {
        if (&other == &slot || IsOpenText(*other.type)) return false;
        const SlotReading reading =
            other.type->Read(at.text, at.original, at.today);
        if (!sure) return reading.value.has_value() || !reading.problem.empty();
        return reading.value.has_value() && reading.begin == 0 &&
               reading.end >= at.text.text.size();
      });
}

}  // namespace sportello
