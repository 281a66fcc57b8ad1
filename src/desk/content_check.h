// Is changed content still good? The part of `sportello check` that stands
// between a maintainer's patch and the files: it compiles the content with
// the patch and asks every test sentence of the patched language.
//
// A second or two of work, on the caller's thread. Pure; nothing is written.
#ifndef SPORTELLO_DESK_CONTENT_CHECK_H_
#define SPORTELLO_DESK_CONTENT_CHECK_H_

#include <memory>
#include <string>
#include <vector>

#include "desk/content_patch.h"
#include "knowledge/build.h"

namespace sportello {

// The errors that the patch brings, as sentences with their places; empty =
// the patch is good. Errors that stood there before are not its fault.
// With `options.previous` training is quicker, but borderline sentences may
// then differ from what `sportello check` finds.
std::vector<std::string> CheckPatch(const std::vector<SourceFile>& sources,
                                    const ContentPatch& patch,
                                    const BuildOptions& options);

// Writes the patched file at its place below `paths`, aside and then renamed,
// with the permissions that it had. kConflict when the file is not what the
// patch was made from; kUnavailable when it cannot be written.
Status WritePatch(const KnowledgePaths& paths, const ContentPatch& patch);

}  // namespace sportello

#endif  // SPORTELLO_DESK_CONTENT_CHECK_H_
