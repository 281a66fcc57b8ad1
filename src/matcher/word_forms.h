// Writing out the forms of a word with brackets inside: `rimbors(o|i)`.
#ifndef SPORTELLO_MATCHER_WORD_FORMS_H_
#define SPORTELLO_MATCHER_WORD_FORMS_H_

#include <functional>
#include <string>
#include <vector>

#include "matcher/phrase_syntax.h"
#include "matcher/phrase_tree.h"

namespace sportello {

class WordForms {
 public:
  // Finds the rule that a piece names.
  using FindRule = std::function<PhraseNodePtr(const TemplatePiece& rule)>;

  explicit WordForms(FindRule find_rule) : find_rule_(std::move(find_rule)) {}

  // How many forms there would be, and their bytes together.
  struct Extent {
    uint64_t forms = 1;
    uint64_t bytes = 0;
  };
  Extent Measure(const std::vector<const TemplatePiece*>& pieces) const;

  // All forms as written, blanks inside included. Measure first.
  std::vector<std::string> Write(
      const std::vector<const TemplatePiece*>& pieces) const;

  // The first slot inside, or nullptr: a form cannot hold one.
  static const TemplatePiece* FindSlot(const TemplatePiece& piece);

 private:
  Extent Measure(const TemplatePiece& piece) const;
  std::vector<std::string> Write(const TemplatePiece& piece) const;

  FindRule find_rule_;
};

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_WORD_FORMS_H_
