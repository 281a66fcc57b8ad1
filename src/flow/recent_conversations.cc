#include "flow/recent_conversations.h"

#include <functional>
#include <utility>

namespace sportello {

std::shared_ptr<const Conversation> RecentConversations::Find(
    std::string_view id) const {
  const size_t slot = std::hash<std::string_view>()(id) % kSlots;
  std::shared_ptr<const Conversation> found;
  {
    const std::lock_guard<std::mutex> lock(locks_.at(slot % kLocks));
    found = slots_[slot];
  }
  return found != nullptr && found->id == id ? found : nullptr;
}

void RecentConversations::Put(
    std::shared_ptr<const Conversation> conversation) {
  const size_t slot = std::hash<std::string_view>()(conversation->id) % kSlots;
  const std::lock_guard<std::mutex> lock(locks_.at(slot % kLocks));
  slots_[slot].swap(conversation);
}

}  // namespace sportello
