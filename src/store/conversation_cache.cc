#include "store/conversation_cache.h"

#include <utility>

namespace sportello {

CachedConversation* ConversationCache::Find(std::string_view id) {
  const auto found = newer_.find(id);
  if (found != newer_.end()) return &found->second;
  const auto aged = older_.find(id);
  if (aged == older_.end()) return nullptr;
  CachedConversation entry = std::move(aged->second);
  older_.erase(aged);
  return &Put(std::move(entry));
}

CachedConversation& ConversationCache::Put(CachedConversation entry) {
  if (newer_.size() >= capacity_) {
    older_ = std::exchange(newer_, Map());
  }
  std::string id = entry.conversation.id;
  return newer_.insert_or_assign(std::move(id), std::move(entry)).first->second;
}

void ConversationCache::Clear() {
  newer_.clear();
  older_.clear();
}

}  // namespace sportello
