// What is wrong with the content, told so that a maintainer can mend it.
#ifndef SPORTELLO_KNOWLEDGE_PROBLEM_H_
#define SPORTELLO_KNOWLEDGE_PROBLEM_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.h"

namespace sportello {

// A place in the content: `file` is the path as the maintainer knows it.
struct Place {
  std::string file;
  TextPosition at;

  // "intents/it/ordini.yaml:12"
  std::string FileLine() const;
};

enum class Severity { kWarning, kError };

struct Problem {
  Severity severity = Severity::kError;
  Place place;
  std::string message;
  std::string hint;  // "did you mean 'refund'?", may be empty
};

// The text of one content file.
struct SourceFile {
  std::string path;      // "intents/it/ordini.yaml"
  std::string language;  // "it"
  bool faq = false;      // under faq/, else under intents/
  std::string text;
};

// "file:line:column: error: message", the line, a caret, and the hint.
// `sources` may lack the file; then the line and caret are left out.
std::string FormatProblem(const Problem& problem,
                          const std::vector<SourceFile>& sources);

// Errors first by file, line, column; so is every list shown.
void SortProblems(std::vector<Problem>& problems);
bool HasErrors(const std::vector<Problem>& problems);

// "did you mean 'refund'?" for the nearest of `known`, or "" when none is
// near (language/vocabulary.h).
std::string Suggest(std::string_view wrong,
                    const std::vector<std::string>& known);
// The same; "known here: a, b" when none is near.
std::string SuggestOrList(std::string_view wrong,
                          const std::vector<std::string>& known);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_PROBLEM_H_
