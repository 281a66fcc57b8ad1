#include "handoff/mail_attachments.h"

#include "base/fail_point.h"
#include "base/id.h"
#include "store/attachment_limit.h"
#include "store/file_parts.h"

namespace sportello {

void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options) {
  options.max_kept_attachments = static_cast<size_t>(limits.most);
  options.max_attachment_bytes = static_cast<size_t>(limits.max_bytes);
  options.max_kept_bytes = static_cast<size_t>(limits.max_mail_bytes);
}

Result<ChosenFiles> WriteAttachments(Store& store,
                                     const AttachmentLimits& limits,
                                     const ParsedMail& mail) {
  ChosenFiles chosen;
  chosen.ids.resize(mail.attachments.size());
  if (mail.attachments.empty()) return chosen;
  const Status dropped = DropLooseFiles(store);
  if (!dropped.ok()) return dropped.error();
  const auto stored = store.attachments().TotalBytes();
  if (!stored.ok()) return stored.error();
  int64_t total = *stored;
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    const MailAttachment& one = mail.attachments[i];
    if (!one.read || one.content.size() > kMaxAttachmentBytes) continue;
    const auto bytes = static_cast<int64_t>(one.content.size());
    if (total + bytes > limits.max_total_bytes) {
      ++chosen.over_total;
      continue;
    }
    const std::string id = NewId();
    const Status written = WriteLooseFile(store, id, one.content);
    if (written.ok()) {
      chosen.ids[i] = id;
      total += bytes;
    } else if (written.error().code == Code::kUnavailable) {
      return written.error();
    } else {
      ++chosen.refused;  // a file that cannot be kept must not cost its mail
    }
  }
  FailPoint("mail.files_written");
  return chosen;
}

Status KeepAttachments(Transaction& transaction, const ParsedMail& mail,
                       ChosenFiles& chosen, const std::string& conversation,
                       int64_t seq, Time now) {
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    if (chosen.ids.at(i).empty()) continue;
    const MailAttachment& one = mail.attachments[i];
    Attachment attachment;
    attachment.id = chosen.ids.at(i);
    attachment.conversation = conversation;
    attachment.seq = seq;
    attachment.name = one.name;
    attachment.type = one.type;
    attachment.bytes = static_cast<int64_t>(one.content.size());
    attachment.at = now;
    Status inserted = transaction.attachments().Insert(attachment);
    if (inserted.ok()) continue;
    if (inserted.error().code == Code::kUnavailable) return inserted;
    ++chosen.refused;
  }
  return {};
}

}  // namespace sportello
