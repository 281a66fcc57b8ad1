// All that the store in memory holds. Private to store/; its mutex is the
// store's.
#ifndef SPORTELLO_STORE_MEMORY_CONTENTS_H_
#define SPORTELLO_STORE_MEMORY_CONTENTS_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"

namespace sportello {

struct StoredMessage {
  Message message;
  std::string external_id;
  Owner owner = Owner::kBot;
};

struct MessageThread {
  Conversation conversation;
  std::map<int64_t, StoredMessage> messages;  // by seq
};

using MessageThreads = std::map<std::string, MessageThread, std::less<>>;

struct StoredEvent {
  ChannelEvent event;
  bool done = false;
};

struct StoredLink {
  std::string conversation;
  Time expires_at{};
};

struct KeptAttachment {
  Attachment attachment;
  std::string content;
};

struct MemoryContents {
  MessageThreads threads;
  std::vector<Unanswered> unanswered;                        // oldest first
  std::map<std::string, UnansweredMark> marks;               // by key
  std::map<std::string, Time, std::less<>> open_steps;       // by conversation
  std::map<int64_t, Ticket> tickets;                         // by number
  int64_t last_version = 0;                                  // of tickets
  std::vector<TicketEvent> events;                           // oldest first
  std::vector<Rating> ratings;                               // oldest first
  std::map<int64_t, OutboxItem> outbox;                      // by key
  std::map<std::string, MailRecord, std::less<>> mails;      // by Message-ID
  std::map<std::string, Agent, std::less<>> agents;          // by name
  std::map<std::string, DeskSession, std::less<>> sessions;  // by hash
  std::vector<AuditEntry> audit;                             // oldest first
  std::map<int64_t, StoredEvent> events_in;                  // by key
  std::map<std::pair<std::string, std::string>, ChannelChat> chats;
  std::map<std::string, StoredLink> links;                      // by token
  std::vector<KeptAttachment> attachments;                      // oldest first
  std::map<std::string, std::string, std::less<>> loose_files;  // by id
};

// How what a job wrote is undone, the last first.
class UndoLog {
 public:
  void Add(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void Undo() {
    for (; !steps_.empty(); steps_.pop_back()) steps_.back()();
  }

 private:
  std::vector<std::function<void()>> steps_;
};

// The value of a key, if there is one.
template <typename Map, typename Key>
std::optional<typename Map::mapped_type> FindIn(const Map& map,
                                                const Key& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

// Puts a value into a map so that it can be undone.
template <typename Map>
void PutUndoably(Map& map, const typename Map::key_type& key,
                 const typename Map::mapped_type& value, UndoLog& undo) {
  const auto found = map.find(key);
  if (found == map.end()) {
    undo.Add([&map, key] { map.erase(key); });
  } else {
    undo.Add([&map, key, old = found->second] { map[key] = old; });
  }
  map.insert_or_assign(key, value);
}

template <typename T>
void AppendUndoably(std::vector<T>& all, const T& value, UndoLog& undo) {
  all.push_back(value);
  undo.Add([&all] { all.pop_back(); });
}

}  // namespace sportello

#endif  // SPORTELLO_STORE_MEMORY_CONTENTS_H_
