// YAML sources to Content. Everything that is wrong in one file alone is found
// here; what concerns several (ids, rules, phrases) is found in check.h.
#ifndef SPORTELLO_KNOWLEDGE_READ_CONTENT_H_
#define SPORTELLO_KNOWLEDGE_READ_CONTENT_H_

#include <string_view>
#include <vector>

#include "knowledge/content.h"

namespace sportello {

// Reads all sources and lays each language's _shared.yaml over the built-in
// one. Ids used twice are problems with both places.
Content ReadContent(const std::vector<SourceFile>& sources,
                    std::vector<Problem>& problems);

// The program's own _shared.yaml of a language ("" when there is none).
std::string_view BuiltinShared(std::string_view language);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_READ_CONTENT_H_
