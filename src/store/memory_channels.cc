#include "store/memory_channels.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sportello {
namespace {

using ChatKey = std::pair<std::string, std::string>;

// Removes what `old` says, undoably.
template <typename Map, typename Old>
void EraseUndoably(Map& map, UndoLog& undo, const Old& old) {
  for (auto it = map.begin(); it != map.end();) {
    if (!old(it->second)) {
      ++it;
      continue;
    }
    undo.Add([&map, entry = *it] { map.insert(entry); });
    it = map.erase(it);
  }
}

}  // namespace

Status MemoryChannelTable::InsertEvent(ChannelEvent& event) {
  for (const auto& [key, known] : contents_.events_in) {
    if (known.event.channel == event.channel &&
        known.event.event_id == event.event_id) {
      return Conflict("the event came before");
    }
  }
  event.key =
      contents_.events_in.empty() ? 1 : contents_.events_in.rbegin()->first + 1;
  PutUndoably(contents_.events_in, event.key, {event, false}, undo_);
  return {};
}

Status MemoryChannelTable::SettleEvent(int64_t key) {
  const auto found = contents_.events_in.find(key);
  if (found == contents_.events_in.end() || found->second.done) {
    return Conflict("the event was answered before");
  }
  StoredEvent changed{found->second.event, true};
  changed.event.payload.clear();
  PutUndoably(contents_.events_in, key, changed, undo_);
  return {};
}

Status MemoryChannelTable::ForgetOld(Time before, Time now) {
  EraseUndoably(contents_.events_in, undo_, [&](const StoredEvent& stored) {
    return stored.done && stored.event.at < before;
  });
  EraseUndoably(contents_.links, undo_,
                [&](const StoredLink& link) { return link.expires_at < now; });
  return {};
}

Status MemoryChannelTable::PutChat(const ChannelChat& chat) {
  PutUndoably(contents_.chats, {chat.channel, chat.address}, chat, undo_);
  return {};
}

Result<std::optional<ChannelChat>> MemoryChannelTable::FindChat(
    std::string_view channel, std::string_view address) {
  return FindIn(contents_.chats,
                ChatKey{std::string(channel), std::string(address)});
}

Result<std::vector<ChannelChat>> MemoryChannelTable::ListChatsOf(
    std::string_view conversation) {
  std::vector<ChannelChat> chats;
  for (const auto& [key, chat] : contents_.chats) {
    if (chat.conversation == conversation) chats.push_back(chat);
  }
  return chats;
}

Status MemoryChannelTable::InsertLink(std::string_view token,
                                      std::string_view conversation,
                                      Time expires_at) {
  PutUndoably(contents_.links, std::string(token),
              {std::string(conversation), expires_at}, undo_);
  return {};
}

Result<std::optional<std::string>> MemoryChannelTable::TakeLink(
    std::string_view token, Time now) {
  const auto found = contents_.links.find(std::string(token));
  if (found == contents_.links.end() || found->second.expires_at < now) {
    return std::optional<std::string>();
  }
  undo_.Add([this, link = *found] { contents_.links.insert(link); });
  std::optional<std::string> conversation = found->second.conversation;
  contents_.links.erase(found);
  return conversation;
}

Result<std::vector<ChannelEvent>> MemoryChannelReads::ListFirstEvents(
    Time now, int limit) {
  const std::scoped_lock lock(mutex_);
  std::set<ChatKey> due;
  for (const auto& [key, stored] : contents_.events_in) {
    if (!stored.done && stored.event.due_at <= now) {
      due.insert({stored.event.channel, stored.event.address});
    }
  }
  std::vector<ChannelEvent> found;
  for (const auto& [key, stored] : contents_.events_in) {
    if (found.size() >= static_cast<size_t>(limit)) break;
    if (stored.done) continue;
    if (due.erase({stored.event.channel, stored.event.address}) > 0) {
      found.push_back(stored.event);
    }
  }
  return found;
}

Result<std::vector<ChannelEvent>> MemoryChannelReads::ListEvents(
    std::string_view channel, std::string_view address, int limit) {
  const std::scoped_lock lock(mutex_);
  std::vector<ChannelEvent> found;
  for (const auto& [key, stored] : contents_.events_in) {
    if (found.size() >= static_cast<size_t>(limit)) break;
    if (!stored.done && stored.event.channel == channel &&
        stored.event.address == address) {
      found.push_back(stored.event);
    }
  }
  return found;
}

Result<int64_t> MemoryChannelReads::CountEvents() {
  const std::scoped_lock lock(mutex_);
  return static_cast<int64_t>(
      std::count_if(contents_.events_in.begin(), contents_.events_in.end(),
                    [](const auto& entry) { return !entry.second.done; }));
}

Result<std::optional<ChannelChat>> MemoryChannelReads::FindChat(
    std::string_view channel, std::string_view address) {
  const std::scoped_lock lock(mutex_);
  return FindIn(contents_.chats,
                ChatKey{std::string(channel), std::string(address)});
}

}  // namespace sportello
