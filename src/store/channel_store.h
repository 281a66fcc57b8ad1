// The part of the store that holds what came from providers' chats.
//
// ChannelTable writes inside a transaction (Transaction::channels()),
// ChannelReads reads what is committed (Store::channels()). Errors and threads
// are as in store.h.
#ifndef SPORTELLO_STORE_CHANNEL_STORE_H_
#define SPORTELLO_STORE_CHANNEL_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/channel.h"

namespace sportello {

class ChannelTable {
 public:
  virtual ~ChannelTable() = default;

  // Sets `key`, which rises. kConflict when the channel delivered an event
  // with this id before.
  virtual Status InsertEvent(ChannelEvent& event) = 0;
  // The event is answered; its payload is forgotten, its id is not. kConflict
  // when it was answered before.
  virtual Status SettleEvent(int64_t key) = 0;
  // Forgets the ids of answered events that came before `before`, and links
  // that ended before `now`.
  virtual Status ForgetOld(Time before, Time now) = 0;

  // Creates or replaces.
  virtual Status PutChat(const ChannelChat& chat) = 0;
  virtual Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) = 0;
  virtual Result<std::vector<ChannelChat>> ListChatsOf(
      std::string_view conversation) = 0;

  // A word with which a customer goes on with the conversation in another
  // channel, once.
  virtual Status InsertLink(std::string_view token,
                            std::string_view conversation, Time expires_at) = 0;
  // The conversation, and the link is gone; nothing when it was used, has
  // ended or never was.
  virtual Result<std::optional<std::string>> TakeLink(std::string_view token,
                                                      Time now) = 0;
};

class ChannelReads {
 public:
  virtual ~ChannelReads() = default;

  // The first unanswered event of each chat that has one whose time has come;
  // the chat that waits longest first.
  virtual Result<std::vector<ChannelEvent>> ListFirstEvents(Time now,
                                                            int limit) = 0;
  // The unanswered events of a chat, oldest first.
  virtual Result<std::vector<ChannelEvent>> ListEvents(std::string_view channel,
                                                       std::string_view address,
                                                       int limit) = 0;
  virtual Result<int64_t> CountEvents() = 0;  // unanswered ones
  virtual Result<std::optional<ChannelChat>> FindChat(
      std::string_view channel, std::string_view address) = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_CHANNEL_STORE_H_
