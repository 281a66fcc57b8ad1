#include "store/memory_attachments.h"

#include <algorithm>

#include "store/attachment_limit.h"

namespace sportello {

bool MemoryAttachmentTable::IsInserted(std::string_view id) const {
  return std::any_of(
      contents_.attachments.begin(), contents_.attachments.end(),
      [id](const KeptAttachment& kept) { return kept.attachment.id == id; });
}

Status MemoryAttachmentTable::AddPart(std::string_view id,
                                      std::string_view content) {
  if (content.size() > kMaxPartBytes) {
    return Invalid("a part of an attachment is too large");
  }
  if (IsInserted(id)) return Conflict("the attachment was inserted already");
  const auto [file, made] = contents_.loose_files.try_emplace(std::string(id));
  undo_.Add(
      [this, id = std::string(id), made = made, before = file->second.size()] {
        if (made) {
          contents_.loose_files.erase(id);
        } else {
          contents_.loose_files[id].resize(before);
        }
      });
  file->second.append(content);
  return {};
}

Status MemoryAttachmentTable::Insert(const Attachment& attachment) {
  if (attachment.bytes > static_cast<int64_t>(kMaxAttachmentBytes)) {
    return Invalid("an attachment is too large");
  }
  if (!exists_(attachment.conversation)) {
    return NotFound("no such conversation");
  }
  if (IsInserted(attachment.id)) {
    return Conflict("an attachment of this id exists already");
  }
  const auto loose = contents_.loose_files.find(attachment.id);
  const std::string content =
      loose == contents_.loose_files.end() ? std::string() : loose->second;
  if (static_cast<int64_t>(content.size()) != attachment.bytes) {
    return Invalid("an attachment is not whole");
  }
  if (loose != contents_.loose_files.end()) {
    undo_.Add([this, old = *loose] { contents_.loose_files.insert(old); });
    contents_.loose_files.erase(loose);
  }
  AppendUndoably(contents_.attachments, KeptAttachment{attachment, content},
                 undo_);
  return {};
}

Result<bool> MemoryAttachmentTable::DropPart(std::string_view id) {
  const auto loose = contents_.loose_files.find(id);
  if (loose == contents_.loose_files.end()) return false;
  undo_.Add([this, old = *loose] {
    contents_.loose_files.insert_or_assign(old.first, old.second);
  });
  loose->second.erase(0, kMaxPartBytes);
  if (!loose->second.empty()) return true;
  contents_.loose_files.erase(loose);
  return false;
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

Result<int64_t> MemoryAttachmentReads::TotalBytes() {
  const std::lock_guard lock(mutex_);
  int64_t total = 0;
  for (const KeptAttachment& kept : contents_.attachments) {
    total += kept.attachment.bytes;
  }
  return total;
}

Result<std::vector<std::string>> MemoryAttachmentReads::ListLoose() {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, content] : contents_.loose_files) ids.push_back(id);
  return ids;
}

}  // namespace sportello
