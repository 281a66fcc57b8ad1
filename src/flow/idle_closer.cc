#include "flow/idle_closer.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "channels/chat_outbox.h"
#include "dialogue/idle.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;

constexpr int kConversationsAtOnce = 100;
// Timeouts are minutes: what is noted while the thread sleeps is not late.
constexpr milliseconds kLongestPause{30'000};
constexpr milliseconds kShortestPause{1'000};
// Providers close their windows after 24 hours; a message takes its time.
constexpr std::chrono::hours kWindow{23};

}  // namespace

IdleCloser::IdleCloser(Store& store, const KnowledgeKeeper& keeper,
                       const Clock& clock, MessageWaiters& waiters,
                       Metrics& metrics, const ChannelMap& channels,
                       ChannelNames names)
    : store_(store),
      keeper_(keeper),
      clock_(clock),
      waiters_(waiters),
      closed_(metrics.AddCounter(
          "idle_closed_total",
          "Procedures that were closed because nobody answered.")),
      channels_(channels),
      names_(std::move(names)) {}

IdleCloser::~IdleCloser() { Stop(); }

void IdleCloser::Start() {
  if (names_.empty()) return;
  rounds_.Start([this] {
    Look();
    return Pause();
  });
}

void IdleCloser::Stop() { rounds_.Stop(); }

milliseconds IdleCloser::Pause() {
  const auto first = store_.ListOpenSteps(1);
  if (!first.ok() || first->empty()) return kLongestPause;
  const auto wait = std::chrono::duration_cast<milliseconds>(
      first->front().due_at - clock_.Now());
  return std::clamp(wait, kShortestPause, kLongestPause);
}

int IdleCloser::Look() {
  const std::shared_ptr<const Knowledge> knowledge = keeper_.Current();
  const auto steps = store_.ListOpenSteps(kConversationsAtOnce);
  if (knowledge == nullptr || !steps.ok()) return 0;
  const Time now = clock_.Now();
  int closed = 0;
  for (const OpenStep& step : *steps) {
    if (step.due_at > now) break;
    bool done = false;
    const Status looked = store_.Write([&](Transaction& transaction) {
      done = false;
      return LookAt(transaction, step.conversation, *knowledge->snapshot, now,
                    done);
    });
    if (!looked.ok()) {
      Log(LogLevel::kWarning, "idle procedures cannot be closed",
          {{"error", looked.error().message}});
      // The store is at fault, and not the conversation: later. Else the
      // customer closes it when he writes, and the next one's turn is now.
      if (looked.error().code == Code::kUnavailable) break;
      Forget(step.conversation);
      continue;
    }
    if (!done) continue;
    ++closed;
    closed_.Increment();
    waiters_.Notify(step.conversation);
  }
  return closed;
}

void IdleCloser::Forget(const std::string& id) {
  // When this fails, it is tried again at the next look.
  static_cast<void>(store_.Write([&](Transaction& transaction) {
    return transaction.ForgetOpenStep(id);
  }));
}

Status IdleCloser::LookAt(Transaction& transaction, const std::string& id,
                          const Snapshot& snapshot, Time now,
                          bool& closed) const {
  Status forgotten = transaction.ForgetOpenStep(id);
  if (!forgotten.ok()) return forgotten;
  auto found = transaction.FindConversation(id);
  if (!found.ok()) return found.error();
  if (!found->has_value()) return {};
  const std::optional<Time> idle_at = IdleAt(snapshot, **found);
  if (!idle_at.has_value()) return {};
  if (*idle_at > now) return transaction.NoteOpenStep(id, *idle_at);
  return Close(transaction, **std::move(found), snapshot, now, closed);
}

Result<std::optional<std::vector<ChannelChat>>> IdleCloser::FindChats(
    Transaction& transaction, const Conversation& conversation,
    Time now) const {
  auto chats = transaction.channels().ListChatsOf(conversation.id);
  if (!chats.ok()) return chats.error();
  std::optional<std::vector<ChannelChat>> allowed;
  if (chats->empty() && names_.contains(conversation.channel)) {
    allowed.emplace();
  }
  for (ChannelChat& chat : *chats) {
    const bool reached = names_.contains(chat.channel) &&
                         channels_.contains(chat.channel) &&
                         chat.unreachable.empty() && chat.quiet_until <= now &&
                         now - chat.last_inbound_at < kWindow;
    if (!reached) continue;
    if (!allowed.has_value()) allowed.emplace();
    allowed->push_back(std::move(chat));
  }
  return allowed;
}

Status IdleCloser::Close(Transaction& transaction, Conversation conversation,
                         const Snapshot& snapshot, Time now,
                         bool& closed) const {
  const auto chats = FindChats(transaction, conversation, now);
  if (!chats.ok()) return chats.error();
  if (!chats->has_value()) return {};
  const Turn closing = CloseIdle(snapshot, conversation);
  for (const Reply& reply : closing.replies) {
    Message message;
    message.from = Author::kBot;
    message.text = reply.text;
    message.buttons = reply.buttons;
    message.at = now;
    message.reason = closing.reason;
    Status status = transaction.AppendMessage(conversation, message, "");
    if (!status.ok()) return status;
    for (const ChannelChat& chat : **chats) {
      status = SendToChat(transaction, chat, message, now);
      if (!status.ok()) return status;
    }
  }
  conversation.state = closing.state;
  conversation.updated_at = now;
  closed = true;
  return transaction.UpdateConversation(conversation);
}

}  // namespace sportello
