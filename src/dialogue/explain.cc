#include "dialogue/explain.h"

#include <algorithm>
#include <set>

#include "base/wording.h"
#include "dialogue/gate.h"

namespace sportello {
namespace {

constexpr size_t kNearMisses = 4;
constexpr size_t kReasons = 6;

class Explainer {
 public:
  Explainer(const Snapshot& snapshot, const Content& content,
            const LanguageKnowledge& knowledge, std::string_view original)
      : snapshot_(snapshot),
        content_(content),
        knowledge_(knowledge),
        original_(original),
        meaning_(Understand(knowledge, original)) {}

  std::vector<ExplanationPart> Run() {
    ExplainLanguage();
    ExplainNormalizer();
    ExplainWords();
    ExplainRules();
    ExplainNearMisses();
    ExplainRanking();
    ExplainDecision();
    ExplainChange();
    return std::move(parts_);
  }

 private:
  void Begin(std::string title) { parts_.push_back({std::move(title), {}}); }
  void Say(std::string line) { parts_.back().lines.push_back(std::move(line)); }

  // Which words each language's content knows, and which it alone knows.
  void ExplainLanguage() {
    Begin("language");
    Say("answered in " + Quote(knowledge_.language()));
    for (const std::string& code : snapshot_.Languages()) {
      const LanguageKnowledge& language = *snapshot_.Find(code);
      std::vector<std::string> known;
      std::vector<std::string> only;
      const NormalizedText text = language.analyzer.Normalize(original_);
      for (const Token& token : text.tokens) {
        if (!language.vocabulary.Contains(token.text)) continue;
        known.push_back(token.text);
        if (!IsKnownElsewhere(code, token.text)) only.push_back(token.text);
      }
      Say(Quote(code) + " knows " + std::to_string(known.size()) + " of " +
          std::to_string(text.tokens.size()) + " words" +
          (only.empty() ? "" : "; it alone knows " + Join(only)));
    }
  }

  bool IsKnownElsewhere(const std::string& code,
                        const std::string& word) const {
    for (const std::string& other : snapshot_.Languages()) {
      if (other != code && snapshot_.Find(other)->vocabulary.Contains(word)) {
        return true;
      }
    }
    return false;
  }

  void ExplainNormalizer() {
    Begin("normaliser");
    for (const NormalizerStep& step :
         knowledge_.analyzer.normalizer().Explain(original_)) {
      Say(step.name + ": " + step.text);
    }
  }

  void ExplainWords() {
    Begin("words");
    const NormalizedText bare =
        RemoveSkipWords(meaning_.text, knowledge_.skip_words);
    Say(bare.text == meaning_.text.text ? std::string("no skip words")
                                        : "without skip words: " + bare.text);
    std::vector<std::pair<std::string, std::string>> corrections;
    CorrectTypos(knowledge_, meaning_.text, corrections);
    if (corrections.empty()) Say("no typo that a word of the content mends");
    for (const auto& [wrong, right] : corrections) {
      std::string line = "typo: ";
      line.append(wrong).append(" -> ").append(right);
      Say(std::move(line));
    }
  }

  void ExplainRules() {
    Begin("phrases and patterns");
    if (knowledge_.exact.contains(meaning_.text.text)) {
      Say("the content holds this sentence word for word");
    }
    const NormalizedText& whole = meaning_.text;
    const NormalizedText bare = RemoveSkipWords(whole, knowledge_.skip_words);
    ExplainForm("the text", whole.text);
    if (bare.text != whole.text) {
      ExplainForm("the text without skip words", bare.text);
    }
    if (meaning_.corrected.text != whole.text) {
      ExplainForm("the text with typos corrected", meaning_.corrected.text);
      const NormalizedText rest =
          RemoveSkipWords(meaning_.corrected, knowledge_.skip_words);
      if (rest.text != meaning_.corrected.text) {
        ExplainForm("the same without skip words", rest.text);
      }
    }
  }

  void ExplainForm(const std::string& name, const std::string& form) {
    const std::vector<PatternMatch> matches = knowledge_.matcher->Match(form);
    Say(name + ": " + std::to_string(matches.size()) + " of " +
        std::to_string(knowledge_.matcher->size()) + " match, " +
        std::to_string(knowledge_.matcher->CountCandidates(form)) +
        " were tried");
    for (const PatternMatch& match : matches) {
      const Rule& rule = knowledge_.rules[match.pattern];
      std::string line = "  " + DescribeTarget(knowledge_, rule.target);
      if (rule.is_exclusion) {
        line += " is excluded by its 'not' " + Quote(rule.written);
      } else if (rule.is_pattern) {
        line += ": pattern " + Quote(rule.written);
      } else {
        line += ": phrase " + Quote(rule.written) + ", " +
                std::to_string(rule.literal_letters) + " letters, " +
                std::to_string(rule.slots) + " slots";
      }
      Say(line + " (" + rule.place.FileLine() + ")");
    }
  }

  void ExplainNearMisses() {
    const auto it = content_.languages.find(knowledge_.language());
    if (it == content_.languages.end()) return;
    Begin("near misses");
    const std::vector<NearMiss> misses =
        FindNearMisses(it->second, knowledge_, meaning_.corrected, kNearMisses);
    if (misses.empty()) Say("none");
    for (const NearMiss& miss : misses) {
      std::string line = Quote(miss.id) + ": " + Quote(miss.phrase) + " (" +
                         miss.place.FileLine() + "): nearest is " +
                         Quote(miss.sample);
      if (!miss.missing.empty()) {
        line += ", the text lacks " + Quote(miss.missing);
      }
      if (!miss.extra.empty()) {
        line += ", the phrase lacks " + Quote(miss.extra);
      }
      if (miss.missing.empty() && miss.extra.empty()) {
        line += ", the order of the words differs";
      }
      Say(std::move(line));
    }
  }

  void ExplainRanking() {
    Begin("ranking");
    ranking_ = knowledge_.ranking.Explain(meaning_.text);
    Say("confidence " + TwoDigits(ranking_.confidence) + ", band " +
        BandName(ranking_.band) + "; the content knows " +
        TwoDigits(ranking_.signals.known) + " of the message");
    if (!ranking_.unknown.empty()) {
      Say("unknown words: " + Join(ranking_.unknown));
    }
    for (const FaqCandidateExplanation& candidate : ranking_.candidates) {
      ExplainCandidate(candidate);
    }
    if (ranking_.candidates.empty()) Say("no candidate");
  }

  void ExplainCandidate(const FaqCandidateExplanation& candidate) {
    const Target target = knowledge_.ranking_targets[candidate.document];
    std::string line = DescribeTarget(knowledge_, target) + " (" +
                       knowledge_.SourceOf(target) + "): score " +
                       TwoDigits(candidate.score) + " = learned " +
                       TwoDigits(candidate.learned) + " + fields " +
                       TwoDigits(candidate.fields);
    if (candidate.confidence > 0) {
      line += ", confidence " + TwoDigits(candidate.confidence);
    }
    Say(std::move(line));
    if (!candidate.nearest.empty()) {
      Say("  nearest: " + Quote(candidate.nearest) + " (" +
          TwoDigits(candidate.likeness) + " alike)");
    }
    std::vector<std::string> reasons;
    for (const FaqReason& reason : candidate.reasons) {
      if (reasons.size() >= kReasons) break;
      reasons.push_back(reason.name + " " + TwoDigits(reason.weight));
    }
    if (!reasons.empty()) Say("  because of: " + Join(reasons));
    if (!candidate.missing.empty()) {
      Say("  does not hold: " + Join(candidate.missing));
    }
  }

  void ExplainDecision() {
    Begin("decision");
    std::string line(DecisionName(meaning_.decision));
    if (meaning_.target.has_value()) {
      line += ": " + DescribeTarget(knowledge_, *meaning_.target);
    }
    Say(line + ", stage " + meaning_.stage + ", confidence " +
        meaning_.confidence + " (" + TwoDigits(meaning_.score) + ")");
    if (meaning_.decision != Decision::kFallback) {
      Say("because of " + DescribeWhy(knowledge_, meaning_));
    }
    for (const Target target : meaning_.suggestions) {
      Say("offered: " + DescribeTarget(knowledge_, target) + " (" +
          knowledge_.SourceOf(target) + ")");
    }
    for (const auto& [name, value] : meaning_.slots) {
      std::string entry = "slot ";
      entry.append(name).append(": ").append(value);
      Say(std::move(entry));
    }
  }

  // What a maintainer would do to get another outcome.
  void ExplainChange() {
    Begin("what would change it");
    const bool by_ranking = meaning_.stage == "faq" &&
                            !knowledge_.exact.contains(meaning_.text.text);
    if (meaning_.decision == Decision::kAnswer && !by_ranking) {
      Say("a phrase with more literal letters in another intent, or a 'not' "
          "in this one, would win against it");
      return;
    }
    if (meaning_.decision == Decision::kClarify &&
        ranking_.candidates.empty()) {
      Say("a 'not' or a longer phrase in one of the offered would settle it");
    }
    Say("an example or variant that says " + Quote(meaning_.text.text) +
        ", or a phrase that does, would answer it at once");
    if (!ranking_.next_band.empty()) Say(ranking_.next_band);
  }

  const Snapshot& snapshot_;
  const Content& content_;
  const LanguageKnowledge& knowledge_;
  std::string_view original_;
  Understanding meaning_;
  FaqExplanation ranking_;
  std::vector<ExplanationPart> parts_;
};

}  // namespace

std::vector<ExplanationPart> Explain(const Snapshot& snapshot,
                                     const Content& content,
                                     std::string_view language,
                                     std::string_view text) {
  return Explainer(snapshot, content, snapshot.GetOrDefault(language), text)
      .Run();
}

}  // namespace sportello
