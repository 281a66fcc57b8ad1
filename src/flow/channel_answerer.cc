#include "flow/channel_answerer.h"

#include <algorithm>

#include "base/log.h"
#include "channels/burst.h"
#include "channels/chat_outbox.h"
#include "channels/inbound.h"
#include "channels/text_split.h"
#include "flow/channel_words.h"
#include "language/mask.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using Kind = InboundEvent::Kind;

constexpr milliseconds kAnswerInterval{100};
constexpr int kChatsAtOnce = 100;
constexpr int kMaxTries = 6;
constexpr std::chrono::hours kRememberIds{8 * 24};
constexpr std::chrono::hours kForgetInterval{1};
constexpr const char* kUnknownButton = "/expired";

std::string ExternalId(const ChannelChat& chat, const InboundEvent& event) {
  return chat.channel + ":" + event.id;
}

}  // namespace

ChannelAnswerer::ChannelAnswerer(ChannelAnswererParts parts) : parts_(parts) {}

ChannelAnswerer::~ChannelAnswerer() { Stop(); }

void ChannelAnswerer::Start(std::function<void()> written) {
  written_ = std::move(written);
  thread_ = std::thread([this] { Work(); });
}

void ChannelAnswerer::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ChannelAnswerer::Wake() {
  {
    const std::scoped_lock lock(mutex_);
    news_ = true;
  }
  wake_.notify_one();
}

void ChannelAnswerer::Work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    news_ = false;
    lock.unlock();
    AnswerDue();
    const Time now = parts_.clock.Now();
    if (now - forgot_at_ > kForgetInterval) {
      forgot_at_ = now;
      static_cast<void>(parts_.store.Submit(
          [now](Transaction& transaction) {
            return transaction.channels().ForgetOld(now - kRememberIds, now);
          },
          [](const Status&) {}));
    }
    lock.lock();
    wake_.wait_for(lock, kAnswerInterval,
                   [this] { return stopping_ || news_; });
  }
}

int ChannelAnswerer::AnswerDue() {
  const Time now = parts_.clock.Now();
  const auto heads = parts_.store.channels().ListFirstEvents(now, kChatsAtOnce);
  if (!heads.ok()) return 0;
  int begun = 0;
  for (const ChannelEvent& head : *heads) {
    if (Begin(head, now)) ++begun;
  }
  return begun;
}

bool ChannelAnswerer::Begin(const ChannelEvent& head, Time now) {
  const ChatName name{head.channel, head.address};
  bool give_up = false;
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || in_work_.contains(name)) return false;
    const auto trouble = troubles_.find(name);
    if (trouble != troubles_.end()) {
      if (trouble->second.until > now) return false;
      give_up = trouble->second.times >= kMaxTries;
    }
  }
  Result<Batch> batch = Collect(head, now);
  if (!batch.ok() || batch->keys.empty()) return false;
  {
    const std::scoped_lock lock(mutex_);
    in_work_.insert(name);
  }
  if (give_up) {
    RunAlone(*batch, [](Transaction&) { return Status(); });
  } else {
    Run(*std::move(batch));
  }
  return true;
}

Result<ChannelAnswerer::Batch> ChannelAnswerer::Collect(
    const ChannelEvent& head, Time now) {
  const auto events = parts_.store.channels().ListEvents(
      head.channel, head.address, kMostEventsOfATurn);
  if (!events.ok()) return events.error();
  auto chat = parts_.store.channels().FindChat(head.channel, head.address);
  if (!chat.ok()) return chat.error();
  Batch batch;
  if (!chat->has_value() || events->empty()) return batch;
  batch.chat = **std::move(chat);
  const auto most = static_cast<size_t>(parts_.chat.max_text_characters());
  Burst burst;
  bool ready = false;
  for (const ChannelEvent& event : *events) {
    Result<InboundEvent> read = DecodeInbound(event);
    if (!read.ok()) {
      read = InboundEvent();
      read->kind = Kind::kMedia;
    }
    const bool alone = !burst.empty() && parts_.options.burst.count() == 0;
    if (alone || !burst.Add(*read)) {
      ready = true;
      break;
    }
    if (batch.keys.empty()) {
      batch.first = *read;
      if (batch.first.text.empty()) batch.first.text = " ";
    }
    batch.keys.push_back(event.key);
    // The last one decides; nobody can hold the answer back for ever.
    ready = event.due_at <= now || ready;
    if (event.due_at > now) ready = false;
    if (head.at + parts_.options.burst * 3 <= now) ready = true;
  }
  batch.text =
      std::string(FirstUnits(burst.text(), most, TextUnit::kCodePoints));
  if (!ready) batch.keys.clear();
  return batch;
}

std::string ChannelAnswerer::ValueOf(const Batch& batch) const {
  if (batch.first.kind == Kind::kStart) return "/greeting";
  if (batch.first.kind != Kind::kPress) return batch.text;
  const auto place = ParseButtonId(batch.first.text);
  if (!place) return kUnknownButton;
  const auto message =
      parts_.store.FindMessage(batch.chat.conversation, place->seq);
  if (!message.ok() || !message->has_value() ||
      place->index >= (*message)->buttons.size()) {
    return kUnknownButton;
  }
  return (*message)->buttons[place->index].value;
}

void ChannelAnswerer::Run(Batch batch) {
  const Time now = parts_.clock.Now();
  const InboundEvent& first = batch.first;
  const bool stale = first.sent_at > Time{} &&
                     first.sent_at < now - parts_.options.stale_after;
  if ((stale || batch.chat.quiet_until > now) && first.kind != Kind::kMedia) {
    RunAlone(batch, [this, batch](Transaction& transaction) {
      return StoreOnly(transaction, batch);
    });
    return;
  }
  if (first.kind == Kind::kMedia) {
    RunAlone(batch, [this, batch](Transaction& transaction) {
      return StoreOnly(transaction, batch, true);
    });
    return;
  }
  if (first.kind == Kind::kStart) {
    const auto linked = std::make_shared<bool>(false);
    const Status asked =
        parts_.store.Write([this, &batch, linked](Transaction& transaction) {
          return GoOn(transaction, batch, *linked);
        });
    if (!asked.ok() || *linked) {
      Finish(batch, asked);
      return;
    }
  }
  ChatRequest request;
  request.text = ValueOf(batch);
  request.channel = batch.chat.channel;
  request.conversation = batch.chat.conversation;
  request.begins = true;
  request.message_id = ExternalId(batch.chat, first);
  request.locale = first.locale;
  request.customer.name = first.name;
  request.customer.email = first.email;
  parts_.chat.Run(
      {std::move(request),
       [this, batch](Transaction& transaction, const TurnJob& job) {
         for (const int64_t key : batch.keys) {
           Status settled = transaction.channels().SettleEvent(key);
           if (!settled.ok()) return settled;
         }
         if (job.outcome() != TurnJob::Outcome::kAnswered) return Status();
         for (const Message& reply : job.replies()) {
           Status written =
               SendToChat(transaction, batch.chat, reply, parts_.clock.Now());
           if (!written.ok()) return written;
         }
         return Status();
       },
       [this, batch](const Status& status) { Finish(batch, status); }});
}

void ChannelAnswerer::RunAlone(const Batch& batch, Store::Work write) {
  const Status queued = parts_.store.Submit(
      [batch, write = std::move(write)](Transaction& transaction) {
        for (const int64_t key : batch.keys) {
          Status settled = transaction.channels().SettleEvent(key);
          if (!settled.ok()) return settled;
        }
        return write(transaction);
      },
      [this, batch](const Status& status) {
        if (status.ok()) parts_.waiters.Notify(batch.chat.conversation);
        Finish(batch, status);
      });
  if (!queued.ok()) Finish(batch, queued);
}

Status ChannelAnswerer::StoreOnly(Transaction& transaction, const Batch& batch,
                                  bool media) const {
  const Time now = parts_.clock.Now();
  auto found = transaction.FindConversation(batch.chat.conversation);
  if (!found.ok()) return found.error();
  Conversation conversation;
  const bool known = found->has_value();
  if (known) {
    conversation = **std::move(found);
  } else {
    conversation.id = batch.chat.conversation;
    conversation.channel = batch.chat.channel;
    conversation.customer.name = batch.first.name;
    conversation.created_at = now;
    Status inserted = transaction.InsertConversation(conversation);
    if (!inserted.ok()) return inserted;
  }
  Message message;
  message.at = now;
  std::string language = conversation.language;
  if (language.empty()) language = batch.first.locale;
  if (language.empty()) language = parts_.options.default_language;
  message.text =
      media ? MediaWords(language, batch.first.text) : MaskPersonal(batch.text);
  Status status = transaction.AppendMessage(
      conversation, message, ExternalId(batch.chat, batch.first));
  if (!status.ok()) return status;
  const bool for_people = conversation.owner == Owner::kQueue ||
                          conversation.owner == Owner::kAgent;
  if (for_people) {
    status = parts_.work.CustomerWrote(transaction, conversation, message, now);
  } else if (media) {
    Message reply;
    reply.from = Author::kBot;
    reply.text = OnlyTextWords(language);
    reply.at = now;
    status = transaction.AppendMessage(conversation, reply, "");
    if (status.ok()) status = SendToChat(transaction, batch.chat, reply, now);
  }
  if (!status.ok()) return status;
  conversation.updated_at = now;
  return transaction.UpdateConversation(conversation);
}

Status ChannelAnswerer::GoOn(Transaction& transaction, const Batch& batch,
                             bool& linked) const {
  const Time now = parts_.clock.Now();
  linked = false;
  auto conversation = transaction.channels().TakeLink(batch.first.text, now);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value()) return {};
  for (const int64_t key : batch.keys) {
    Status settled = transaction.channels().SettleEvent(key);
    if (!settled.ok()) return settled;
  }
  ChannelChat chat = batch.chat;
  chat.conversation = **conversation;
  Status put = transaction.channels().PutChat(chat);
  if (!put.ok()) return put;
  linked = true;
  auto known = transaction.FindConversation(chat.conversation);
  if (!known.ok()) return known.error();
  const std::string language =
      known->has_value() ? (*known)->language : batch.first.locale;
  return SendNotice(transaction, chat, GoOnHereWords(language), batch.first.id,
                    now);
}

void ChannelAnswerer::Finish(const Batch& batch, const Status& status) {
  const ChatName name{batch.chat.channel, batch.chat.address};
  {
    const std::scoped_lock lock(mutex_);
    in_work_.erase(name);
    if (status.ok()) {
      troubles_.erase(name);
      news_ = true;
    } else {
      Trouble& trouble = troubles_[name];
      // A store that fails is no fault of the message.
      if (status.error().code != Code::kUnavailable) ++trouble.times;
      trouble.until =
          parts_.clock.Now() + ChannelRetryWait(std::max(1, trouble.times));
    }
  }
  wake_.notify_one();
  if (status.ok()) {
    if (written_) written_();
    return;
  }
  Log(LogLevel::kError, "a channel's message is not answered yet",
      {{"channel", batch.chat.channel},
       {"why", std::string(CodeName(status.error().code))}});
}

}  // namespace sportello
