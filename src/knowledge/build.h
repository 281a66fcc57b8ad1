// From files to a Snapshot, and the compiled knowledge file between them.
//
// Thread safety: every function may be called from any thread; two builds of
// the same file must not run at once.
#ifndef SPORTELLO_KNOWLEDGE_BUILD_H_
#define SPORTELLO_KNOWLEDGE_BUILD_H_

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "knowledge/problem.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct KnowledgePaths {
  std::string intents;  // directory with one folder per language
  std::string faq;      // the same
};

struct BuildOptions {
  // Language of a customer of whom nothing is known; the first one with
  // content when this has none.
  std::string default_language = "it";
  // Snapshot whose training may be reused for entries that did not change.
  std::shared_ptr<const Snapshot> previous;
  // Folder of word lists (word_lists.h); empty = none are used.
  std::string word_lists;
};

struct BuildOutcome {
  std::shared_ptr<const Snapshot> snapshot;  // null when there are errors
  Content content;                           // as far as it could be read
  std::vector<SourceFile> sources;
  std::vector<Problem> problems;  // sorted; warnings too
};

// Reads the content files. Errors: a folder that does not exist or cannot be
// read (kNotFound, kUnavailable). Files that do not end in .yaml or .yml, and
// those that begin with '.' or '~', are passed over.
Result<std::vector<SourceFile>> ReadSources(const KnowledgePaths& paths);

// Compiles; never fails otherwise than by problems in the outcome.
BuildOutcome BuildSnapshot(std::vector<SourceFile> sources,
                           const BuildOptions& options);

// SHA-256 of paths and texts, independent of their order.
std::string HashSources(const std::vector<SourceFile>& sources);

// Writes the compiled knowledge (sources, entries, FTS5 index, ranking) to
// `path`, aside and then renamed over it.
Status WriteKnowledgeFile(const BuildOutcome& outcome, const std::string& path);

// Loads a Snapshot from a compiled file when it was made from sources with
// this hash (empty: whatever it was made from) by this version of the
// program; otherwise kNotFound (no such
// file, another hash) or kInvalid (not a knowledge file).
Result<BuildOutcome> LoadKnowledgeFile(const std::string& path,
                                       const std::string& hash,
                                       const BuildOptions& options);

}  // namespace sportello

#endif  // SPORTELLO_KNOWLEDGE_BUILD_H_
