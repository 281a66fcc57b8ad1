// Rules are compiled in the order in which they need each other.
#include <algorithm>
#include <map>
#include <utility>

#include "matcher/phrase.h"
#include "matcher/phrase_compiler.h"
#include "matcher/phrase_syntax.h"
#include "matcher/phrase_tree.h"

namespace sportello {
namespace {

class RuleCompiler {
 public:
  using Templates = std::map<std::string, std::string, std::less<>>;
  using Nodes = std::map<std::string, PhraseNodePtr, std::less<>>;

  RuleCompiler(const Templates& templates, const PhraseRules& context,
               Nodes& done, std::vector<RuleProblem>& problems)
      : templates_(templates),
        context_(context),
        done_(done),
        problems_(problems) {
    for (const auto& [name, text] : templates) names_.push_back(name);
  }

  void CompileAll() {
    for (const std::string& name : names_) Compile(name);
  }

 private:
  PhraseNodePtr Compile(const std::string& name) {
    const auto known = done_.find(name);
    if (known != done_.end()) return known->second;
    path_.push_back(name);
    std::vector<PhraseProblem> problems;
    const TemplatePiece root =
        ParseTemplate(templates_.find(name)->second, context_, problems);
    PhraseCompiler compiler(
        context_,
        [&](const TemplatePiece& rule) { return Use(rule, problems); }, nullptr,
        problems);
    PhraseNodePtr node = compiler.Compile(root);
    if (problems.empty()) {
      CheckPhraseSize(*node, "rule", context_.limits(), problems);
    }
    path_.pop_back();
    SortProblems(problems, 0);
    auto rule = std::make_shared<PhraseNode>(
        *(problems.empty() ? node : MakeStandIn()));
    ++rule->rule_levels;
    for (PhraseProblem& problem : problems) {
      problems_.push_back({name, std::move(problem)});
    }
    return done_.emplace(name, std::move(rule)).first->second;
  }

  PhraseNodePtr Use(const TemplatePiece& rule,
                    std::vector<PhraseProblem>& problems) {
    const std::string& name = rule.text;
    if (!templates_.contains(name)) {
      Report(rule.offset, DescribeUnknownRule(name, names_), problems);
      return MakeStandIn();
    }
    const auto begin = std::find(path_.begin(), path_.end(), name);
    if (begin != path_.end()) {
      std::string circle;
      for (auto it = begin; it != path_.end(); ++it) circle += *it + " > ";
      Report(rule.offset,
             "the rule uses itself, which has no end: " + circle + name,
             problems);
      return MakeStandIn();
    }
    const size_t most = context_.limits().max_depth;
    PhraseNodePtr node;
    if (path_.size() < most) node = Compile(name);
    if (node == nullptr || node->rule_levels >= most) {
      Report(rule.offset,
             "rules use each other more than " + std::to_string(most) + " deep",
             problems);
      return MakeStandIn();
    }
    return node;
  }

  // A piece inside a word is looked up more than once.
  static void Report(size_t offset, const std::string& message,
                     std::vector<PhraseProblem>& problems) {
    const bool known = std::any_of(
        problems.begin(), problems.end(), [&](const PhraseProblem& problem) {
          return problem.offset == offset && problem.message == message;
        });
    if (!known) problems.push_back({offset, message});
  }

  const Templates& templates_;
  const PhraseRules& context_;
  Nodes& done_;
  std::vector<RuleProblem>& problems_;
  std::vector<std::string> names_;
  std::vector<std::string> path_;  // rules being compiled
};

}  // namespace

PhraseRules PhraseRules::Compile(const Definitions& definitions,
                                 NormalizeWords normalize,
                                 std::vector<RuleProblem>& problems,
                                 PhraseLimits limits) {
  PhraseRules rules;
  rules.normalize_ = std::move(normalize);
  rules.limits_ = limits;
  std::map<std::string, std::string, std::less<>> templates;
  for (const auto& [name, text] : definitions) templates[name] = text;
  RuleCompiler(templates, rules, rules.rules_, problems).CompileAll();
  return rules;
}

std::shared_ptr<const PhraseNode> PhraseRules::Find(
    std::string_view name) const {
  const auto it = rules_.find(name);
  return it == rules_.end() ? nullptr : it->second;
}

std::vector<std::string> PhraseRules::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, node] : rules_) names.push_back(name);
  return names;
}

}  // namespace sportello
