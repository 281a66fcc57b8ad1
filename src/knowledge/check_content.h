// What several entries say together: references, doubles, dead parts.
#ifndef SPORTELLO_KNOWLEDGE_CHECK_CONTENT_H_
#define SPORTELLO_KNOWLEDGE_CHECK_CONTENT_H_

#include <string_view>
#include <vector>

#include "knowledge/content.h"
#include "knowledge/language_knowledge.h"

namespace sportello {

// Problems of one language: buttons that lead nowhere, variables that nothing
// fills, sentences that two entries claim (errors); rules and types that
// nothing uses, patterns without a literal of three letters (warnings).
void CheckLanguage(const LanguageContent& content,
                   const LanguageKnowledge& knowledge,
                   std::vector<Problem>& problems);

// Warnings for maintainers (`sportello check`): entries without tests, ids
// that a language lacks, entries to be reviewed before `today` (ISO), and the
// error for those that are no longer valid.
void CheckUpkeep(const Content& content, std::string_view today,
                 std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_CHECK_CONTENT_H_
