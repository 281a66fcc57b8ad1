#include "handoff/mail_attachments.h"

#include "base/id.h"
#include "store/attachment_limit.h"

namespace sportello {

void LimitAttachments(const AttachmentLimits& limits, ParseOptions& options) {
  options.max_kept_attachments = static_cast<size_t>(limits.most);
  options.max_attachment_bytes = static_cast<size_t>(limits.max_bytes);
  options.max_kept_bytes = static_cast<size_t>(limits.max_mail_bytes);
}

Result<ChosenFiles> ChooseAttachments(Transaction& transaction,
                                      const AttachmentLimits& limits,
                                      const ParsedMail& mail) {
  ChosenFiles chosen;
  int64_t total = -1;  // asked for only when there is something
  for (const MailAttachment& one : mail.attachments) {
    bool kept = one.read && one.content.size() <= kMaxAttachmentBytes;
    if (kept && total < 0) {
      const auto stored = transaction.attachments().TotalBytes();
      if (!stored.ok()) return stored.error();
      total = *stored;
    }
    const auto bytes = static_cast<int64_t>(one.content.size());
    if (kept && total + bytes > limits.max_total_bytes) {
      kept = false;
      ++chosen.over_total;
    }
    if (kept) total += bytes;
    chosen.kept.push_back(kept);
  }
  return chosen;
}

Status KeepAttachments(Transaction& transaction, const ParsedMail& mail,
                       ChosenFiles& chosen, const std::string& conversation,
                       int64_t seq, Time now) {
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    if (!chosen.kept.at(i)) continue;
    const MailAttachment& one = mail.attachments[i];
    Attachment attachment;
    attachment.id = NewId();
    attachment.conversation = conversation;
    attachment.seq = seq;
    attachment.name = one.name;
    attachment.type = one.type;
    attachment.bytes = static_cast<int64_t>(one.content.size());
    attachment.at = now;
    Status inserted = transaction.attachments().Insert(attachment, one.content);
    if (inserted.ok()) continue;
    if (inserted.error().code == Code::kUnavailable) return inserted;
    ++chosen.refused;  // a file that cannot be kept must not cost its mail
  }
  return {};
}

}  // namespace sportello
