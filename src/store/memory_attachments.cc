#include "store/memory_attachments.h"

#include <algorithm>

#include "store/attachment_limit.h"

namespace sportello {

Status MemoryAttachmentTable::Insert(const Attachment& attachment,
                                     std::string_view content) {
  if (content.size() > kMaxAttachmentBytes) {
    return Invalid("an attachment is too large");
  }
  if (!exists_(attachment.conversation)) {
    return NotFound("no such conversation");
  }
  for (const KeptAttachment& kept : contents_.attachments) {
    if (kept.attachment.id == attachment.id) {
      return Conflict("an attachment of this id exists already");
    }
  }
  AppendUndoably(contents_.attachments,
                 KeptAttachment{attachment, std::string(content)}, undo_);
  return {};
}

Result<int64_t> MemoryAttachmentTable::TotalBytes() {
  int64_t total = 0;
  for (const KeptAttachment& kept : contents_.attachments) {
    total += kept.attachment.bytes;
  }
  return total;
}

Result<std::vector<Attachment>> MemoryAttachmentReads::List(
    std::string_view conversation) {
  const std::lock_guard lock(mutex_);
  std::vector<Attachment> all;
  for (const KeptAttachment& kept : contents_.attachments) {
    if (kept.attachment.conversation == conversation) {
      all.push_back(kept.attachment);
    }
  }
  std::stable_sort(
      all.begin(), all.end(),
      [](const Attachment& a, const Attachment& b) { return a.seq < b.seq; });
  return all;
}

Result<std::optional<Attachment>> MemoryAttachmentReads::Find(
    std::string_view id) {
  const std::lock_guard lock(mutex_);
  for (const KeptAttachment& kept : contents_.attachments) {
    if (kept.attachment.id == id) return std::optional(kept.attachment);
  }
  return std::optional<Attachment>();
}

Result<std::optional<std::string>> MemoryAttachmentReads::Read(
    std::string_view id) {
  const std::lock_guard lock(mutex_);
  for (const KeptAttachment& kept : contents_.attachments) {
    if (kept.attachment.id == id) return std::optional(kept.content);
  }
  return std::optional<std::string>();
}

}  // namespace sportello
