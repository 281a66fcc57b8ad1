// Files that customers sent in the store in memory. Private to store/.
#ifndef SPORTELLO_STORE_MEMORY_ATTACHMENTS_H_
#define SPORTELLO_STORE_MEMORY_ATTACHMENTS_H_

#include <functional>
#include <mutex>
#include <utility>

#include "store/memory_contents.h"

namespace sportello {

class MemoryAttachmentTable : public AttachmentTable {
 public:
  using Exists = std::function<bool(std::string_view conversation)>;

  MemoryAttachmentTable(MemoryContents& contents, UndoLog& undo, Exists exists)
      : contents_(contents), undo_(undo), exists_(std::move(exists)) {}

  Status AddPart(std::string_view id, std::string_view content) override;
  Status Insert(const Attachment& attachment) override;
  Result<bool> DropPart(std::string_view id) override;

 private:
  bool IsInserted(std::string_view id) const;

  MemoryContents& contents_;
  UndoLog& undo_;
  Exists exists_;
};

// `mutex` guards `contents`; both must outlive these.
class MemoryAttachmentReads : public AttachmentReads {
 public:
  MemoryAttachmentReads(const MemoryContents& contents, std::mutex& mutex)
      : contents_(contents), mutex_(mutex) {}

  Result<std::vector<Attachment>> List(std::string_view conversation) override;
  Result<std::optional<Attachment>> Find(std::string_view id) override;
  Result<std::optional<std::string>> Read(std::string_view id) override;
  Result<int64_t> TotalBytes() override;
  Result<std::vector<std::string>> ListLoose() override;

 private:
  const MemoryContents& contents_;
  std::mutex& mutex_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_ATTACHMENTS_H_
