#include "flow/channel_accept.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "base/secret.h"
#include "channels/chat_outbox.h"
#include "channels/inbound.h"
#include "channels/text_split.h"
#include "flow/channel_words.h"

namespace sportello {
namespace {

constexpr size_t kConversationIdDigits = 32;
constexpr size_t kMaxAddress = 200;
constexpr size_t kShortMessage = 60;
constexpr std::chrono::hours kOldest{7 * 24};
constexpr std::chrono::minutes kQuietTime{30};

bool IsForTheBot(const InboundEvent& event) {
  using Kind = InboundEvent::Kind;
  return event.kind == Kind::kText || event.kind == Kind::kPress ||
         event.kind == Kind::kStart || event.kind == Kind::kMedia;
}

}  // namespace

ChannelAccept::ChannelAccept(Store& store, const TicketWork& work,
                             const Clock& clock, Metrics& metrics,
                             const ChannelFlowOptions& options)
    : store_(store),
      clock_(clock),
      options_(options),
      failures_(store, work, metrics, options.secret),
      events_(metrics, "channel_events_total",
              "Events that providers delivered, repeated ones too, by channel.",
              "channel"),
      malformed_(metrics, "channel_malformed_total",
                 "Events that could not be read, by channel.", "channel") {}

bool ChannelAccept::MayGoOn(const std::string& text) {
  if (text.empty() || text[0] == '/') return false;
  const size_t last = text.find_last_not_of(" \n");
  if (last == std::string::npos) return false;
  if (text[last] == '?' || text[last] == '.' || text[last] == '!') return false;
  return CountUnits(text, TextUnit::kCodePoints) <= kShortMessage;
}

void ChannelAccept::Take(const std::string& channel, Delivery delivery,
                         std::function<void(const Status&)> done) {
  if (delivery.malformed > 0) {
    malformed_.Increment(channel);
    Log(LogLevel::kWarning, "events of a channel could not be read",
        {{"channel", channel}, {"count", int64_t{delivery.malformed}}});
  }
  const Time now = clock_.Now();
  // Replays of what is older than the ids that we remember.
  std::erase_if(delivery.events, [&](const InboundEvent& event) {
    const bool dated = event.sent_at > Time{};
    return (dated && event.sent_at < now - kOldest) || event.id.empty() ||
           event.address.empty() || event.address.size() > kMaxAddress;
  });
  if (delivery.events.empty()) {
    done({});
    return;
  }
  const auto all = std::make_shared<std::vector<Taken>>();
  for (InboundEvent& event : delivery.events) {
    events_.Increment(channel);
    auto lost = event.kind == InboundEvent::Kind::kFailed
                    ? failures_.Find(channel, event)
                    : std::nullopt;
    all->push_back({std::move(event), std::move(lost)});
  }
  const auto shared_done =
      std::make_shared<std::function<void(const Status&)>>(std::move(done));
  const Status queued = store_.Submit(
      [this, channel, all, now](Transaction& transaction) {
        for (Taken& taken : *all) {
          Status stored = Store1(transaction, channel, taken, now);
          if (!stored.ok()) return stored;
        }
        return Status();
      },
      [this, channel, all, shared_done](const Status& status) {
        if (status.ok()) CountFailures(channel, *all);
        (*shared_done)(status);
      });
  if (!queued.ok()) (*shared_done)(queued);
}

Status ChannelAccept::Store1(Transaction& transaction,
                             const std::string& channel, Taken& taken,
                             Time now) {
  const InboundEvent& event = taken.event;
  taken.is_new = false;
  ChannelEvent stored;
  stored.channel = channel;
  stored.event_id = event.id;
  stored.address = event.address;
  stored.payload = EncodeInbound(event);
  stored.at = now;
  stored.due_at = now;
  const bool group = event.kind == InboundEvent::Kind::kGroup;
  // One refusal for each group is enough.
  if (group) stored.event_id = "group " + event.address;
  if (event.kind == InboundEvent::Kind::kText && MayGoOn(event.text)) {
    stored.due_at = now + options_.burst;
  }
  Status inserted = transaction.channels().InsertEvent(stored);
  if (!inserted.ok()) {
    return inserted.error().code == Code::kConflict ? Status() : inserted;
  }
  taken.is_new = true;
  auto found = transaction.channels().FindChat(channel, event.address);
  if (!found.ok()) return found.error();
  if (event.kind == InboundEvent::Kind::kFailed) {
    Status noted = NoteFailure(transaction, *found, taken, now);
    if (!noted.ok()) return noted;
    return transaction.channels().SettleEvent(stored.key);
  }
  ChannelChat chat;
  if (found->has_value()) {
    chat = **std::move(found);
  } else {
    chat.channel = channel;
    chat.address = event.address;
    chat.conversation = HmacHex(options_.secret, channel + "\n" + event.address)
                            .substr(0, kConversationIdDigits);
  }
  if (group) {
    Status said = SendNotice(transaction, chat, NoGroupsWords(event.locale),
                             stored.event_id, now);
    if (!said.ok()) return said;
  }
  Status noted = NoteChat(transaction, chat, event, now);
  if (!noted.ok() || IsForTheBot(event)) return noted;
  return transaction.channels().SettleEvent(stored.key);
}

Status ChannelAccept::NoteFailure(Transaction& transaction,
                                  const std::optional<ChannelChat>& chat,
                                  const Taken& taken, Time now) const {
  if (!chat || !taken.lost) return {};
  ChannelChat changed = *chat;
  return failures_.Note(transaction, changed, taken.event, *taken.lost, now);
}

void ChannelAccept::CountFailures(const std::string& channel,
                                  const std::vector<Taken>& all) {
  for (const Taken& taken : all) {
    const bool failed = taken.event.kind == InboundEvent::Kind::kFailed;
    if (failed && taken.is_new) failures_.Count(channel);
  }
}

Status ChannelAccept::NoteChat(Transaction& transaction, ChannelChat& chat,
                               const InboundEvent& event, Time now) const {
  using Kind = InboundEvent::Kind;
  if (event.kind == Kind::kGroup) return {};
  if (event.kind == Kind::kUnreachable) {
    chat.unreachable = "the customer blocked us";
  } else if (event.kind == Kind::kPersonWrote) {
    chat.quiet_until = now + kQuietTime;
  } else {
    chat.unreachable.clear();
  }
  if (IsForTheBot(event)) {
    const Time sent = event.sent_at > Time{} ? event.sent_at : now;
    chat.last_inbound_at = std::max(chat.last_inbound_at, std::min(sent, now));
  }
  Status put = transaction.channels().PutChat(chat);
  if (!put.ok() || event.ack.empty()) return put;
  return SendAck(transaction, chat, event.ack, event.id, now);
}

}  // namespace sportello
