// Content from memory, and what is wrong with it as a maintainer reads it.
#ifndef SPORTELLO_TESTS_UNIT_KNOWLEDGE_CONTENT_TESTING_H_
#define SPORTELLO_TESTS_UNIT_KNOWLEDGE_CONTENT_TESTING_H_

#include <string>
#include <utility>
#include <vector>

#include "knowledge/build.h"

namespace sportello {

inline SourceFile Intents(std::string text, const std::string& name = "a",
                          const std::string& language = "en") {
  return {"intents/" + language + "/" + name + ".yaml", language, false,
          std::move(text)};
}

inline SourceFile Faq(std::string text, const std::string& name = "b",
                      const std::string& language = "en") {
  return {"faq/" + language + "/" + name + ".yaml", language, true,
          std::move(text)};
}

inline SourceFile Shared(std::string text, const std::string& language = "en") {
  return Intents(std::move(text), "_shared", language);
}

// All problems, one after the other.
inline std::string Report(const BuildOutcome& outcome) {
  std::string report;
  for (const Problem& problem : outcome.problems) {
    report += FormatProblem(problem, outcome.sources) + "\n";
  }
  return report;
}

inline std::string ProblemsOf(std::vector<SourceFile> sources) {
  return Report(BuildSnapshot(std::move(sources), {}));
}

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_KNOWLEDGE_CONTENT_TESTING_H_
