#include "flow/recent_conversations.h"

#include <functional>
#include <utility>

namespace sportello {

RecentConversation RecentConversations::Find(std::string_view id) const {
  const size_t slot = std::hash<std::string_view>()(id) % kSlots;
  RecentConversation found;
  {
    const std::lock_guard<std::mutex> lock(locks_.at(slot % kLocks));
    found = slots_[slot];
  }
  if (found.conversation == nullptr || found.conversation->id != id) return {};
  return found;
}

void RecentConversations::Put(RecentConversation turned) {
  const size_t slot =
      std::hash<std::string_view>()(turned.conversation->id) % kSlots;
  const std::lock_guard<std::mutex> lock(locks_.at(slot % kLocks));
  std::swap(slots_[slot], turned);
}

}  // namespace sportello
