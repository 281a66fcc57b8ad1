#include "dialogue/gate.h"

#include <algorithm>

#include "base/wording.h"

namespace sportello {
namespace {

// The rule behind an answer: several may stand on one line.
const Rule* FindRule(const LanguageKnowledge& knowledge, Target target,
                     const Understanding& meaning) {
  for (const NormalizedText* text : {&meaning.text, &meaning.corrected}) {
    const NormalizedText bare = RemoveSkipWords(*text, knowledge.skip_words);
    for (const std::string* form : {&text->text, &bare.text}) {
      for (const PatternMatch& match : knowledge.matcher->Match(*form)) {
        const Rule& rule = knowledge.rules[match.pattern];
        if (!rule.is_exclusion && rule.target == target &&
            rule.place.FileLine() == meaning.source) {
          return &rule;
        }
      }
    }
  }
  return nullptr;
}

// A sentence and where it should lead.
struct Claim {
  const TextLine& line;
  Target target;
  std::string_view id;
};

class TestChecker {
 public:
  TestChecker(const LanguageKnowledge& knowledge, const GateOptions& options,
              GateReport& report)
      : knowledge_(knowledge), options_(options), report_(report) {}

  void Check(const Claim& claim) {
    if (!IsWanted(claim)) return;
    ++report_.tests;
    const Understanding meaning =
        UnderstandInContext(knowledge_, claim.line.text, claim.target);
    switch (meaning.decision) {
      case Decision::kAnswer:
        CheckAnswer(claim, meaning);
        break;
      case Decision::kClarify:
        CheckClarify(claim, meaning);
        break;
      case Decision::kFallback:
        CheckFallback(claim, meaning);
        break;
    }
    if (options_.advance) options_.advance();
  }

 private:
  bool IsWanted(const Claim& claim) const {
    const std::string& filter = options_.filter;
    return filter.empty() ||
           claim.line.text.find(filter) != std::string::npos ||
           claim.id.find(filter) != std::string_view::npos ||
           claim.line.place.file.find(filter) != std::string::npos;
  }

  void CheckAnswer(const Claim& claim, const Understanding& meaning) {
    if (*meaning.target == claim.target) {
      ++report_.answered;
      return;
    }
    Fail(claim,
         Said(claim) + " is answered by " +
             DescribeTarget(knowledge_, *meaning.target) + ": " +
             DescribeWhy(knowledge_, meaning) + Excluded(claim, meaning),
         meaning.stage == "faq"
             ? "add it as an example or variant here, or change the entry "
               "that is nearer to it"
             : "make that phrase narrower, give its intent a 'not', or move "
               "the sentence there");
  }

  void CheckClarify(const Claim& claim, const Understanding& meaning) {
    const std::vector<Target>& offered = meaning.suggestions;
    if (offered.front() == claim.target) {
      ++report_.asked_back;
      if (options_.warn_asked_back) {
        Add(Severity::kWarning, claim,
            Said(claim) + " is asked back, not answered: " +
                DescribeWhy(knowledge_, meaning),
            "a phrase, or an example like it, would answer at once");
      }
      return;
    }
    const bool among = std::find(offered.begin(), offered.end(),
                                 claim.target) != offered.end();
    Fail(claim,
         Said(claim) + " is asked back with " +
             DescribeTarget(knowledge_, offered.front()) + " first" +
             (among ? "" : " and without its own entry") + ": " +
             DescribeWhy(knowledge_, meaning) + Excluded(claim, meaning),
         "add a phrase, or an example or variant like it, here");
  }

  void CheckFallback(const Claim& claim, const Understanding& meaning) {
    std::string message = Said(claim) + " is not understood";
    if (meaning.best.has_value()) {
      message += ": the best guess is " +
                 DescribeTarget(knowledge_, *meaning.best) + " with " +
                 TwoDigits(meaning.score);
    }
    Fail(claim, message + Excluded(claim, meaning),
         "add a phrase, or an example or variant like it, here");
  }

  std::string Said(const Claim& claim) const {
    return Quote(claim.line.text) + " of " +
           DescribeTarget(knowledge_, claim.target);
  }

  std::string Excluded(const Claim& claim, const Understanding& meaning) const {
    const Rule* rule = FindExclusion(knowledge_, claim.target, meaning.text);
    if (rule == nullptr) return "";
    return "; its own 'not' " + Quote(rule->written) + " excludes it (" +
           rule->place.FileLine() + ")";
  }

  void Fail(const Claim& claim, std::string message, std::string hint) {
    ++report_.failed;
    const bool builtin = claim.line.place.file.starts_with("builtin/");
    Add(builtin ? Severity::kWarning : Severity::kError, claim,
        std::move(message), std::move(hint));
  }

  void Add(Severity severity, const Claim& claim, std::string message,
           std::string hint) {
    report_.problems.push_back(
        {severity, claim.line.place, std::move(message), std::move(hint)});
  }

  const LanguageKnowledge& knowledge_;
  const GateOptions& options_;
  GateReport& report_;
};

void CheckTitles(const std::vector<ButtonContent>& buttons,
                 const LanguageKnowledge& knowledge, const GateOptions& options,
                 GateReport& report) {
  for (const ButtonContent& button : buttons) {
    if (!button.to.empty()) continue;
    ++report.buttons;
    const Understanding meaning = Understand(knowledge, button.title);
    if (options.advance) options.advance();
    if (meaning.decision == Decision::kAnswer) continue;
    const bool asked = meaning.decision == Decision::kClarify;
    report.problems.push_back(
        {asked ? Severity::kWarning : Severity::kError, button.place,
         "the button '" + button.title + "' is " +
             (asked ? "asked back" : "not understood") +
             " when a customer presses it",
         "name where it leads: {title: \"" + button.title + "\", to: …}"});
  }
}

}  // namespace

std::string DescribeTarget(const LanguageKnowledge& knowledge, Target target) {
  std::string id = Quote(knowledge.IdOf(target));
  switch (target.kind) {
    case Target::Kind::kIntent:
      return "intent " + id;
    case Target::Kind::kFaq:
      return "FAQ entry " + id;
    case Target::Kind::kGlobal:
      return "global word " + id;
  }
  return id;
}

Understanding UnderstandInContext(const LanguageKnowledge& knowledge,
                                  std::string_view text, Target target) {
  Contexts contexts;
  if (const ContextUse* use = knowledge.ContextOf(target)) {
    contexts.insert(use->required.begin(), use->required.end());
  }
  return Understand(knowledge, text, contexts);
}

std::string DescribeWhy(const LanguageKnowledge& knowledge,
                        const Understanding& meaning) {
  const std::string place =
      meaning.source.empty() ? "" : " (" + meaning.source + ")";
  if (knowledge.exact.contains(meaning.text.text)) {
    return "the same sentence stands there" + place;
  }
  if (meaning.best.has_value()) {
    const Rule* rule = FindRule(knowledge, *meaning.best, meaning);
    if (rule != nullptr) {
      std::string why =
          meaning.stage == "fuzzy" ? "with typos corrected, " : "";
      if (meaning.decision == Decision::kClarify) why += "a tie with ";
      return why + (rule->is_pattern ? "pattern " : "phrase ") +
             Quote(rule->written) + place;
    }
  }
  return "ranking " + TwoDigits(meaning.score) + place;
}

const Rule* FindExclusion(const LanguageKnowledge& knowledge, Target intent,
                          const NormalizedText& text) {
  for (const PatternMatch& match : knowledge.matcher->Match(text.text)) {
    const Rule& rule = knowledge.rules[match.pattern];
    if (rule.is_exclusion && rule.target == intent) return &rule;
  }
  return nullptr;
}

size_t CountGateSentences(const LanguageContent& content,
                          const GateOptions& options) {
  size_t count = 0;
  for (const IntentContent& intent : content.intents) {
    count += intent.tests.size() +
             intent.phrases.size() * options.samples_per_phrase;
  }
  for (const FaqContent& entry : content.faq) count += entry.tests.size();
  return count;
}

void CheckTests(const LanguageContent& content,
                const LanguageKnowledge& knowledge, const GateOptions& options,
                GateReport& report) {
  TestChecker checker(knowledge, options, report);
  const auto check = [&](const std::string& id, const TextLines& tests) {
    const std::optional<Target> target = knowledge.FindTarget(id);
    if (!target.has_value()) return;
    for (const TextLine& line : tests) checker.Check({line, *target, id});
  };
  for (const IntentContent& intent : content.intents) {
    check(intent.id, intent.tests);
  }
  for (const FaqContent& entry : content.faq) check(entry.id, entry.tests);
  for (uint32_t i = 0; i < knowledge.globals.size(); ++i) {
    const auto it = content.shared.global.find(knowledge.globals[i].name);
    if (it == content.shared.global.end()) continue;
    for (const TextLine& line : it->second.tests) {
      checker.Check({line, {Target::Kind::kGlobal, i}, it->first});
    }
  }
}

void CheckButtonTitles(const LanguageContent& content,
                       const LanguageKnowledge& knowledge,
                       const GateOptions& options, GateReport& report) {
  for (const IntentContent& intent : content.intents) {
    CheckTitles(intent.buttons, knowledge, options, report);
  }
  for (const FaqContent& entry : content.faq) {
    CheckTitles(entry.buttons, knowledge, options, report);
  }
  CheckTitles(content.shared.menu, knowledge, options, report);
}

}  // namespace sportello
