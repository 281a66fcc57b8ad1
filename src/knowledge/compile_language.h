// Compiles one language's content into LanguageKnowledge.
#ifndef SPORTELLO_KNOWLEDGE_COMPILE_LANGUAGE_H_
#define SPORTELLO_KNOWLEDGE_COMPILE_LANGUAGE_H_

#include <memory>
#include <string>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

struct CompileOptions {
  // Trained before; used instead of training when it is not empty.
  std::string ranking;
  // Of the language; null when none are known.
  std::shared_ptr<const WordList> real_words;
  // File of the language (related_words.h); empty = none.
  std::string thesaurus;
  // Its training may be reused for entries that did not change; may be null.
  const FaqIndex* previous = nullptr;
};

// Problems that make a part unusable are errors; the result is whole all the
// same, without that part, so that all problems are found at once.
std::unique_ptr<LanguageKnowledge> CompileLanguage(
    const LanguageContent& content, const CompileOptions& options,
    std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_COMPILE_LANGUAGE_H_
