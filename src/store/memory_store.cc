// One copy of everything. A job works on the copies of the conversations that
// it touches; they replace the originals when it succeeds. What it writes to
// the tables is undone when it fails.
#include "store/memory_store.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "store/memory_attachments.h"
#include "store/memory_channels.h"
#include "store/memory_reads.h"
#include "store/memory_tables.h"
#include "store/write_queue.h"

namespace sportello {
namespace {

class MemoryTransaction : public Transaction {
 public:
  explicit MemoryTransaction(MemoryContents& contents)
      : contents_(contents),
        tickets_(contents, undo_,
                 [this](std::string_view id) { return Find(id) != nullptr; }),
        outbox_(contents, undo_),
        agents_(contents, undo_),
        channels_(contents, undo_),
        attachments_(contents, undo_, [this](std::string_view id) {
          return Find(id) != nullptr;
        }) {}

  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    const MessageThread* thread = Find(id);
    if (thread == nullptr) return std::optional<Conversation>();
    return std::optional<Conversation>(thread->conversation);
  }

  Status InsertConversation(const Conversation& conversation) override {
    if (Find(conversation.id) != nullptr) {
      return Conflict("the conversation exists already");
    }
    changed_[conversation.id].conversation = conversation;
    return {};
  }

  Status UpdateConversation(const Conversation& conversation) override {
    MessageThread* thread = Change(conversation.id);
    if (thread == nullptr) return NotFound("no such conversation");
    thread->conversation = conversation;
    return {};
  }

  Status AppendMessage(Conversation& conversation, Message& message,
                       std::string_view external_id) override {
    MessageThread* thread = Change(conversation.id);
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
    const MessageThread* thread = Find(conversation);
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

  Status InsertUnanswered(const Unanswered& unanswered) override {
    if (Find(unanswered.conversation) == nullptr) {
      return NotFound("no such conversation");
    }
    AppendUndoably(contents_.unanswered, unanswered, undo_);
    return {};
  }

  Status NoteOpenStep(std::string_view conversation, Time due_at) override {
    if (Find(conversation) == nullptr) return NotFound("no such conversation");
    const auto noted = FindIn(contents_.open_steps, conversation);
    if (noted.has_value() && *noted <= due_at) return {};
    PutUndoably(contents_.open_steps, std::string(conversation), due_at, undo_);
    return {};
  }

  Status ForgetOpenStep(std::string_view conversation) override {
    const auto noted = contents_.open_steps.find(conversation);
    if (noted == contents_.open_steps.end()) return {};
    undo_.Add([this, step = *noted] { contents_.open_steps.insert(step); });
    contents_.open_steps.erase(noted);
    return {};
  }

  Status MarkUnansweredGroup(const UnansweredMark& mark) override {
    PutUndoably(contents_.marks, mark.key, mark, undo_);
    return {};
  }

  TicketTable& tickets() override { return tickets_; }
  OutboxTable& outbox() override { return outbox_; }
  AgentTable& agents() override { return agents_; }
  ChannelTable& channels() override { return channels_; }
  AttachmentTable& attachments() override { return attachments_; }

  // The job has succeeded, or failed.
  void Keep() {
    for (auto& [id, thread] : changed_) {
      contents_.threads[id] = std::move(thread);
    }
  }
  void Undo() { undo_.Undo(); }

 private:
  const MessageThread* Find(std::string_view id) const {
    const auto mine = changed_.find(id);
    if (mine != changed_.end()) return &mine->second;
    const auto committed = contents_.threads.find(id);
    return committed == contents_.threads.end() ? nullptr : &committed->second;
  }

  MessageThread* Change(std::string_view id) {
    const MessageThread* thread = Find(id);
    if (thread == nullptr) return nullptr;
    return &changed_.try_emplace(std::string(id), *thread).first->second;
  }

  static const StoredMessage* FindExternal(const MessageThread& thread,
                                           std::string_view external_id) {
    if (external_id.empty()) return nullptr;
    for (const auto& [seq, stored] : thread.messages) {
      if (stored.external_id == external_id) return &stored;
    }
    return nullptr;
  }

  MemoryContents& contents_;
  UndoLog undo_;
  MessageThreads changed_;
  MemoryTicketTable tickets_;
  MemoryOutboxTable outbox_;
  MemoryAgentTable agents_;
  MemoryChannelTable channels_;
  MemoryAttachmentTable attachments_;
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

  Result<std::vector<Unanswered>> ListUnanswered(int limit) override {
    return Newest(contents_.unanswered, limit);
  }

  Result<std::vector<UnansweredMark>> ListUnansweredMarks() override {
    const std::lock_guard lock(mutex_);
    std::vector<UnansweredMark> marks;
    for (const auto& [key, mark] : contents_.marks) marks.push_back(mark);
    return marks;
  }

  Result<std::vector<OpenStep>> ListOpenSteps(int limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<OpenStep> steps;
    for (const auto& [id, due_at] : contents_.open_steps) {
      steps.push_back({id, due_at});
    }
    std::stable_sort(steps.begin(), steps.end(),
                     [](const OpenStep& a, const OpenStep& b) {
                       return a.due_at < b.due_at;
                     });
    if (steps.size() > static_cast<size_t>(limit)) {
      steps.resize(static_cast<size_t>(limit));
    }
    return steps;
  }

  TicketReads& tickets() override { return tickets_; }
  OutboxReads& outbox() override { return outbox_; }
  AgentReads& agents() override { return agents_; }
  ChannelReads& channels() override { return channels_; }
  AttachmentReads& attachments() override { return attachments_; }

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
      if (status.ok()) {
        transaction.Keep();
      } else {
        transaction.Undo();
      }
      return status;
    } catch (...) {
      transaction.Undo();
      return Internal("a job of the store threw an exception");
    }
  }

  template <typename T>
  std::vector<T> Newest(const std::vector<T>& all, int limit) {
    const std::lock_guard lock(mutex_);
    const size_t count = std::min(all.size(), static_cast<size_t>(limit));
    return std::vector<T>(all.rbegin(),
                          all.rbegin() + static_cast<std::ptrdiff_t>(count));
  }

  std::mutex mutex_;  // of contents_
  MemoryContents contents_;
  MemoryTicketReads tickets_{contents_, mutex_};
  MemoryOutboxReads outbox_{contents_, mutex_};
  MemoryAgentReads agents_{contents_, mutex_};
  MemoryChannelReads channels_{contents_, mutex_};
  MemoryAttachmentReads attachments_{contents_, mutex_};
  WriteQueue queue_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

std::unique_ptr<Store> MakeMemoryStore(int max_queued_jobs) {
  return std::make_unique<MemoryStore>(max_queued_jobs);
}

}  // namespace sportello
