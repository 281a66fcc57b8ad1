// Finds which of many patterns a text matches, in nearly constant time.
//
// A pattern is a compiled phrase (phrase.h) or an RE2 expression of an expert.
// RE2 was chosen because it is linear in the text whatever the pattern is.
// Trying every pattern would cost a microsecond each, so only those are tried
// whose required literals ("atoms", found by RE2's FilteredRE2) occur in the
// text; one pass of Aho-Corasick finds all atoms. A pattern without atoms is
// tried on every text: `Unfiltered` lists them, and they should be few.
//
// Immutable and safe from many threads; the only locks are those inside RE2.
// There is no error while matching: when RE2's automaton outgrows its memory
// budget it goes on with a slower one and gives the same answer, so "out of
// memory" never looks like "no match". Cost is linear in the text, so callers
// bound it first (4,000 code points).
#ifndef SPORTELLO_MATCHER_MATCHER_H_
#define SPORTELLO_MATCHER_MATCHER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello {

enum class PatternKind {
  // Written by an expert for the normalised text, unanchored. At most
  // kMaxPatternBytes and a program of kMaxProgramSize steps.
  kExpression,
  // Phrase::Regex(). At most kMaxPhraseBytes; RE2 needs about one step a
  // byte, which the budget of the phrase's expansions already bounds.
  kPhrase,
};

inline constexpr size_t kMaxPatternBytes = 1024;
inline constexpr size_t kMaxPhraseBytes = 64 * 1024 + 64;
inline constexpr int kMaxProgramSize = 2000;

struct Pattern {
  std::string regex;
  PatternKind kind = PatternKind::kExpression;
};

// Why a pattern was refused; `index` counts from 0.
struct PatternProblem {
  size_t index = 0;
  std::string message;
};

// The part of the text that a named group matched: bytes [begin, end) of the
// text given to Match. Groups that took no part are left out.
struct Capture {
  std::string name;
  uint32_t begin = 0;
  uint32_t end = 0;
};

struct PatternMatch {
  size_t pattern = 0;  // its index
  std::vector<Capture> captures;
};

class Matcher {
 public:
  // Adds all problems to `problems` (broken or too large expressions, `\C`,
  // what would match every text or nothing) and returns nothing when there is
  // one. Costs about 50 us a pattern; no patterns at all are fine.
  static std::optional<Matcher> Build(const std::vector<Pattern>& patterns,
                                      std::vector<PatternProblem>& problems);

  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  // All patterns that match `text`, in order of index. `text` is normalised
  // (lower case, one blank between words, none at the ends) and bounded.
  std::vector<PatternMatch> Match(std::string_view text) const;

  // Patterns that are tried on every text, since nothing of three bytes or
  // more is sure to occur in what they match. In order of index.
  const std::vector<size_t>& Unfiltered() const;

  // How many patterns Match would try on this text, for `ask --explain`.
  size_t CountCandidates(std::string_view text) const;

  size_t size() const;

 private:
  class Engine;
  explicit Matcher(std::unique_ptr<const Engine> engine);

  std::unique_ptr<const Engine> engine_;
};

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_MATCHER_H_
