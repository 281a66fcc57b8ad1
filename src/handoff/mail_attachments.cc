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

namespace {

// Of a file that the parser did not read.
FileFate FateUnread(const AttachmentLimits& limits, const MailAttachment& one) {
  if (one.bytes == 0) return FileFate::kEmpty;
  const bool fits = one.bytes <= kMaxAttachmentBytes &&
                    static_cast<int64_t>(one.bytes) <= limits.max_bytes;
  return fits ? FileFate::kTooMany : FileFate::kTooLarge;
}

}  // namespace

ChosenFiles ChooseNone(const ParsedMail& mail) {
  ChosenFiles none;
  none.ids.resize(mail.attachments.size());
  none.fates.resize(mail.attachments.size(), FileFate::kTooMany);
  return none;
}

Result<ChosenFiles> WriteAttachments(Store& store,
                                     const AttachmentLimits& limits,
                                     const ParsedMail& mail) {
  ChosenFiles chosen = ChooseNone(mail);
  if (mail.attachments.empty()) return chosen;
  const Status dropped = DropLooseFiles(store);
  if (!dropped.ok()) return dropped.error();
  const auto stored = store.attachments().TotalBytes();
  if (!stored.ok()) return stored.error();
  int64_t total = *stored;
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    const MailAttachment& one = mail.attachments[i];
    FileFate& fate = chosen.fates[i];
    if (!one.read || one.content.size() > kMaxAttachmentBytes) {
      fate = FateUnread(limits, one);
      continue;
    }
    const auto bytes = static_cast<int64_t>(one.content.size());
    if (total + bytes > limits.max_total_bytes) {
      ++chosen.over_total;
      fate = FileFate::kNoRoom;
      continue;
    }
    const std::string id = NewId();
    const Status written = WriteLooseFile(store, id, one.content);
    if (written.ok()) {
      chosen.ids[i] = id;
      fate = FileFate::kKept;
      total += bytes;
    } else if (written.error().code == Code::kUnavailable) {
      return written.error();
    } else {
      ++chosen.refused;  // a file that cannot be kept must not cost its mail
      fate = FileFate::kRefused;
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
    chosen.fates.at(i) = FileFate::kRefused;
  }
  return {};
}

Result<std::vector<Attachment>> FilesOfMessage(Store& store,
                                               const std::string& conversation,
                                               int64_t seq) {
  Result<std::vector<Attachment>> all = store.attachments().List(conversation);
  if (all.ok()) {
    std::erase_if(*all,
                  [seq](const Attachment& one) { return one.seq != seq; });
  }
  return all;
}

Result<std::vector<MailFile>> ReadFilesOfMessage(
    Store& store, const std::string& conversation, int64_t seq) {
  const auto all = FilesOfMessage(store, conversation, seq);
  if (!all.ok()) return all.error();
  std::vector<MailFile> files;
  for (const Attachment& one : *all) {
    auto content = store.attachments().Read(one.id);
    if (!content.ok()) return content.error();
    if (!content->has_value()) continue;  // erased meanwhile
    files.push_back({one.name, one.type, **std::move(content)});
  }
  return files;
}

}  // namespace sportello
