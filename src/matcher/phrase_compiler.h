// From what was written (phrase_syntax.h) to normalised words (phrase_tree.h):
// looks up slots and rules, writes out words with brackets inside.
#ifndef SPORTELLO_MATCHER_PHRASE_COMPILER_H_
#define SPORTELLO_MATCHER_PHRASE_COMPILER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/phrase.h"
#include "matcher/phrase_syntax.h"
#include "matcher/phrase_tree.h"

namespace sportello {

class PhraseCompiler {
 public:
  // The node of the rule that a piece names, or a stand-in when the problem
  // with it was or will be reported.
  using FindRule = std::function<PhraseNodePtr(const TemplatePiece& rule)>;

  // Without `slots` (in a rule) every slot is a problem. All arguments must
  // outlive the compiler.
  PhraseCompiler(const PhraseRules& rules, FindRule find_rule,
                 const PhraseSlots* slots,
                 std::vector<PhraseProblem>& problems);

  // Compiles a tree from ParseTemplate. There is always a node; it is of use
  // only when no problem was added.
  PhraseNodePtr Compile(const TemplatePiece& root);

  // The slots that Compile met, in order.
  const std::vector<std::string>& slots() const { return used_slots_; }

 private:
  using Pieces = std::vector<const TemplatePiece*>;

  void Report(size_t offset, std::string message);
  PhraseNodePtr Alternatives(const TemplatePiece& group);
  PhraseNodePtr Sequence(const TemplateSequence& sequence);
  void AppendWord(const Pieces& pieces, std::vector<PhraseNodePtr>& nodes);
  PhraseNodePtr Single(const TemplatePiece& piece);
  PhraseNodePtr Text(const TemplatePiece& piece);
  PhraseNodePtr Slot(const TemplatePiece& piece);
  std::string RefuseSlot(const std::string& name) const;
  bool SplitsBeforeSlot(const Pieces& pieces) const;
  PhraseNodePtr Forms(const Pieces& pieces);
  PhraseNodePtr NodeOfForms(const std::vector<std::string>& forms,
                            size_t offset);

  const PhraseRules& rules_;
  FindRule find_rule_;
  const PhraseSlots* slots_;
  std::vector<PhraseProblem>& problems_;
  std::vector<std::string> used_slots_;
  size_t alternatives_ = 0;  // groups with several, around the place
};

// Orders the problems from index `first` on by their place.
void SortProblems(std::vector<PhraseProblem>& problems, size_t first);

// Adds a problem when a compiled phrase or rule (`what`) is beyond a limit.
void CheckPhraseSize(const PhraseNode& node, std::string_view what,
                     const PhraseLimits& limits,
                     std::vector<PhraseProblem>& problems);

std::string DescribeUnknownRule(const std::string& name,
                                const std::vector<std::string>& known);

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_PHRASE_COMPILER_H_
