// Phrases: the template language in which people write what customers say.
//
//   "(dove|dov'è) [<il_mio>] (ordine|pacco|spedizion(e|i)) [{order_number}]"
//
//   (a|b)    one of these           [x]     x or nothing; [a|b] too
//   {slot}   what the customer fills in, a word of its own
//   <rule>   a template with a name, shared by phrases; has no slots
//
// Brackets may stand inside a word: `spedizion(e|i)`, `[ri]mandare`,
// `dell'(ordine|ultimo acquisto)`. All forms of such a word are written out
// and normalised as a whole, like the customer's text, so both sides agree
// on accents, apostrophes and abbreviations (a rule inside a word gives its
// normalised words). Everything else is plain text; punctuation other than
// the apostrophe is a problem, as texts have none.
//
// A phrase compiles to one RE2 expression over " " + normalised text, in
// which every word brings the blank before it. So an optional word needs no
// care for double blanks, and a border between words is a blank or the end.
//
// Rules and phrases are immutable once made, cheap to copy and safe from many
// threads. Parsing costs about as much as writing out the expansions of the
// words with brackets inside; it never costs more than `PhraseLimits` allows.
#ifndef SPORTELLO_MATCHER_PHRASE_H_
#define SPORTELLO_MATCHER_PHRASE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sportello {

struct PhraseNode;  // phrase_tree.h

// Text as written -> the words that a customer's text would become.
using NormalizeWords =
    std::function<std::vector<std::string>(std::string_view)>;

struct PhraseLimits {
  uint64_t max_expansions = 3000;      // texts that a phrase stands for
  size_t max_depth = 12;               // brackets in brackets, rules in rules
  size_t max_regex_bytes = 64 * 1024;  // after rules were written out
};

// What is wrong with a phrase: where, and a sentence that helps.
struct PhraseProblem {
  size_t offset = 0;  // bytes from the beginning of the template, from 0
  std::string message;
};

// What may stand for a `{slot}`.
struct PhraseSlot {
  // RE2 for the value in the normalised text, without anchors; it need not
  // begin with a blank. Empty: any one to six words, as few as possible.
  std::string regex;
  // For free text: any words, as many as possible. `regex` is not used then.
  bool to_end = false;
  // Values for Samples(), normalised. A slot without any is left out.
  std::vector<std::string> examples;
};
using PhraseSlots = std::map<std::string, PhraseSlot, std::less<>>;

struct RuleProblem {
  std::string rule;
  PhraseProblem problem;
};

// The `<rules>` of one language and what parsing a phrase needs besides.
class PhraseRules {
 public:
  // Name and template. Of two with one name the later counts, so a company's
  // rules can follow the built-in ones.
  using Definitions = std::vector<std::pair<std::string, std::string>>;

  // Adds all problems of all rules to `problems`, cycles included. A broken
  // rule stays known, so that phrases which use it are not reported too.
  static PhraseRules Compile(const Definitions& definitions,
                             NormalizeWords normalize,
                             std::vector<RuleProblem>& problems,
                             PhraseLimits limits = {});

  // The compiled rule, or nullptr.
  std::shared_ptr<const PhraseNode> Find(std::string_view name) const;
  std::vector<std::string> Names() const;

  const NormalizeWords& normalize() const { return normalize_; }
  const PhraseLimits& limits() const { return limits_; }

 private:
  std::map<std::string, std::shared_ptr<const PhraseNode>, std::less<>> rules_;
  NormalizeWords normalize_;
  PhraseLimits limits_;
};

enum class PhraseUse {
  kWhole,      // the phrase is the whole text
  kContained,  // the phrase occurs in it, between borders of words
};

class Phrase {
 public:
  // Adds all problems to `problems` (in order of offset) and returns nothing
  // when there is one. `slots` are those that the phrase may use.
  static std::optional<Phrase> Parse(std::string_view text,
                                     const PhraseRules& rules,
                                     const PhraseSlots& slots,
                                     std::vector<PhraseProblem>& problems);

  // RE2 to be matched with " " + text; a slot is a named group. At most
  // `max_regex_bytes` and a few.
  std::string Regex(PhraseUse use) const;

  // Up to `n` different normalised texts that the phrase matches, spread over
  // its alternatives; always the same ones. Slots hold their examples.
  std::vector<std::string> Samples(size_t n) const;

  // Texts that the phrase stands for; a slot counts as one.
  uint64_t CountExpansions() const;

  // Every word that occurs in it, normalised, sorted, once.
  std::vector<std::string> Words() const;

  // Letters that a matching text has at least, outside slots. Between
  // phrases that match, more literal text wins, then fewer slots.
  size_t LiteralLetters() const;

  // Names of the slots, in order of appearance.
  const std::vector<std::string>& slots() const { return slots_; }

 private:
  std::shared_ptr<const PhraseNode> root_;
  std::vector<std::string> slots_;
};

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_PHRASE_H_
