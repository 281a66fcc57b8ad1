// Writes a file into the store before the message that it belongs to, in parts
// that keep nobody waiting (store/attachment_store.h).
//
// These wait for the store: not for its own thread. Only one thread of a
// program may write files, since DropLooseFiles takes each loose file for one
// that nobody will insert.
#ifndef SPORTELLO_STORE_FILE_PARTS_H_
#define SPORTELLO_STORE_FILE_PARTS_H_

#include <string_view>

#include "base/result.h"
#include "store/store.h"

namespace sportello {

// On disk, and loose, when it returns. kInvalid for more than
// kMaxAttachmentBytes; then, and after any error, what was written may be left
// for DropLooseFiles.
Status WriteLooseFile(Store& store, std::string_view id,
                      std::string_view content);

// Drops every loose file, in steps as small as those that wrote them.
Status DropLooseFiles(Store& store);

}  // namespace sportello

#endif  // SPORTELLO_STORE_FILE_PARTS_H_
