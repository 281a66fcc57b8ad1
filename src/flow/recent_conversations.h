// The conversations as the last turns left them, so that a worker can decide
// the next turn before the store's writer is asked.
//
// Only a guess: another daemon or an agent may have written meanwhile, so the
// turn is used only when the store's own conversation is still the same
// (turn_job.h). Forgetting an entry costs time and nothing else.
//
// Bounded: 8,192 conversations, about 2 KB each. Safe from many threads.
#ifndef SPORTELLO_FLOW_RECENT_CONVERSATIONS_H_
#define SPORTELLO_FLOW_RECENT_CONVERSATIONS_H_

#include <array>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "chat/chat.h"
#include "dialogue/state.h"

namespace sportello {

struct RecentConversation {
  std::shared_ptr<const Conversation> conversation;
  std::shared_ptr<const DialogueState> state;  // what its state says
};

class RecentConversations {
 public:
  RecentConversations() : slots_(kSlots) {}

  // Both null when it is not remembered.
  RecentConversation Find(std::string_view id) const;
  // Takes the place of whatever shares its slot.
  void Put(RecentConversation turned);

 private:
  static constexpr size_t kSlots = 8192;
  static constexpr size_t kLocks = 64;

  mutable std::array<std::mutex, kLocks> locks_;
  std::vector<RecentConversation> slots_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_RECENT_CONVERSATIONS_H_
