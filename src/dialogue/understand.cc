#include "dialogue/understand.h"

#include <algorithm>
#include <set>

namespace sportello {
namespace {

// Of matches that outlive them.
using RuleHits = std::vector<const PatternMatch*>;

struct Hits {
  RuleHits phrases;   // of intents
  RuleHits patterns;  // of intents
  RuleHits globals;
  std::set<uint32_t> excluded;  // intents
};

Hits SortHits(const LanguageKnowledge& knowledge,
              const std::vector<PatternMatch>& matches) {
  Hits hits;
  for (const PatternMatch& match : matches) {
    const Rule& rule = knowledge.rules[match.pattern];
    if (rule.is_exclusion) {
      hits.excluded.insert(rule.target.index);
    } else if (rule.target.kind == Target::Kind::kGlobal) {
      hits.globals.push_back(&match);
    } else if (rule.is_pattern) {
      hits.patterns.push_back(&match);
    } else {
      hits.phrases.push_back(&match);
    }
  }
  return hits;
}

class Reader {
 public:
  Reader(const LanguageKnowledge& knowledge, std::string_view original,
         NormalizedText words, const RuleMatches* matches,
         const Contexts& contexts)
      : knowledge_(knowledge),
        original_(original),
        matches_(matches),
        contexts_(contexts) {
    result_.text = std::move(words);
  }

  Understanding Run() {
    result_.language = knowledge_.language();
    result_.corrected = result_.text;
    if (result_.text.tokens.empty()) return Fallback();
    if (ReadExact()) return std::move(result_);
    if (matches_ != nullptr
            ? ReadRules(result_.text, *matches_, "intent")
            : ReadRules(result_.text, MatchRules(knowledge_, result_.text),
                        "intent")) {
      return std::move(result_);
    }
    if (!claimed_.has_value() && ReadCorrected()) return std::move(result_);
    return ReadRanking();
  }

 private:
  void SetFallback() {
    result_.decision = Decision::kFallback;
    result_.stage = "fallback";
    result_.confidence = "low";
  }

  Understanding Fallback() {
    SetFallback();
    return std::move(result_);
  }

  void Answer(Target target, std::string stage, std::string confidence,
              double score, std::string source) {
    result_.decision = Decision::kAnswer;
    result_.target = target;
    result_.best = target;
    result_.stage = std::move(stage);
    result_.confidence = std::move(confidence);
    result_.score = score;
    result_.source = std::move(source);
  }

  void Clarify(std::vector<Target> suggestions, std::string source,
               double score) {
    if (suggestions.size() > kMaxSuggestions) {
      suggestions.resize(kMaxSuggestions);
    }
    result_.decision = Decision::kClarify;
    result_.stage = "clarify";
    result_.confidence = "medium";
    result_.score = score;
    result_.best = suggestions.front();
    result_.suggestions = std::move(suggestions);
    result_.source = std::move(source);
  }

  // Whether all contexts that the target requires hold.
  bool IsOpen(Target target) const {
    if (!knowledge_.has_contexts) return true;
    const ContextUse* use = knowledge_.ContextOf(target);
    return use == nullptr ||
           std::all_of(use->required.begin(), use->required.end(),
                       [this](const std::string& name) {
                         return contexts_.contains(name);
                       });
  }

  // Whether it requires contexts and they hold.
  bool IsNear(Target target) const {
    if (contexts_.empty() || !knowledge_.has_contexts) return false;
    const ContextUse* use = knowledge_.ContextOf(target);
    return use != nullptr && !use->required.empty() && IsOpen(target);
  }

  // Those that may be meant; the near ones alone when there are some.
  std::vector<Target> Fitting(const std::vector<Target>& targets) const {
    std::vector<Target> open;
    std::vector<Target> near;
    for (const Target target : targets) {
      if (IsOpen(target)) open.push_back(target);
      if (IsNear(target)) near.push_back(target);
    }
    return near.empty() ? open : near;
  }

  // A question or example of the content, word for word.
  bool ReadExact() {
    const auto it = knowledge_.exact.find(result_.text.text);
    if (it == knowledge_.exact.end()) return false;
    const std::vector<Target> targets = Fitting(it->second);
    if (targets.empty()) return false;
    if (targets.size() > 1) {
      Clarify(targets, "", 0.5);
      return true;
    }
    const Target target = targets.front();
    const bool intent = target.kind == Target::Kind::kIntent;
    Answer(target, intent ? "intent" : "faq", "high", 1.0,
           knowledge_.SourceOf(target));
    return true;
  }

  // Phrases and patterns over one form of the text. A global word that the
  // content claims is left in `claimed`: the ranking decides.
  bool ReadRules(const NormalizedText& text, const RuleMatches& matches,
                 const std::string& stage) {
    const Hits whole = SortHits(knowledge_, matches.whole);
    const Hits rest = SortHits(knowledge_, matches.in_bare);
    excluded_.insert(whole.excluded.begin(), whole.excluded.end());
    return ReadGlobal(whole.globals, stage) ||
           PickIntent(whole.phrases, text, stage) ||
           ReadGlobal(rest.globals, stage) ||
           PickIntent(rest.phrases, matches.bare, stage) ||
           PickIntent(whole.patterns, text, stage);
  }

  bool ReadCorrected() {
    result_.corrected =
        CorrectTypos(knowledge_, result_.text, result_.corrections);
    return !result_.corrections.empty() &&
           ReadRules(result_.corrected,
                     MatchRules(knowledge_, result_.corrected), "fuzzy");
  }

  bool ReadGlobal(const RuleHits& hits, const std::string& stage) {
    const Rule* best = nullptr;
    for (const PatternMatch* hit : hits) {
      const Rule& rule = knowledge_.rules[hit->pattern];
      if (best == nullptr || MoreSpecific(rule, *best)) best = &rule;
    }
    if (best == nullptr || claimed_.has_value()) return false;
    const std::string source = best->place.FileLine();
    const std::string said = stage == "fuzzy" ? "fuzzy" : "global";
    if (knowledge_.globals[best->target.index].claims.empty()) {
      Answer(best->target, said, "high", 1.0, source);
      return true;
    }
    claimed_ = Claimed{best->target, said, source};
    return false;
  }

  bool PickIntent(const RuleHits& hits, const NormalizedText& text,
                  const std::string& stage) {
    const PatternMatch* best = nullptr;
    std::set<Target> tied;
    bool near = false;
    for (const PatternMatch* hit : hits) {
      const Rule& rule = knowledge_.rules[hit->pattern];
      if (excluded_.contains(rule.target.index) || !IsOpen(rule.target)) {
        continue;
      }
      const bool is_near = IsNear(rule.target);
      if (near && !is_near) continue;
      const Rule* leader =
          best == nullptr ? nullptr : &knowledge_.rules[best->pattern];
      const bool nearer = is_near && !near;
      near = near || is_near;
      if (leader == nullptr || nearer || MoreSpecific(rule, *leader)) {
        best = hit;
        tied = {rule.target};
      } else if (!MoreSpecific(*leader, rule)) {
        tied.insert(rule.target);
      }
    }
    if (best == nullptr) return false;
    const Rule& rule = knowledge_.rules[best->pattern];
    if (tied.size() > 1) {
      Clarify({tied.begin(), tied.end()}, rule.place.FileLine(), 0.5);
      return true;
    }
    Answer(rule.target, stage, "high", stage == "fuzzy" ? 0.97 : 0.99,
           rule.place.FileLine());
    TakeCaptures(rule, *best, text);
    return true;
  }

  void TakeCaptures(const Rule& rule, const PatternMatch& hit,
                    const NormalizedText& text) {
    const Intent& intent = knowledge_.intents[rule.target.index];
    for (const Capture& capture : hit.captures) {
      for (const Slot& slot : intent.slots) {
        if (slot.name != capture.name) continue;
        result_.slots[slot.name] = Written(slot, text, capture);
      }
    }
  }

  // As the customer wrote it; ways of a closed list as they are compared.
  std::string Written(const Slot& slot, const NormalizedText& text,
                      const Capture& capture) const {
    if (!slot.type->choices().empty()) {
      return text.text.substr(capture.begin, capture.end - capture.begin);
    }
    uint32_t from = 0;
    uint32_t to = 0;
    for (const Token& token : text.tokens) {
      if (token.offset < capture.begin || token.offset >= capture.end) continue;
      if (to == 0) from = token.begin;
      to = token.end;
    }
    return std::string(original_.substr(from, to - from));
  }

  Understanding ReadRanking() {
    // The ranking corrects typos towards its own words.
    result_.ranking = knowledge_.ranking.Rank(result_.text);
    std::vector<Target> targets;
    bool lost_best = false;
    for (const FaqCandidate& candidate : result_.ranking.candidates) {
      const Target target = knowledge_.ranking_targets[candidate.document];
      const bool out =
          !IsOpen(target) || (target.kind == Target::Kind::kIntent &&
                              excluded_.contains(target.index));
      if (out && targets.empty()) lost_best = true;
      if (!out) targets.push_back(target);
    }
    Band band = result_.ranking.band;
    // Without its first choice the ranking is less sure of the next one.
    if (lost_best && band == Band::kHigh) band = Band::kMedium;
    if (claimed_.has_value()) return AnswerClaimed(targets);
    if (targets.empty()) return Fallback();
    const bool found_near = band != Band::kLow && PutNearFirst(targets);
    const double confidence = result_.ranking.confidence;
    const std::string source = knowledge_.SourceOf(targets.front());
    if (band == Band::kHigh) {
      Answer(targets.front(), "faq", "high", confidence, source);
    } else if (band == Band::kMedium &&
               (found_near || (result_.ranking.likely && !lost_best))) {
      Answer(targets.front(), "faq", "medium", confidence, source);
      OfferOthers(targets);
    } else if (band == Band::kMedium) {
      Clarify(targets, source, confidence);
    } else {
      SetFallback();
      result_.score = confidence;
      result_.best = targets.front();
    }
    return std::move(result_);
  }

  // What the conversation is about comes before what it is not about.
  bool PutNearFirst(std::vector<Target>& targets) const {
    const auto end = targets.begin() + static_cast<std::ptrdiff_t>(std::min(
                                           targets.size(), kMaxSuggestions));
    const auto near = std::find_if(
        targets.begin(), end, [this](Target target) { return IsNear(target); });
    if (near == end) return false;
    std::rotate(targets.begin(), near, near + 1);
    return true;
  }

  // Below an answer that may not be the right one.
  void OfferOthers(const std::vector<Target>& targets) {
    for (size_t i = 1; i < targets.size() && i < kMaxSuggestions; ++i) {
      result_.suggestions.push_back(targets[i]);
    }
  }

  // The content that claims the global word answers when the ranking finds it
  // first; otherwise the word means what it always means.
  Understanding AnswerClaimed(const std::vector<Target>& targets) {
    const std::vector<Target>& claims =
        knowledge_.globals[claimed_->global.index].claims;
    const bool first =
        !targets.empty() &&
        std::binary_search(claims.begin(), claims.end(), targets.front());
    if (first) {
      Answer(targets.front(), "faq", "high", result_.ranking.confidence,
             knowledge_.SourceOf(targets.front()));
    } else {
      Answer(claimed_->global, claimed_->stage, "high", 1.0, claimed_->source);
      result_.best = claims.front();
    }
    return std::move(result_);
  }

  struct Claimed {
    Target global;
    std::string stage;
    std::string source;
  };

  const LanguageKnowledge& knowledge_;
  std::string_view original_;
  const RuleMatches* matches_;
  const Contexts& contexts_;
  Understanding result_;
  std::set<uint32_t> excluded_;
  std::optional<Claimed> claimed_;
};

}  // namespace

std::string_view DecisionName(Decision decision) {
  switch (decision) {
    case Decision::kAnswer:
      return "answer";
    case Decision::kClarify:
      return "clarify";
    case Decision::kFallback:
      return "fallback";
  }
  return "fallback";
}

Understanding Understand(const LanguageKnowledge& knowledge,
                         std::string_view text, const Contexts& contexts) {
  return Understand(knowledge, text, knowledge.analyzer.Normalize(text),
                    nullptr, contexts);
}

Understanding Understand(const LanguageKnowledge& knowledge,
                         std::string_view text, NormalizedText words,
                         const RuleMatches* matches, const Contexts& contexts) {
  return Reader(knowledge, text, std::move(words), matches, contexts).Run();
}

NormalizedText CorrectTypos(
    const LanguageKnowledge& knowledge, const NormalizedText& text,
    std::vector<std::pair<std::string, std::string>>& corrections) {
  NormalizedText corrected;
  corrected.text.reserve(text.text.size());
  corrected.tokens.reserve(text.tokens.size());
  for (const Token& token : text.tokens) {
    Token& word = corrected.tokens.emplace_back(token);
    std::optional<std::string> meant = knowledge.vocabulary.Correct(token.text);
    if (meant.has_value()) {
      corrections.emplace_back(token.text, *meant);
      word.text = *std::move(meant);
    }
    if (!corrected.text.empty()) corrected.text += ' ';
    word.offset = static_cast<uint32_t>(corrected.text.size());
    corrected.text += word.text;
  }
  return corrected;
}

}  // namespace sportello
