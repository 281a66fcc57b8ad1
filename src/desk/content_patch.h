// Changes of the content that a maintainer makes at the desk: lines that are
// put into a file. What people wrote there stays as it is, comments too.
//
// Pure functions over the sources; nothing is written here. The result has to
// be checked like any edit (content_check.h).
#ifndef SPORTELLO_DESK_CONTENT_PATCH_H_
#define SPORTELLO_DESK_CONTENT_PATCH_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "knowledge/problem.h"

namespace sportello {

struct ContentPatch {
  SourceFile file;     // with the new text
  std::string before;  // empty for a new file
};

// Adds the sentence to what the entry of this language is asked with
// (`variants` of an FAQ entry, `examples` of an intent) and to its tests.
// Sentences that stand there already are not added again. kNotFound when no
// file has the entry, kConflict when there is nothing to add, kInvalid when
// the file is no good YAML or its list is one that only people can add to.
Result<ContentPatch> AddVariant(const std::vector<SourceFile>& sources,
                                const std::string& language,
                                const std::string& id,
                                const std::string& sentence);

struct NewEntry {
  std::string language;
  std::string path;  // as in SourceFile: "faq/it/resi.yaml"
  std::string id;
  std::string question;
  std::string answer;    // Markdown
  std::string sentence;  // a variant, and its test
};

// Appends the entry to the file, or begins the file. kConflict when an FAQ
// entry or an intent of this language has the id.
Result<ContentPatch> AddEntry(const std::vector<SourceFile>& sources,
                              const NewEntry& entry);

// As `diff -u` shows it, with three lines around; "" when nothing changed.
// Knows only changes as these: lines that were put in.
std::string UnifiedDiff(const ContentPatch& patch);

}  // namespace sportello

#endif  // SPORTELLO_DESK_CONTENT_PATCH_H_
