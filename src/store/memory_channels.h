// Providers' chats in the store in memory. Private to store/.
#ifndef SPORTELLO_STORE_MEMORY_CHANNELS_H_
#define SPORTELLO_STORE_MEMORY_CHANNELS_H_

#include <mutex>

#include "store/memory_contents.h"

namespace sportello {

class MemoryChannelTable : public ChannelTable {
 public:
  MemoryChannelTable(MemoryContents& contents, UndoLog& undo)
      : contents_(contents), undo_(undo) {}

  Status InsertEvent(ChannelEvent& event) override;
  Status SettleEvent(int64_t key) override;
  Status ForgetOld(Time before, Time now) override;
  Status PutChat(const ChannelChat& chat) override;
  Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) override;
  Result<std::vector<ChannelChat>> ListChatsOf(
      std::string_view conversation) override;
  Status InsertLink(std::string_view token, std::string_view conversation,
                    Time expires_at) override;
  Result<std::optional<std::string>> TakeLink(std::string_view token,
                                              Time now) override;

 private:
  MemoryContents& contents_;
  UndoLog& undo_;
};

// `mutex` guards `contents`; both must outlive these.
class MemoryChannelReads : public ChannelReads {
 public:
  MemoryChannelReads(const MemoryContents& contents, std::mutex& mutex)
      : contents_(contents), mutex_(mutex) {}

  Result<std::vector<ChannelEvent>> ListFirstEvents(Time now,
                                                    int limit) override;
  Result<std::vector<ChannelEvent>> ListEvents(std::string_view channel,
                                               std::string_view address,
                                               int limit) override;
  Result<int64_t> CountEvents() override;
  Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) override;

 private:
  const MemoryContents& contents_;
  std::mutex& mutex_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_CHANNELS_H_
