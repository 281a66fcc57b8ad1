// Finds what the steps of an intent say against each other: conditions on
// unknown slots or values, texts that cannot always be said, calls that
// cannot be made.
#ifndef SPORTELLO_KNOWLEDGE_CHECK_PROCEDURE_H_
#define SPORTELLO_KNOWLEDGE_CHECK_PROCEDURE_H_

#include <set>
#include <string>
#include <vector>

#include "knowledge/language_knowledge.h"

namespace sportello {

// Adds what is wrong in one intent. `constants` can be said in every text,
// `common` are the variables that the program itself fills in.
void CheckProcedure(const IntentContent& intent,
                    const LanguageKnowledge& knowledge,
                    const std::set<std::string>& constants,
                    const std::set<std::string>& common,
                    std::vector<Problem>& problems);

// Every variable of the texts is one of `allowed`; with `needs_fallback` one
// text at least holds those of `always` only.
void CheckVariables(const TextLines& lines,
                    const std::set<std::string>& allowed, bool needs_fallback,
                    const std::set<std::string>& always,
                    std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CHECK_PROCEDURE_H_
