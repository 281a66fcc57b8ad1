// The parser of the template language (phrase.h): text to a tree of what was
// written. Names are not looked up here and nothing is normalised.
#ifndef SPORTELLO_MATCHER_PHRASE_SYNTAX_H_
#define SPORTELLO_MATCHER_PHRASE_SYNTAX_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matcher/phrase.h"

namespace sportello {

// A piece of a template. Pieces without a kBlank between them are parts of
// one word.
struct TemplatePiece {
  enum class Kind {
    kText,      // `text`, as written
    kBlank,     // one or more blanks
    kGroup,     // one of `alternatives`
    kOptional,  // one of `alternatives`, or nothing
    kSlot,      // `text` is its name
    kRule,      // `text` is its name
  };

  Kind kind = Kind::kText;
  size_t offset = 0;  // of its first byte in the template
  std::string text;
  std::vector<std::vector<TemplatePiece>> alternatives;
};
using TemplateSequence = std::vector<TemplatePiece>;

// Parses `text` to a kGroup (alternatives may stand at the top) and adds all
// problems of form to `problems`. What was broken becomes some text, so the
// tree can be used to look for further problems. Linear in the text; no
// deeper than the limit.
TemplatePiece ParseTemplate(std::string_view text, const PhraseRules& rules,
                            std::vector<PhraseProblem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_MATCHER_PHRASE_SYNTAX_H_
