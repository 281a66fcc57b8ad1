#include "channels/sender.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "channels/chat_outbox.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLookInterval{500};
constexpr milliseconds kPaceInterval{20};
constexpr seconds kMisconfiguredWait{60};
constexpr int kHeads = 200;
constexpr size_t kMaxPaces = 20'000;

// Up to a tenth more, so that what failed together does not return together.
milliseconds WithJitter(milliseconds wait, int64_t key) {
  return wait + wait * (key % 11) / 100;
}

}  // namespace

seconds ChannelRetryWait(int attempts) {
  return seconds(std::min(60, 1 << std::clamp(attempts - 1, 0, 6)));
}

struct ChannelSender::Figures {
  explicit Figures(Metrics& metrics)
      : sent(metrics, "channel_sent_total",
             "Messages that a provider took, by channel.", "channel"),
        failed(metrics, "channel_tries_failed_total",
               "Tries to send to a provider that failed, by channel.",
               "channel"),
        dead(metrics, "channel_dead_total",
             "Messages to a provider that were given up, by channel.",
             "channel") {}

  CounterByLabel sent;
  CounterByLabel failed;
  CounterByLabel dead;
};

ChannelSender::ChannelSender(SenderParts parts, MakeCaller make_caller)
    : parts_(std::move(parts)),
      make_caller_(std::move(make_caller)),
      figures_(std::make_unique<Figures>(parts_.metrics)) {}

ChannelSender::~ChannelSender() { Stop(); }

void ChannelSender::Start(int threads) {
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

void ChannelSender::Stop(const std::function<void()>& interrupt) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (interrupt) interrupt();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ChannelSender::Wake() {
  {
    const std::scoped_lock lock(mutex_);
    news_ = true;
  }
  wake_.notify_one();
}

void ChannelSender::Work() {
  const Call call = make_caller_();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    news_ = false;
    lock.unlock();
    std::vector<OutboxItem> picked = Pick(1);
    for (OutboxItem& item : picked) Send(std::move(item), call);
    lock.lock();
    if (!picked.empty()) continue;
    const auto interval = held_back_ ? kPaceInterval : kLookInterval;
    wake_.wait_for(lock, interval, [this] { return stopping_ || news_; });
  }
}

int ChannelSender::SendDue(const Call& call) {
  std::vector<OutboxItem> picked = Pick(kHeads);
  for (const OutboxItem& item : picked) Send(item, call);
  return static_cast<int>(picked.size());
}

bool ChannelSender::MayGo(const OutboxItem& item, Time now) {
  const TargetParts target = SplitTarget(item.target);
  const auto channel = parts_.channels.find(target.channel);
  if (channel == parts_.channels.end()) return false;  // not configured now
  if (in_work_.contains(item.target)) return false;
  const ChannelLimits& limits = channel->second->limits();
  Pace& whole = paces_[target.channel];
  Pace& chat = paces_[item.target];
  // The chat's burst: it may be that far ahead of its pace.
  const milliseconds ahead = limits.chat_pause * (limits.chat_burst - 1);
  if (whole.free_at > now || chat.free_at > now + ahead) {
    held_back_ = true;
    return false;
  }
  whole.free_at = now + limits.pause;
  chat.free_at = std::max(chat.free_at, now) + limits.chat_pause;
  in_work_.insert(item.target);
  return true;
}

std::vector<OutboxItem> ChannelSender::Pick(int limit) {
  const Time now = parts_.clock.Now();
  const auto heads =
      parts_.store.outbox().ListHeads(OutboxKind::kChannel, now, kHeads);
  std::vector<OutboxItem> picked;
  if (!heads.ok()) return picked;
  const std::scoped_lock lock(mutex_);
  std::erase_if(paces_,
                [now](const auto& pace) { return pace.second.free_at <= now; });
  held_back_ = false;
  if (paces_.size() > kMaxPaces) return picked;
  for (const OutboxItem& item : *heads) {
    if (stopping_ || picked.size() >= static_cast<size_t>(limit)) break;
    if (MayGo(item, now)) picked.push_back(item);
  }
  return picked;
}

void ChannelSender::Send(OutboxItem item, const Call& call) {
  const TargetParts target = SplitTarget(item.target);
  const Channel& channel = *parts_.channels.find(target.channel)->second;
  std::optional<Tried> tried;
  {
    const std::scoped_lock lock(mutex_);
    const auto known = unsaved_.find(item.key);
    if (known != unsaved_.end()) tried = known->second;
  }
  if (tried.has_value()) {
    Save(*tried);
  } else {
    const Result<OutgoingPart> part = ReadOutboxItem(item, parts_.secret);
    if (part.ok()) {
      Settle(item, *part, Try(channel, item, *part, call));
    } else {
      MarkDead(item, false, {Verdict::kRejected, part.error().message});
    }
  }
  const std::scoped_lock lock(mutex_);
  in_work_.erase(item.target);
}

Judgement ChannelSender::Try(const Channel& channel, const OutboxItem& item,
                             const OutgoingPart& part, const Call& call) {
  const TargetParts target = SplitTarget(item.target);
  const auto chat =
      parts_.store.channels().FindChat(target.channel, target.address);
  if (!chat.ok()) return {Verdict::kRetry, "the store cannot be read"};
  SendContext context;
  context.now = parts_.clock.Now();
  if (chat->has_value()) {
    context.last_inbound_at = (*chat)->last_inbound_at;
    if (!(*chat)->unreachable.empty()) {
      return {Verdict::kUnreachable, (*chat)->unreachable};
    }
  }
  for (;;) {
    auto written = channel.Write(target.address, part, context);
    if (auto* against = std::get_if<Judgement>(&written)) {
      return std::move(*against);
    }
    const WebAnswer answer = call(std::get<WebCall>(written));
    Judgement judgement = channel.Judge(answer);
    if (answer.may_be_done) judgement.why += " (may have been sent)";
    // Once more as it may still be taken: without markup; as it is allowed
    // when the provider says that the window is closed.
    if (judgement.verdict == Verdict::kSendPlain && !context.plain) {
      context.plain = true;
    } else if (judgement.verdict == Verdict::kWindowClosed &&
               !context.window_closed) {
      context.window_closed = true;
    } else {
      return judgement;
    }
  }
}

void ChannelSender::Wait(OutboxItem& item, const Judgement& judgement,
                         Time now) {
  const std::string channel = SplitTarget(item.target).channel;
  milliseconds wait = judgement.wait;
  const std::scoped_lock lock(mutex_);
  switch (judgement.verdict) {
    case Verdict::kWaitChannel:
      paces_[channel].free_at = now + wait;
      break;
    case Verdict::kMisconfigured:
      wait = kMisconfiguredWait;
      paces_[channel].free_at = now + wait;
      if (told_.insert(channel).second) {
        Log(LogLevel::kError, "channel cannot send",
            {{"channel", channel}, {"why", judgement.why}});
      }
      break;
    case Verdict::kWaitChat:
      break;
    default:
      ++item.attempts;
      wait = WithJitter(ChannelRetryWait(item.attempts), item.key);
  }
  item.next_try_at = now + std::max(wait, milliseconds(100));
}

void ChannelSender::Settle(OutboxItem& item, const OutgoingPart& part,
                           const Judgement& judgement) {
  const Time now = parts_.clock.Now();
  const std::string channel = SplitTarget(item.target).channel;
  item.last_error = judgement.why;
  switch (judgement.verdict) {
    case Verdict::kSent:
      ++item.attempts;
      item.state = OutboxState::kSent;
      figures_->sent.Increment(channel);
      {
        const std::scoped_lock lock(mutex_);
        told_.erase(channel);
      }
      Save({item});
      if (parts_.delivered && part.is_last && part.seq > 0) {
        parts_.delivered(item.conversation, part.seq);
      }
      return;
    case Verdict::kUnreachable:
      MarkUnreachable(item, judgement.why);
      MarkDead(item, part.by_agent, judgement);
      return;
    case Verdict::kRejected:
    case Verdict::kWindowClosed:
    case Verdict::kSendPlain:
      MarkDead(item, part.by_agent, judgement);
      return;
    case Verdict::kRetry:
    case Verdict::kWaitChannel:
    case Verdict::kWaitChat:
    case Verdict::kMisconfigured:
      break;
  }
  figures_->failed.Increment(channel);
  Wait(item, judgement, now);
  if (item.next_try_at > item.created_at + kChannelLifetime) {
    MarkDead(item, part.by_agent, judgement);
    return;
  }
  Save({item});
}

void ChannelSender::MarkDead(OutboxItem& item, bool by_agent,
                             const Judgement& judgement) {
  const std::string channel = SplitTarget(item.target).channel;
  item.state = OutboxState::kDead;
  item.last_error = judgement.why;
  figures_->dead.Increment(channel);
  Log(LogLevel::kWarning, "message to a channel given up",
      {{"channel", channel}, {"key", item.key}, {"why", judgement.why}});
  Save({item, FailureReason(judgement.verdict), by_agent});
}

void ChannelSender::MarkUnreachable(const OutboxItem& item,
                                    const std::string& why) {
  const TargetParts target = SplitTarget(item.target);
  // When this fails, the next message finds out again.
  static_cast<void>(parts_.store.Write([&](Transaction& transaction) {
    auto chat = transaction.channels().FindChat(target.channel, target.address);
    if (!chat.ok()) return Status(chat.error());
    if (!chat->has_value()) return Status();
    (*chat)->unreachable = why;
    return transaction.channels().PutChat(**chat);
  }));
}

void ChannelSender::Save(const Tried& tried) {
  const OutboxItem& item = tried.item;
  const Author writer = tried.by_agent ? Author::kAgent : Author::kBot;
  const std::string detail =
      tried.failure.empty() ? "" : FailureDetail(tried.failure, writer);
  const Status saved = parts_.store.Write([&](Transaction& transaction) {
    Status updated = transaction.outbox().Update(item);
    // That a second try was needed was noted already.
    const auto place = ParseOutboxId(item.message_id);
    if (!updated.ok() || tried.failure.empty() || (place && place->again)) {
      return updated;
    }
    // Somebody must see it: it stands in the history of the ticket.
    const auto ticket =
        FindTicketOf(transaction, item.conversation, tried.by_agent);
    if (!ticket.ok()) return Status(ticket.error());
    if (*ticket == 0) return updated;
    return transaction.tickets().AppendEvent(
        {*ticket, parts_.clock.Now(), "channel_failed", "", detail});
  });
  const std::scoped_lock lock(mutex_);
  unsaved_.erase(item.key);
  if (saved.ok()) return;
  unsaved_.emplace(item.key, tried);
  Log(LogLevel::kError, "message to a channel tried but not noted",
      {{"key", item.key}, {"why", saved.error().message}});
}

}  // namespace sportello
