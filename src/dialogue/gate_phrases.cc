// The part of the gate that asks what phrases themselves stand for.
#include <algorithm>
#include <map>
#include <optional>

#include "dialogue/gate.h"
#include "dialogue/phrase_reader.h"

namespace sportello {
namespace {

// What became of the samples of one phrase.
struct Lost {
  std::string sample;  // the first one
  size_t count = 0;
  Understanding meaning;
};

class PhraseChecker {
 public:
  PhraseChecker(const LanguageContent& content,
                const LanguageKnowledge& knowledge, const GateOptions& options,
                GateReport& report)
      : knowledge_(knowledge),
        options_(options),
        report_(report),
        phrases_(content, knowledge) {}

  void Check(const IntentContent& intent) {
    const std::optional<Target> target = knowledge_.FindTarget(intent.id);
    if (!target.has_value()) return;
    const PhraseSlots slots =
        phrases_.SlotsOf(knowledge_.intents[target->index]);
    for (const TextLine& line : intent.phrases) {
      CheckPhrase(*target, line, slots);
    }
    for (const TextLine& line : intent.patterns) CheckPattern(intent, line);
  }

 private:
  void CheckPhrase(Target own, const TextLine& line, const PhraseSlots& slots) {
    const std::optional<Phrase> phrase = phrases_.Read(line, slots);
    if (!phrase.has_value()) return;
    size_t won = 0;
    std::map<std::string, Lost> lost;  // by what took them
    for (const std::string& sample :
         phrase->Samples(options_.samples_per_phrase)) {
      ++report_.samples;
      Understanding meaning = UnderstandInContext(knowledge_, sample, own);
      if (options_.advance) options_.advance();
      if (meaning.target == own) {
        ++won;
        continue;
      }
      Lost& entry = lost[Describe(own, meaning)];
      if (entry.count++ > 0) continue;
      entry.sample = sample;
      entry.meaning = std::move(meaning);
    }
    for (const auto& [what, entry] : lost) Report(line, own, won, what, entry);
  }

  // What a sample that was lost is now. Empty: the intent's own `not` says
  // that it is not meant.
  std::string Describe(Target own, const Understanding& meaning) const {
    if (FindExclusion(knowledge_, own, meaning.text) != nullptr) return "";
    if (meaning.decision == Decision::kFallback) return "is not understood";
    if (meaning.decision == Decision::kAnswer) {
      return "is answered by " + DescribeTarget(knowledge_, *meaning.target) +
             ": " + DescribeWhy(knowledge_, meaning);
    }
    std::string tie = "is asked back:";
    for (const Target target : meaning.suggestions) {
      tie +=
          (tie.back() == ':' ? " " : ", ") + DescribeTarget(knowledge_, target);
      if (target != own) tie += " (" + RivalPlace(target, meaning) + ")";
    }
    return tie;
  }

  // Where the other phrase of a tie stands.
  std::string RivalPlace(Target rival, const Understanding& meaning) const {
    for (const PatternMatch& match :
         knowledge_.matcher->Match(meaning.text.text)) {
      const Rule& rule = knowledge_.rules[match.pattern];
      if (!rule.is_exclusion && rule.target == rival) {
        return rule.place.FileLine();
      }
    }
    return knowledge_.SourceOf(rival);
  }

  void Report(const TextLine& line, Target own, size_t won,
              const std::string& what, const Lost& lost) {
    if (what.empty() && won > 0) return;  // a `not` that carves a piece out
    const std::string id = knowledge_.IdOf(own);
    std::string message;
    if (won == 0) {
      message = "this phrase of '" + id + "' can never win: '" + lost.sample +
                "' " + (what.empty() ? "is excluded by its own 'not'" : what);
    } else {
      message = "'" + lost.sample + "', which this phrase of '" + id +
                "' stands for, " + what;
    }
    if (lost.count > 1) {
      message += ", and " + std::to_string(lost.count - 1) + " more like it";
    }
    report_.problems.push_back(
        {won == 0 ? Severity::kError : Severity::kWarning, line.place,
         std::move(message),
         "leave it to one of the two, or tell them apart with a 'not'"});
  }

  void CheckPattern(const IntentContent& intent, const TextLine& line) {
    const auto holds = [&](const TextLine& sentence) {
      const std::string text =
          knowledge_.analyzer.Normalize(sentence.text).text;
      for (const PatternMatch& match : knowledge_.matcher->Match(text)) {
        const Rule& rule = knowledge_.rules[match.pattern];
        if (rule.is_pattern && rule.written == line.text) return true;
      }
      return false;
    };
    if (std::any_of(intent.tests.begin(), intent.tests.end(), holds) ||
        std::any_of(intent.examples.begin(), intent.examples.end(), holds)) {
      return;
    }
    report_.problems.push_back(
        {Severity::kWarning, line.place,
         "no test or example of '" + intent.id + "' holds the pattern '" +
             line.text + "'",
         "patterns see normalised text (lower case, no accents, no "
         "punctuation); add a test that needs it"});
  }

  const LanguageKnowledge& knowledge_;
  const GateOptions& options_;
  GateReport& report_;
  PhraseReader phrases_;
};

}  // namespace

void CheckPhrases(const LanguageContent& content,
                  const LanguageKnowledge& knowledge,
                  const GateOptions& options, GateReport& report) {
  PhraseChecker checker(content, knowledge, options, report);
  for (const IntentContent& intent : content.intents) checker.Check(intent);
}

}  // namespace sportello
