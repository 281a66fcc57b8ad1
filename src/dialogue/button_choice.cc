#include "dialogue/button_choice.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>
#include <string_view>

#include "dialogue/understand.h"
#include "knowledge/title_words.h"

namespace sportello {
namespace {

struct Ordinal {
  std::string_view word;
  int position;  // -1 = the last one
};

// Normalised; the languages do not collide.
constexpr std::array<Ordinal, 40> kOrdinals = {{
    {"primo", 1},   {"prima", 1},  {"secondo", 2}, {"seconda", 2},
    {"terzo", 3},   {"terza", 3},  {"quarto", 4},  {"quarta", 4},
    {"quinto", 5},  {"quinta", 5}, {"ultimo", -1}, {"ultima", -1},
    {"uno", 1},     {"una", 1},    {"due", 2},     {"tre", 3},
    {"quattro", 4}, {"cinque", 5}, {"first", 1},   {"second", 2},
    {"third", 3},   {"fourth", 4}, {"fifth", 5},   {"last", -1},
    {"one", 1},     {"two", 2},    {"three", 3},   {"four", 4},
    {"five", 5},    {"1st", 1},    {"2nd", 2},     {"3rd", 3},
    {"1a", 1},      {"2a", 2},     {"3a", 3},      {"1o", 1},
    {"2o", 2},      {"3o", 3},     {"4a", 4},      {"4th", 4},
}};

int PositionOf(std::string_view word) {
  if (word.size() == 1 && word[0] >= '1' && word[0] <= '9') {
    return word[0] - '0';
  }
  for (const Ordinal& ordinal : kOrdinals) {
    if (ordinal.word == word) return ordinal.position;
  }
  return 0;
}

// The one number or ordinal in a text that says nothing else.
std::optional<size_t> ByPosition(const std::vector<Token>& tokens,
                                 size_t count) {
  int position = 0;
  if (tokens.size() > 5) return std::nullopt;
  for (const Token& token : tokens) {
    const int found = PositionOf(token.text);
    if (found != 0 && position == 0) {
      position = found;
    } else if (!IsFillerWord(token.text)) {
      return std::nullopt;
    }
  }
  if (position == -1) return count - 1;
  if (position < 1 || static_cast<size_t>(position) > count) {
    return std::nullopt;
  }
  return static_cast<size_t>(position) - 1;
}

// The title's words: known since the content was compiled, or read into
// `own`.
const TitleWords& WordsOf(const LanguageKnowledge& knowledge,
                          const std::string& title, TitleWords& own) {
  const auto it = knowledge.titles.find(title);
  if (it != knowledge.titles.end()) return it->second;
  own = ReadTitle(knowledge, title);
  return own;
}

// All words of the text occur in one title, and in no other.
std::optional<size_t> ByWords(const LanguageKnowledge& knowledge,
                              const std::vector<Button>& buttons,
                              const NormalizedText& text) {
  if (text.tokens.size() > 6) return std::nullopt;
  std::vector<size_t> fitting(buttons.size());
  std::iota(fitting.begin(), fitting.end(), size_t{0});
  bool says_something = false;
  const NormalizedText bare = RemoveSkipWords(text, knowledge.skip_words);
  for (const Token& token : bare.tokens) {
    if (IsFillerWord(token.text)) continue;
    says_something = true;
    const std::string stem = knowledge.analyzer.Stem(token.text);
    std::erase_if(fitting, [&](size_t i) {
      TitleWords own;
      const std::vector<std::string>& title =
          WordsOf(knowledge, buttons[i].title, own).stems;
      return !std::binary_search(title.begin(), title.end(), stem);
    });
    if (fitting.empty()) return std::nullopt;
  }
  if (!says_something || fitting.size() != 1) return std::nullopt;
  return fitting.front();
}

}  // namespace

std::optional<size_t> ChooseButton(const LanguageKnowledge& knowledge,
                                   const std::vector<Button>& buttons,
                                   const NormalizedText& text,
                                   std::string_view original) {
  if (buttons.empty()) return std::nullopt;
  TitleWords own;
  for (size_t i = 0; i < buttons.size(); ++i) {
    if (original == buttons[i].value || original == buttons[i].title ||
        (!text.text.empty() &&
         text.text == WordsOf(knowledge, buttons[i].title, own).text)) {
      return i;
    }
  }
  if (text.tokens.empty()) return std::nullopt;
  const auto by_position = ByPosition(text.tokens, buttons.size());
  if (by_position.has_value()) return by_position;
  const auto by_words = ByWords(knowledge, buttons, text);
  if (!by_words.has_value()) return std::nullopt;
  // The word that asks for a person does so, whatever words a title has.
  const std::optional<Target> global = FindGlobal(knowledge, text);
  if (global.has_value() && knowledge.IdOf(*global) == "person") {
    return std::nullopt;
  }
  return by_words;
}

}  // namespace sportello
