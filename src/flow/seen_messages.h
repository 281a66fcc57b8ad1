// Up to which message the customers' pages have asked for more: what they have
// seen for sure. A reply that was seen in the chat need not be mailed.
//
// Kept in memory only: after a restart a reply may be mailed that was seen.
// Safe from many threads; at most 20,000 conversations, the oldest forgotten.
#ifndef SPORTELLO_FLOW_SEEN_MESSAGES_H_
#define SPORTELLO_FLOW_SEEN_MESSAGES_H_

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace sportello {

class SeenMessages {
 public:
  // The page asked for messages after `seq`.
  void Note(const std::string& conversation, int64_t seq) {
    if (seq <= 0) return;
    const std::scoped_lock lock(mutex_);
    if (young_.size() >= kGeneration) {
      old_ = std::move(young_);
      young_.clear();
    }
    int64_t& seen = young_[conversation];
    seen = std::max(seen, seq);
  }

  // 0 = nothing is known.
  int64_t Find(const std::string& conversation) const {
    const std::scoped_lock lock(mutex_);
    int64_t seen = 0;
    for (const auto* generation : {&young_, &old_}) {
      const auto found = generation->find(conversation);
      if (found != generation->end()) seen = std::max(seen, found->second);
    }
    return seen;
  }

 private:
  static constexpr size_t kGeneration = 10'000;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, int64_t> young_;
  std::unordered_map<std::string, int64_t> old_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_SEEN_MESSAGES_H_
