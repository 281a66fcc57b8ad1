// The part of the store that holds the files that came with messages.
//
// They lie in the store itself: backed up and deleted with it. Their bytes
// come before their message, in small parts, each a transaction of its own
// (WriteLooseFile in file_parts.h): so no customer waits for another one's
// file. Until the message's transaction inserts it, a file is loose: nobody
// sees it, and it is dropped when the store is opened. AttachmentTable writes
// inside a transaction (Transaction::attachments()), AttachmentReads reads what
// is committed (Store::attachments()). Errors and threads are as in store.h.
#ifndef SPORTELLO_STORE_ATTACHMENT_STORE_H_
#define SPORTELLO_STORE_ATTACHMENT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/attachment.h"

namespace sportello {

class AttachmentTable {
 public:
  virtual ~AttachmentTable() = default;

  // Adds the next bytes of a loose file, the first time a new one. kInvalid
  // for more than kMaxPartBytes, kConflict for a file that was inserted.
  virtual Status AddPart(std::string_view id, std::string_view content) = 0;
  // The loose file becomes one of the conversation, with all that is known of
  // it. Its parts must be `attachment.bytes` together: kInvalid. kNotFound for
  // an unknown conversation, kConflict for an id that was inserted before.
  virtual Status Insert(const Attachment& attachment) = 0;
  // Takes back one part of a loose file. True when there may be more; any
  // other file stays as it is.
  virtual Result<bool> DropPart(std::string_view id) = 0;
};

class AttachmentReads {
 public:
  virtual ~AttachmentReads() = default;

  // Those of the conversation, oldest message first, as they were written.
  virtual Result<std::vector<Attachment>> List(
      std::string_view conversation) = 0;
  virtual Result<std::optional<Attachment>> Find(std::string_view id) = 0;
  // The bytes; absent for an unknown id.
  virtual Result<std::optional<std::string>> Read(std::string_view id) = 0;
  // The bytes of all that are kept, loose ones left out. Costs the same
  // however many there are.
  virtual Result<int64_t> TotalBytes() = 0;
  // The ids of loose files.
  virtual Result<std::vector<std::string>> ListLoose() = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_ATTACHMENT_STORE_H_
