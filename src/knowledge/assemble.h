// Shared by building from sources and loading a compiled file.
#ifndef SPORTELLO_KNOWLEDGE_ASSEMBLE_H_
#define SPORTELLO_KNOWLEDGE_ASSEMBLE_H_

#include <map>
#include <string>
#include <vector>

#include "knowledge/build.h"

namespace sportello {

// `rankings`: trained rankings by language; an absent one is trained.
BuildOutcome Assemble(std::vector<SourceFile> sources,
                      const BuildOptions& options,
                      const std::map<std::string, std::string>& rankings);

// Removes files outside a language's folder and reports them.
void CheckFolders(std::vector<SourceFile>& sources,
                  std::vector<Problem>& problems);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_ASSEMBLE_H_
