// What a message costs with N phrases: a loop over RE2 objects, RE2::Set, and
// the Matcher; and what the correction of a typo costs with N words.
// Usage: matcher_bench [N...]   (default 100 1000 10000)
//
// Phrases are made from templates as people write them, over a vocabulary
// whose words are as unevenly frequent as in a language; a fifth are words
// that may stand anywhere. No message is seen twice, since automata answer a
// known text for nothing; as many others go before, since in a daemon the
// automata are warm. Texts are made before the clock runs.
#include <malloc.h>
#include <re2/re2.h>
#include <re2/set.h>
#include <time.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "language/vocabulary.h"
#include "matcher/matcher.h"
#include "matcher/phrase.h"

namespace sportello {
namespace {

// CPU time of this thread: neighbours on the machine do not count.
double Now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 +
         static_cast<double>(time.tv_nsec) / 1e3;
}

double Microseconds(double since) { return Now() - since; }

constexpr size_t kMessages = 20'000;

double HeapMegabytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd) / 1e6;
}

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : std::string(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  return words;
}

class Language {
 public:
  Language(size_t words, uint32_t seed) : random_(seed) {
    std::set<std::string> known;
    while (words_.size() < words) {
      std::string word = NewWord();
      if (known.insert(word).second) words_.push_back(std::move(word));
    }
  }

  // By Zipf's law, nearly: a word's rank is exp(uniform).
  const std::string& Word() {
    const double share = static_cast<double>(random_()) / 4294967296.0;
    const double rank =
        std::exp(share * std::log(static_cast<double>(words_.size())));
    return words_[std::min(static_cast<size_t>(rank), words_.size() - 1)];
  }
  const std::string& RareWord() { return words_[random_() % words_.size()]; }
  size_t Below(size_t n) { return random_() % n; }
  const std::vector<std::string>& words() const { return words_; }

  std::string Template() {
    std::string text = "(" + Word() + "|" + Word() + " " + Word() + ") [<my>] ";
    text += "(" + RareWord() + "|" + RareWord() + "(e|i)) ";
    if (Below(2) == 0) text += "[" + Word() + "|" + Word() + "] ";
    text += RareWord();
    if (Below(4) == 0) text += " [{number}]";
    return text;
  }

 private:
  std::string NewWord() {
    static const char* kSyllables[] = {"ca", "re", "so",  "pac", "co", "di",
                                       "ne", "ti", "spe", "lo",  "ra", "men",
                                       "to", "gi", "vu",  "bo",  "fa", "qua"};
    std::string word;
    for (size_t n = 2 + random_() % 3; n > 0; --n) {
      word += kSyllables[random_() % std::size(kSyllables)];
    }
    return word;
  }

  std::mt19937 random_;
  std::vector<std::string> words_;
};

struct Workload {
  std::vector<Pattern> patterns;
  std::vector<std::string> messages;  // about 60 characters
};

Workload Make(Language& language, size_t count, size_t messages) {
  Workload work;
  std::vector<RuleProblem> rule_problems;
  const PhraseRules rules = PhraseRules::Compile(
      {{"my", "(il|la|lo|i|le) [mio|mia|miei]"}}, SplitWords, rule_problems);
  const PhraseSlots slots = {{"number", {"[0-9]{5,8}", false, {"123456"}}}};
  std::vector<Phrase> phrases;
  std::vector<PhraseProblem> problems;
  while (phrases.size() < count) {
    auto phrase = Phrase::Parse(language.Template(), rules, slots, problems);
    if (!phrase) std::abort();
    work.patterns.push_back(
        {phrase->Regex(PhraseUse::kWhole), PatternKind::kPhrase});
    if (phrases.size() % 5 == 0) {
      const auto part =
          Phrase::Parse(language.RareWord() + "(e|i)", rules, {}, problems);
      if (!part) std::abort();
      work.patterns.back().regex = part->Regex(PhraseUse::kContained);
    }
    phrases.push_back(std::move(*phrase));
  }
  while (work.messages.size() < messages) {
    std::string text;
    if (language.Below(2) == 0) {
      const auto samples = phrases[language.Below(count)].Samples(40);
      text = samples[language.Below(samples.size())];
    }
    while (text.size() < 52) text += " " + language.Word();
    if (text[0] == ' ') text.erase(0, 1);
    work.messages.push_back(std::move(text));
  }
  return work;
}

// One row: cost of building and memory, then of messages.
void Print(const char* way, double build_us, double heap_mb, double us,
           size_t matches) {
  std::printf(
      "  %-10s build %8.1f ms  %7.1f MB  %9.2f us/message  %zu matches\n", way,
      build_us / 1000, heap_mb, us, matches);
}

void RunLoop(const Workload& work, size_t messages) {
  const double heap = HeapMegabytes();
  const auto start = Now();
  std::vector<std::unique_ptr<re2::RE2>> expressions;
  for (const Pattern& pattern : work.patterns) {
    expressions.push_back(std::make_unique<re2::RE2>(pattern.regex));
  }
  const double build = Microseconds(start);
  size_t matches = 0;
  double first = Now();
  for (size_t i = 0; i < 2 * messages; ++i) {
    if (i == messages) {
      first = Now();
      matches = 0;
    }
    const std::string text = " " + work.messages[i];
    for (const auto& expression : expressions) {
      matches += re2::RE2::PartialMatch(text, *expression) ? 1 : 0;
    }
  }
  const double us = Microseconds(first) / static_cast<double>(messages);
  Print("loop", build, HeapMegabytes() - heap, us, matches);
}

void RunSet(const Workload& work, size_t messages) {
  const double heap = HeapMegabytes();
  const auto start = Now();
  re2::RE2::Options options;
  options.set_max_mem(int64_t{512} << 20);
  options.set_log_errors(false);
  re2::RE2::Set set(options, re2::RE2::UNANCHORED);
  for (const Pattern& pattern : work.patterns) {
    if (set.Add(pattern.regex, nullptr) < 0) std::abort();
  }
  if (!set.Compile()) {
    std::printf("  RE2::Set   does not compile in 512 MB\n");
    return;
  }
  const double build = Microseconds(start);
  size_t matches = 0;
  std::vector<int> found;
  double first = Now();
  for (size_t i = 0; i < 2 * messages; ++i) {
    if (i == messages) {
      first = Now();
      matches = 0;
    }
    set.Match(" " + work.messages[i], &found);
    matches += found.size();
  }
  const double us = Microseconds(first) / static_cast<double>(messages);
  Print("RE2::Set", build, HeapMegabytes() - heap, us, matches);
}

void RunMatcher(const Workload& work, size_t messages) {
  const double heap = HeapMegabytes();
  const auto start = Now();
  std::vector<PatternProblem> problems;
  const auto matcher = Matcher::Build(work.patterns, problems);
  if (!matcher) std::abort();
  const double build = Microseconds(start);
  size_t matches = 0;
  double first = Now();
  for (size_t i = 0; i < 2 * messages; ++i) {
    if (i == messages) {
      first = Now();
      matches = 0;
    }
    matches += matcher->Match(work.messages[i]).size();
  }
  const double us = Microseconds(first) / static_cast<double>(messages);
  Print("Matcher", build, HeapMegabytes() - heap, us, matches);
  size_t candidates = 0;
  for (size_t i = 0; i < messages; ++i) {
    candidates += matcher->CountCandidates(work.messages[i]);
  }
  std::printf("             %.1f candidates a message, %zu always tried\n",
              static_cast<double>(candidates) / static_cast<double>(messages),
              matcher->Unfiltered().size());
}

void RunVocabulary(Language& language, size_t count) {
  const double heap = HeapMegabytes();
  std::vector<Vocabulary::Word> words;
  for (const std::string& word : language.words()) words.push_back({word, 1});
  const auto start = Now();
  const Vocabulary vocabulary = Vocabulary::Build(words);
  const double build = Microseconds(start);
  const double memory = HeapMegabytes() - heap;
  std::vector<std::string> tokens;
  for (size_t i = 0; i < count; ++i) {
    std::string token = language.RareWord();
    const size_t at = language.Below(token.size());
    if (i % 2 == 0) token[at] = 'z';
    if (i % 3 == 0) token.erase(at, 1);
    tokens.push_back(std::move(token));
  }
  const auto first = Now();
  size_t corrected = 0;
  for (const std::string& token : tokens) {
    corrected += vocabulary.Correct(token).has_value() ? 1 : 0;
  }
  const double us = Microseconds(first) / static_cast<double>(count);
  std::printf(
      "  Vocabulary build %8.1f ms  %7.1f MB  %9.2f us/token    "
      "%zu words, %zu of %zu corrected\n",
      build / 1000, memory, us, vocabulary.size(), corrected, count);
}

void Run(size_t count) {
  std::printf("%zu patterns\n", count);
  Language language(std::max<size_t>(count, 2000), 20261121);
  const Workload work = Make(language, count, 2 * kMessages);
  RunLoop(work, std::min<size_t>(kMessages, 1'000'000 / count));
  RunSet(work, count > 1000 ? 5000 : kMessages);
  RunMatcher(work, kMessages);
  RunVocabulary(language, 100'000);
}

}  // namespace
}  // namespace sportello

int main(int argc, char** argv) {
  std::vector<size_t> counts;
  for (int i = 1; i < argc; ++i) {
    counts.push_back(std::strtoul(argv[i], nullptr, 10));
  }
  if (counts.empty()) counts = {100, 1000, 10'000};
  for (const size_t count : counts) {
    if (count > 0) sportello::Run(count);
  }
  return 0;
}
