#include "store/file_parts.h"

#include <string>
#include <vector>

#include "base/fail_point.h"
#include "store/attachment_limit.h"

namespace sportello {

Status WriteLooseFile(Store& store, std::string_view id,
                      std::string_view content) {
  if (content.size() > kMaxAttachmentBytes) {
    return Invalid("an attachment is too large");
  }
  for (size_t at = 0; at < content.size(); at += kMaxPartBytes) {
    const std::string_view part = content.substr(at, kMaxPartBytes);
    Status written = store.Write([&](Transaction& transaction) {
      return transaction.attachments().AddPart(id, part);
    });
    if (!written.ok()) return written;
    FailPoint("attachment.part");
  }
  return {};
}

Status DropLooseFiles(Store& store) {
  const Result<std::vector<std::string>> loose =
      store.attachments().ListLoose();
  if (!loose.ok()) return loose.error();
  for (const std::string& id : *loose) {
    for (bool more = true; more;) {
      Status dropped = store.Write([&](Transaction& transaction) -> Status {
        const Result<bool> left = transaction.attachments().DropPart(id);
        if (!left.ok()) return left.error();
        more = *left;
        return {};
      });
      if (!dropped.ok()) return dropped;
    }
  }
  return {};
}

}  // namespace sportello
