// One copy of everything. A job works on the copies of the conversations that
// it touches; they replace the originals when it succeeds.
#include "store/memory_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "store/write_queue.h"

namespace sportello {
namespace {

struct StoredMessage {
  Message message;
  std::string external_id;
  Owner owner = Owner::kBot;
};

struct Thread {
  Conversation conversation;
  std::map<int64_t, StoredMessage> messages;  // by seq
};

using Threads = std::map<std::string, Thread, std::less<>>;

struct Contents {
  Threads threads;
  std::vector<Ticket> tickets;  // oldest first
  std::vector<Unanswered> unanswered;
};

class MemoryTransaction : public Transaction {
 public:
  explicit MemoryTransaction(const Contents& contents) : contents_(contents) {}

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    const Thread* thread = Find(id);
    if (thread == nullptr) return std::optional<Conversation>();
    return std::optional<Conversation>(thread->conversation);
  }

  Status InsertConversation(const Conversation& conversation) override {
    if (Find(conversation.id) != nullptr) {
      return Conflict("the conversation exists already");
    }
    changed_.threads[conversation.id].conversation = conversation;
    return {};
  }

  Status UpdateConversation(const Conversation& conversation) override {
    Thread* thread = Change(conversation.id);
    if (thread == nullptr) return NotFound("no such conversation");
    thread->conversation = conversation;
    return {};
  }

  Status AppendMessage(Conversation& conversation, Message& message,
                       std::string_view external_id) override {
    Thread* thread = Change(conversation.id);
    if (thread == nullptr) return NotFound("no such conversation");
    if (FindExternal(*thread, external_id) != nullptr) {
      return Conflict("the message was stored before");
    }
    const int64_t seq = conversation.last_seq + 1;
    if (thread->messages.contains(seq)) {
      return Conflict("message " + std::to_string(seq) +
                      " of the conversation exists already");
    }
    conversation.last_seq = seq;
    message.seq = seq;
    thread->messages[seq] = {message, std::string(external_id),
                             conversation.owner};
    return {};
  }

  Result<std::optional<StoredTurn>> FindTurn(
      std::string_view conversation, std::string_view external_id) override {
    const Thread* thread = Find(conversation);
    const StoredMessage* question =
        thread == nullptr ? nullptr : FindExternal(*thread, external_id);
    if (question == nullptr) return std::optional<StoredTurn>();
    StoredTurn turn;
    turn.first_reply_seq = question->message.seq + 1;
    turn.owner = question->owner;
    auto next = thread->messages.upper_bound(question->message.seq);
    for (; next != thread->messages.end(); ++next) {
      if (next->second.message.from == Author::kCustomer) break;
      turn.replies.push_back(next->second.message);
      turn.owner = next->second.owner;
    }
    return std::optional<StoredTurn>(std::move(turn));
  }

  Result<int64_t> InsertTicket(const Ticket& ticket) override {
    if (Find(ticket.conversation) == nullptr) {
      return NotFound("no such conversation");
    }
    changed_.tickets.push_back(ticket);
    changed_.tickets.back().number = static_cast<int64_t>(
        contents_.tickets.size() + changed_.tickets.size());
    return changed_.tickets.back().number;
  }

  Status InsertUnanswered(const Unanswered& unanswered) override {
    if (Find(unanswered.conversation) == nullptr) {
      return NotFound("no such conversation");
    }
    changed_.unanswered.push_back(unanswered);
    return {};
  }

  // What the job wrote.
  Contents& changed() { return changed_; }

 private:
  const Thread* Find(std::string_view id) const {
    const auto mine = changed_.threads.find(id);
    if (mine != changed_.threads.end()) return &mine->second;
    const auto committed = contents_.threads.find(id);
    return committed == contents_.threads.end() ? nullptr : &committed->second;
  }

  Thread* Change(std::string_view id) {
    const Thread* thread = Find(id);
    if (thread == nullptr) return nullptr;
    return &changed_.threads.try_emplace(std::string(id), *thread)
                .first->second;
  }

  static const StoredMessage* FindExternal(const Thread& thread,
                                           std::string_view external_id) {
    if (external_id.empty()) return nullptr;
    for (const auto& [seq, stored] : thread.messages) {
      if (stored.external_id == external_id) return &stored;
    }
    return nullptr;
  }

  const Contents& contents_;
  Contents changed_;
};

class MemoryStore : public Store {
 public:
  explicit MemoryStore(int max_queued_jobs)
      : queue_(static_cast<size_t>(max_queued_jobs)),
        thread_([this] { Loop(); }) {}

  ~MemoryStore() override {
    queue_.Stop();
    thread_.join();
  }

  Status Submit(Work work, Done done) override {
    return queue_.Add(std::move(work), std::move(done));
  }

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    const std::lock_guard lock(mutex_);
    return MemoryTransaction(contents_).FindConversation(id);
  }

  Result<std::vector<Message>> ListMessages(std::string_view conversation,
                                            int64_t after, int limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<Message> messages;
    const auto thread = contents_.threads.find(conversation);
    if (thread == contents_.threads.end()) return messages;
    auto next = thread->second.messages.upper_bound(after);
    for (; next != thread->second.messages.end(); ++next) {
      if (messages.size() >= static_cast<size_t>(limit)) break;
      messages.push_back(next->second.message);
    }
    return messages;
  }

  Result<std::vector<Ticket>> ListTickets(int limit) override {
    return Newest(contents_.tickets, limit);
  }

  Result<std::vector<Unanswered>> ListUnanswered(int limit) override {
    return Newest(contents_.unanswered, limit);
  }

  Status Health() override { return {}; }

 private:
  void Loop() {
    std::vector<WriteJob> jobs;
    while (queue_.WaitForJobs(std::nullopt)) {
      queue_.TakeWaiting(jobs);
      for (WriteJob& job : jobs) job.done(Run(job));
      jobs.clear();
    }
  }

  Status Run(WriteJob& job) {
    const std::lock_guard lock(mutex_);
    MemoryTransaction transaction(contents_);
    try {
      Status status = job.work(transaction);
      if (status.ok()) Keep(transaction.changed());
      return status;
    } catch (...) {
      return Internal("a job of the store threw an exception");
    }
  }

  void Keep(Contents& changed) {
    for (auto& [id, thread] : changed.threads) {
      contents_.threads[id] = std::move(thread);
    }
    std::move(changed.tickets.begin(), changed.tickets.end(),
              std::back_inserter(contents_.tickets));
    std::move(changed.unanswered.begin(), changed.unanswered.end(),
              std::back_inserter(contents_.unanswered));
  }

  template <typename T>
  std::vector<T> Newest(const std::vector<T>& all, int limit) {
    const std::lock_guard lock(mutex_);
    const size_t count = std::min(all.size(), static_cast<size_t>(limit));
    return std::vector<T>(all.rbegin(),
                          all.rbegin() + static_cast<std::ptrdiff_t>(count));
  }

  std::mutex mutex_;  // of contents_
  Contents contents_;
  WriteQueue queue_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

std::unique_ptr<Store> MakeMemoryStore(int max_queued_jobs) {
  return std::make_unique<MemoryStore>(max_queued_jobs);
}

}  // namespace sportello
