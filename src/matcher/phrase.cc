#include "matcher/phrase.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_set>
#include <utility>

#include "matcher/phrase_compiler.h"
#include "matcher/phrase_syntax.h"
#include "matcher/phrase_tree.h"

namespace sportello {
namespace {

void CheckWords(const PhraseNode& node, std::vector<PhraseProblem>& problems) {
  if (node.least_words == 0) {
    problems.push_back({0,
                        "every word of the phrase is optional: put one that "
                        "is always there outside of [...]"});
  } else if (node.least_fixed == 0) {
    problems.push_back({0,
                        "the phrase matches any text: put a word beside the "
                        "slot, outside of [...]"});
  }
}

// Samples are chosen among this many expansions, those with new words first.
constexpr size_t kCandidatesPerSample = 16;
constexpr size_t kMinCandidates = 256;
constexpr size_t kMaxSamples = 100'000;

// A step through 0..count-1 that visits all and jumps about.
uint64_t GoldenStep(uint64_t count) {
  uint64_t step = count * 618 / 1000 + 1;
  while (std::gcd(step, count) != 1) ++step;
  return step;
}

// Up to `most` expansions from all over the phrase, each text once.
std::vector<std::string> DifferentTexts(const PhraseNode& node, size_t most) {
  std::vector<std::string> texts;
  std::unordered_set<std::string> seen;
  const uint64_t count = node.expansions;
  const uint64_t step = GoldenStep(count);
  uint64_t index = 0;
  for (uint64_t i = 0; i < count && i < most; ++i) {
    std::string text;
    const bool whole =
        AppendExpansion(node, index, static_cast<size_t>(i), text);
    index = (index + step) % count;
    if (!whole || text.empty()) continue;
    text.erase(0, 1);
    if (seen.insert(text).second) texts.push_back(std::move(text));
  }
  return texts;
}

// Adds the words of `text` to `seen`; true when one was new.
bool AddWords(std::string_view text, std::unordered_set<std::string>& seen) {
  bool is_new = false;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    is_new |= seen.emplace(text.substr(0, end)).second;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return is_new;
}

}  // namespace

std::optional<Phrase> Phrase::Parse(std::string_view text,
                                    const PhraseRules& rules,
                                    const PhraseSlots& slots,
                                    std::vector<PhraseProblem>& problems) {
  const size_t before = problems.size();
  const TemplatePiece root = ParseTemplate(text, rules, problems);
  std::set<size_t> unknown;  // a piece inside a word is looked up twice
  PhraseCompiler compiler(
      rules,
      [&](const TemplatePiece& rule) -> PhraseNodePtr {
        if (PhraseNodePtr node = rules.Find(rule.text)) return node;
        if (unknown.insert(rule.offset).second) {
          problems.push_back(
              {rule.offset, DescribeUnknownRule(rule.text, rules.Names())});
        }
        return MakeStandIn();
      },
      &slots, problems);
  Phrase phrase;
  phrase.root_ = compiler.Compile(root);
  phrase.slots_ = compiler.slots();
  if (problems.size() == before) {
    CheckPhraseSize(*phrase.root_, "phrase", rules.limits(), problems);
    CheckWords(*phrase.root_, problems);
  }
  SortProblems(problems, before);
  if (problems.size() > before) return std::nullopt;
  return phrase;
}

std::string Phrase::Regex(PhraseUse use) const {
  std::string regex;
  regex.reserve(root_->regex_bytes + 16);
  if (use == PhraseUse::kWhole) regex += '^';
  AppendRegex(*root_, regex);
  regex += use == PhraseUse::kWhole ? "$" : "(?: |$)";
  return regex;
}

std::vector<std::string> Phrase::Samples(size_t n) const {
  const std::vector<std::string> texts = DifferentTexts(
      *root_, std::min(n, kMaxSamples) * kCandidatesPerSample + kMinCandidates);
  std::vector<std::string> samples;
  std::vector<std::string> others;
  std::unordered_set<std::string> seen;
  for (const std::string& text : texts) {
    (AddWords(text, seen) ? samples : others).push_back(text);
  }
  samples.insert(samples.end(), others.begin(), others.end());
  if (samples.size() > n) samples.resize(n);
  return samples;
}

uint64_t Phrase::CountExpansions() const { return root_->expansions; }

std::vector<std::string> Phrase::Words() const {
  std::set<std::string> words;
  CollectWords(*root_, words);
  return {words.begin(), words.end()};
}

size_t Phrase::LiteralLetters() const { return root_->least_letters; }

}  // namespace sportello
