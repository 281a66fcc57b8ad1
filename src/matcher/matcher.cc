#include "matcher/matcher.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "matcher/atom_finder.h"

namespace sportello {
namespace {

using re2::RE2;
using re2::StringPiece;

// Shorter literals occur in most texts and would filter nothing.
constexpr int kMinAtomBytes = 3;

// RE2 spends its budget on the program and on states of its automaton, which
// come with the texts: the budget bounds what strangers can make it remember.
constexpr int64_t kExpressionMemory = int64_t{1} << 20;
constexpr int64_t kMemoryPerPhraseByte = 128;

StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options OptionsFor(const Pattern& pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  int64_t memory = kExpressionMemory;
  if (pattern.kind == PatternKind::kPhrase) {
    memory += kMemoryPerPhraseByte * static_cast<int64_t>(pattern.regex.size());
  }
  options.set_max_mem(memory);
  return options;
}

// `\C` matches a byte, so half a letter.
bool HasAnyByte(std::string_view regex) {
  for (size_t i = 0; i + 1 < regex.size(); ++i) {
    if (regex[i] != '\\') continue;
    if (regex[i + 1] == 'C') return true;
    ++i;
  }
  return false;
}

// Why the text of a pattern cannot even be compiled, or "".
std::string RefuseText(const Pattern& pattern) {
  const bool phrase = pattern.kind == PatternKind::kPhrase;
  const size_t most = phrase ? kMaxPhraseBytes : kMaxPatternBytes;
  const std::string what = phrase ? "the phrase" : "the pattern";
  if (pattern.regex.empty()) return what + " is empty";
  if (pattern.regex.size() > most) {
    return what + " has " + std::to_string(pattern.regex.size()) +
           " bytes, more than " + std::to_string(most);
  }
  if (!phrase && HasAnyByte(pattern.regex)) {
    return "the pattern uses \\C, which matches half a letter: use '.'";
  }
  return "";
}

// Why a compiled pattern is of no use, or "".
std::string RefuseExpression(const RE2& expression) {
  if (expression.ProgramSize() > kMaxProgramSize) {
    return "the pattern needs " + std::to_string(expression.ProgramSize()) +
           " steps, more than " + std::to_string(kMaxProgramSize) +
           ": make its repetitions smaller";
  }
  constexpr std::array<std::string_view, 4> kTexts = {"", "a", "0 1", "zq"};
  size_t matched = 0;
  for (const std::string_view text : kTexts) {
    StringPiece match;
    if (!expression.Match(Piece(text), 0, text.size(), RE2::UNANCHORED, &match,
                          1)) {
      continue;
    }
    if (match.empty()) return "the pattern matches nothing at all: ''";
    ++matched;
  }
  if (matched + 1 == kTexts.size()) return "the pattern matches any text";
  return "";
}

}  // namespace

// The filter, its atoms, and the groups of each pattern.
class Matcher::Engine {
 public:
  // Adds what is wrong to `problems`; then the engine must not be used.
  Engine(const std::vector<Pattern>& patterns,
         std::vector<PatternProblem>& problems)
      : filter_(kMinAtomBytes) {
    const size_t before = problems.size();
    for (size_t i = 0; i < patterns.size(); ++i) {
      std::string message = Add(patterns[i]);
      if (!message.empty()) problems.push_back({i, std::move(message)});
    }
    if (problems.size() > before || patterns.empty()) return;
    std::vector<std::string> atoms;
    filter_.Compile(&atoms);
    finder_ = AtomFinder(atoms);
    filter_.AllPotentials({}, &always_);
    unfiltered_.assign(always_.begin(), always_.end());
  }

  std::vector<PatternMatch> Match(std::string_view text) const {
    std::vector<PatternMatch> matches;
    if (entries_.empty()) return matches;
    std::string padded;
    padded.reserve(text.size() + 1);
    padded += ' ';
    padded += text;
    for (const int i : Candidates(padded)) {
      PatternMatch match;
      match.pattern = static_cast<size_t>(i);
      if (Try(i, padded, match.captures)) matches.push_back(std::move(match));
    }
    return matches;
  }

  size_t CountCandidates(std::string_view text) const {
    return Candidates(" " + std::string(text)).size();
  }

  const std::vector<size_t>& unfiltered() const { return unfiltered_; }
  size_t size() const { return entries_.size(); }

 private:
  struct Group {
    int number = 0;
    std::string name;
  };
  struct Entry {
    PatternKind kind = PatternKind::kExpression;
    std::vector<Group> groups;  // by number
  };

  // Returns what is wrong with the pattern, or "".
  std::string Add(const Pattern& pattern) {
    std::string message = RefuseText(pattern);
    if (!message.empty()) return message;
    const RE2::Options options = OptionsFor(pattern);
    int id = 0;
    if (filter_.Add(pattern.regex, options, &id) != RE2::NoError) {
      return "RE2 cannot use the pattern: " +
             RE2(pattern.regex, options).error();
    }
    const RE2& expression = filter_.GetRE2(id);
    if (pattern.kind == PatternKind::kExpression) {
      message = RefuseExpression(expression);
    }
    Entry entry{pattern.kind, {}};
    for (const auto& [name, number] : expression.NamedCapturingGroups()) {
      entry.groups.push_back({number, name});
    }
    std::sort(
        entry.groups.begin(), entry.groups.end(),
        [](const Group& a, const Group& b) { return a.number < b.number; });
    entries_.push_back(std::move(entry));
    return message;
  }

  std::vector<int> Candidates(std::string_view padded) const {
    std::vector<int> candidates;
    if (entries_.empty()) return candidates;
    const std::vector<int> atoms = finder_.Find(padded);
    if (atoms.empty()) return always_;
    filter_.AllPotentials(atoms, &candidates);
    return candidates;
  }

  // Expressions see the text itself, so that their `^` means its beginning.
  bool Try(int id, std::string_view padded,
           std::vector<Capture>& captures) const {
    const Entry& entry = entries_[static_cast<size_t>(id)];
    const RE2& expression = filter_.GetRE2(id);
    const size_t blank = 1;
    const std::string_view text =
        entry.kind == PatternKind::kPhrase ? padded : padded.substr(blank);
    const int count = entry.groups.empty() ? 0 : entry.groups.back().number + 1;
    std::vector<StringPiece> parts(static_cast<size_t>(count));
    if (!expression.Match(Piece(text), 0, text.size(), RE2::UNANCHORED,
                          parts.data(), count)) {
      return false;
    }
    const char* origin = padded.data() + blank;
    for (const Group& group : entry.groups) {
      const StringPiece& part = parts[static_cast<size_t>(group.number)];
      if (part.data() == nullptr) continue;
      const auto begin = static_cast<uint32_t>(part.data() - origin);
      captures.push_back(
          {group.name, begin, begin + static_cast<uint32_t>(part.size())});
    }
    return true;
  }

  re2::FilteredRE2 filter_;
  AtomFinder finder_{{}};
  std::vector<Entry> entries_;      // by pattern
  std::vector<int> always_;         // candidates of every text
  std::vector<size_t> unfiltered_;  // the same
};

Matcher::Matcher(std::unique_ptr<const Engine> engine)
    : engine_(std::move(engine)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

std::optional<Matcher> Matcher::Build(const std::vector<Pattern>& patterns,
                                      std::vector<PatternProblem>& problems) {
  const size_t before = problems.size();
  auto engine = std::make_unique<Engine>(patterns, problems);
  if (problems.size() > before) return std::nullopt;
  return Matcher(std::move(engine));
}

std::vector<PatternMatch> Matcher::Match(std::string_view text) const {
  return engine_->Match(text);
}

const std::vector<size_t>& Matcher::Unfiltered() const {
  return engine_->unfiltered();
}

size_t Matcher::CountCandidates(std::string_view text) const {
  return engine_->CountCandidates(text);
}

size_t Matcher::size() const { return engine_->size(); }

}  // namespace sportello
