// The conversations that the writer saw last, so that a turn needs no SELECT.
//
// Private to store/; one thread. Right only because the lock of the directory
// keeps every other writer out. Bounded: between 1 and 2 times `capacity`
// entries; the least recently used half goes when the newer half is full.
#ifndef SPORTELLO_STORE_CONVERSATION_CACHE_H_
#define SPORTELLO_STORE_CONVERSATION_CACHE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chat/chat.h"

namespace sportello {

struct CachedConversation {
  int64_t key = 0;  // of the row
  Conversation conversation;
};

class ConversationCache {
 public:
  explicit ConversationCache(size_t capacity) : capacity_(capacity) {}

  // Null when unknown; valid until the next Find() or Put().
  CachedConversation* Find(std::string_view id);
  // Replaces what is known of the conversation.
  CachedConversation& Put(CachedConversation entry);
  // After a rollback nothing in memory is certain.
  void Clear();

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  using Map = std::unordered_map<std::string, CachedConversation, Hash,
                                 std::equal_to<>>;

  const size_t capacity_;
  Map newer_;
  Map older_;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_CONVERSATION_CACHE_H_
