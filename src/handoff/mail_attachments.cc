#include "handoff/mail_attachments.h"

#include "base/id.h"
#include "base/log.h"

namespace sportello {

void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options) {
  options.max_kept_attachments = static_cast<size_t>(limits.most);
  options.max_attachment_bytes = static_cast<size_t>(limits.max_bytes);
  options.max_kept_bytes = static_cast<size_t>(limits.max_mail_bytes);
}

Status KeepAttachments(Transaction& transaction, const AttachmentLimits& limits,
                       const ParsedMail& mail, const std::string& conversation,
                       int64_t seq, Time now) {
  int64_t total = -1;  // asked for only when there is something
  int left = 0;
  for (const MailAttachment& one : mail.attachments) {
    if (!one.read) continue;
    if (total < 0) {
      const auto kept = transaction.attachments().TotalBytes();
      if (!kept.ok()) return kept.error();
      total = *kept;
    }
    const auto bytes = static_cast<int64_t>(one.content.size());
    if (total + bytes > limits.max_total_bytes) {
      ++left;
      continue;
    }
    Attachment attachment;
    attachment.id = NewId();
    attachment.conversation = conversation;
    attachment.seq = seq;
    attachment.name = one.name;
    attachment.type = one.type;
    attachment.bytes = bytes;
    attachment.at = now;
    Status inserted = transaction.attachments().Insert(attachment, one.content);
    if (inserted.ok()) {
      total += bytes;
      continue;
    }
    if (inserted.error().code == Code::kUnavailable) return inserted;
    // A file that cannot be kept must not cost its mail.
    Log(LogLevel::kError, "attachment not kept",
        {{"why", inserted.error().message}});
  }
  if (left > 0) {
    Log(LogLevel::kWarning, "attachments not kept: attachments_total_mb",
        {{"count", left}});
  }
  return {};
}

}  // namespace sportello
