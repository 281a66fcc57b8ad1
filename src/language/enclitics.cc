#include "language/enclitics.h"

#include <algorithm>
#include <array>
#include <optional>

namespace sportello {
namespace {

using View = std::string_view;

// Pairs ("melo", "gliela"): no noun ends like them after -a, -e or -i.
constexpr std::array<View, 6> kFirstOfTwo = {"me", "te",   "ce",
                                             "ve", "glie", "se"};
constexpr std::array<View, 5> kSecondOfTwo = {"lo", "la", "li", "le", "ne"};
// The last four are how Rome says them: "mandateme".
constexpr std::array<View, 14> kSingle = {"mi", "ti", "ci", "vi", "lo",
                                          "la", "li", "le", "ne", "gli",
                                          "me", "te", "ce", "ve"};
// What orders to several people end with.
constexpr std::array<View, 3> kOrders = {"ate", "ete", "ite"};
// Verbs so short that Snowball leaves the pronoun on them.
struct ShortVerb {
  View before;
  View whole;
};
constexpr std::array<ShortVerb, 9> kShortVerbs = {{{"far", "fare"},
                                                   {"dar", "dare"},
                                                   {"dir", "dire"},
                                                   {"star", "stare"},
                                                   {"aver", "avere"},
                                                   {"esser", "essere"},
                                                   {"saper", "sapere"},
                                                   {"poter", "potere"},
                                                   {"usar", "usare"}}};
// Shorter beginnings are nouns: "ca-tene".
constexpr size_t kShortestBeginning = 3;

// `word` without the longest of `endings`, if it has one.
template <size_t n>
std::optional<View> Cut(View word, const std::array<View, n>& endings) {
  View longest;
  for (const View ending : endings) {
    if (word.ends_with(ending) && ending.size() > longest.size()) {
      longest = ending;
    }
  }
  if (longest.empty()) return std::nullopt;
  return word.substr(0, word.size() - longest.size());
}

std::optional<View> CutTwo(View word) {
  const std::optional<View> rest = Cut(word, kSecondOfTwo);
  return rest.has_value() ? Cut(*rest, kFirstOfTwo) : std::nullopt;
}

bool IsOrder(View word) {
  const std::optional<View> beginning = Cut(word, kOrders);
  return beginning.has_value() && beginning->size() >= kShortestBeginning;
}

// Empty when it is none.
View WholeShortVerb(View word) {
  for (const ShortVerb& verb : kShortVerbs) {
    if (word == verb.before) return verb.whole;
  }
  return {};
}

}  // namespace

std::string_view WithoutEnclitics(std::string_view word) {
  for (const std::optional<View>& verb : {CutTwo(word), Cut(word, kSingle)}) {
    if (!verb.has_value()) continue;
    const View whole = WholeShortVerb(*verb);
    if (!whole.empty()) return whole;
    if (IsOrder(*verb)) return *verb;
  }
  // One person is told "mandamelo": two pronouns are a verb's for sure.
  const std::optional<View> verb = CutTwo(word);
  const bool told = verb.has_value() && verb->size() > kShortestBeginning &&
                    (verb->back() == 'a' || verb->back() == 'i');
  return told ? *verb : word;
}

}  // namespace sportello
