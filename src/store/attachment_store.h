// The part of the store that holds the files that customers sent.
//
// They lie in the store itself: written in the transaction of their message,
// backed up and deleted with it. AttachmentTable writes inside a transaction
// (Transaction::attachments()), AttachmentReads reads what is committed
// (Store::attachments()). Errors and threads are as in store.h.
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

  // `attachment.bytes` is the size of `content`. kNotFound for an unknown
  // conversation, kConflict for an id that exists.
  virtual Status Insert(const Attachment& attachment,
                        std::string_view content) = 0;
  // The bytes of all that is kept.
  virtual Result<int64_t> TotalBytes() = 0;
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
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_ATTACHMENT_STORE_H_
