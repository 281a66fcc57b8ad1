#include "handoff/mailer.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/fail_point.h"
#include "base/log.h"
#include "handoff/agent_files.h"
#include "handoff/mail_attachments.h"
#include "handoff/mail_writer.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds kLookInterval{500};
constexpr minutes kMisconfiguredWait{1};
constexpr int kBatch = 20;
constexpr int kTranscriptMessages = 200;
constexpr int kThreadMails = 30;

// Up to a tenth more, so that what failed together does not return together.
milliseconds WithJitter(milliseconds wait, int64_t key) {
  return wait + wait * (key % 11) / 100;
}

// Who wrote the message; empty = unknown.
Result<std::string> AgentOf(Store& store, int64_t ticket, int64_t seq) {
  const auto events = store.tickets().ListEvents(ticket);
  if (!events.ok()) return events.error();
  for (const TicketEvent& event : *events) {
    const bool its =
        event.what == "reply" && event.detail == std::to_string(seq);
    if (its) return event.agent;
  }
  return std::string();
}

}  // namespace

std::chrono::minutes MailRetryWait(int attempts) {
  static constexpr std::array<int, 5> kWaits = {1, 5, 15, 60, 240};
  const int index = std::clamp(attempts, 1, static_cast<int>(kWaits.size()));
  return minutes(kWaits.at(static_cast<size_t>(index - 1)));
}

struct Mailer::Figures {
  explicit Figures(Metrics& metrics)
      : sent(metrics.AddCounter("mails_sent_total", "Mails a server took.")),
        failed(metrics.AddCounter("mail_tries_failed_total",
                                  "Tries to send a mail that failed.")),
        dead(metrics.AddCounter("mails_dead_total",
                                "Mails that were given up.")),
        seen(metrics.AddCounter(
            "mails_spared_total",
            "Replies that were seen in the chat and so not mailed.")),
        blocked(metrics.AddGauge(
            "mail_blocked",
            "1: the mail server refuses our login or our settings.")) {}

  Counter sent;
  Counter failed;
  Counter dead;
  Counter seen;
  Gauge blocked;
};

Mailer::Mailer(MailerParts parts, Send send)
    : parts_(std::move(parts)),
      send_(std::move(send)),
      figures_(std::make_unique<Figures>(parts_.metrics)) {}

Mailer::~Mailer() { Stop(); }

void Mailer::Start() {
  rounds_.Start([this] {
    SendDue();
    return kLookInterval;
  });
}

void Mailer::Stop(const std::function<void()>& interrupt) {
  rounds_.Stop(interrupt);
}

int Mailer::SendDue() {
  const auto due = parts_.store.outbox().ListDue(OutboxKind::kMail,
                                                 parts_.clock.Now(), kBatch);
  if (!due.ok()) return 0;
  int tried = 0;
  for (const OutboxItem& item : *due) {
    if (rounds_.stopping()) break;
    ++tried;
    if (!Try(item)) break;
  }
  return tried;
}

bool Mailer::IsSeen(const OutboxItem& item, const LetterOrder& order) const {
  const bool in_chat =
      order.letter == Letter::kReply || order.letter == Letter::kClosed;
  if (order.undelivered) return false;
  const bool seen =
      in_chat && parts_.seen && parts_.seen(item.conversation) >= order.seq;
  if (!seen) return false;
  // The chat brought the words only.
  const auto files = FilesOfMessage(parts_.store, item.conversation, order.seq);
  return files.ok() && files->empty();
}

// Which files did not reach the customer stands in the ticket, not in the
// outbox, which keeps no text.
Result<std::string> Mailer::NoteOf(const OutboxItem& item) const {
  const auto events = parts_.store.tickets().ListEvents(item.ticket);
  if (!events.ok()) return events.error();
  const std::string agent = FoldMailAddress(item.target);
  std::string note;
  for (const TicketEvent& event : *events) {
    const bool its = event.what == "note" && event.agent == agent &&
                     ToMillis(event.at) == ToMillis(item.created_at);
    if (its) note = event.detail;
  }
  return note;
}

Result<Mail> Mailer::Compose(const OutboxItem& item,
                             const LetterOrder& order) const {
  LetterParts parts{
      parts_.rules, parts_.queues, {}, {}, {}, {}, {}, {}, {}, {}};
  parts.now = parts_.clock.Now();
  parts.message_id = item.message_id;
  std::string id = item.conversation;
  if (item.ticket > 0) {
    auto ticket = parts_.store.tickets().Find(item.ticket);
    if (!ticket.ok()) return ticket.error();
    if (!ticket->has_value()) return NotFound("the ticket is gone");
    parts.ticket = **std::move(ticket);
    id = parts.ticket->conversation;
  }
  auto conversation = parts_.store.FindConversation(id);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value()) return NotFound("the conversation is gone");
  parts.conversation = **std::move(conversation);
  // The last ones, and the one that is meant.
  const int64_t last = order.seq > 0 ? order.seq : parts.conversation.last_seq;
  auto messages = parts_.store.ListMessages(
      id, std::max<int64_t>(0, last - kTranscriptMessages),
      kTranscriptMessages);
  if (!messages.ok()) return messages.error();
  parts.messages = std::move(*messages);
  if (parts.conversation.channel == "email") {
    const auto first = parts_.store.ListMessages(id, 0, 1);
    if (!first.ok()) return first.error();
    if (!first->empty()) parts.first_text = first->front().text;
  }
  if (!item.conversation.empty()) {
    auto mails = parts_.store.outbox().ListMails(id, kThreadMails);
    if (!mails.ok()) return mails.error();
    for (MailRecord& mail : *mails) {
      const bool before =
          mail.message_id != item.message_id && mail.at <= item.created_at;
      if (before) parts.mails.push_back(std::move(mail));
    }
  }
  if (order.letter == Letter::kFilesLeft) {
    auto note = NoteOf(item);
    if (!note.ok()) return note.error();
    parts.files_left = std::move(*note);
  }
  auto mail = WriteLetter(order, parts);
  const bool with_files =
      order.letter == Letter::kReply && !order.without_files;
  if (!mail.ok() || !with_files) return mail;
  auto files = ReadFilesOfMessage(parts_.store, id, order.seq);
  if (!files.ok()) return files.error();
  mail->files = std::move(*files);
  return mail;
}

bool Mailer::Try(OutboxItem item) {
  if (const auto known = unsaved_.find(item.key); known != unsaved_.end()) {
    const OutboxItem tried = known->second;
    Save(tried);
    return !unsaved_.contains(item.key);
  }
  const Result<LetterOrder> order = ReadLetterOrder(item.payload);
  if (!order.ok()) {
    MarkDead(item, order.error().message);
    return true;
  }
  if (IsSeen(item, *order)) {
    item.state = OutboxState::kSent;
    item.last_error = "seen in the chat";
    figures_->seen.Increment();
    Save(item);
    return true;
  }
  Result<Mail> mail = Compose(item, *order);
  if (!mail.ok()) {
    if (mail.error().code == Code::kUnavailable) return false;
    MarkDead(item, mail.error().message);
    return true;
  }
  mail->to.address = item.target;
  mail->message_id = item.message_id;
  mail->date = item.created_at;
  const Result<std::string> bytes = ComposeMail(*mail);
  if (!bytes.ok()) {
    MarkDead(item, bytes.error().message);
    return true;
  }
  const std::string& sender = parts_.rules.bounce_address.empty()
                                  ? parts_.rules.from.address
                                  : parts_.rules.bounce_address;
  FailPoint("mail.send");
  const SendResult result = send_(sender, item.target, *bytes);
  FailPoint("mail.sent");
  if (result.content_refused && !mail->files.empty()) {
    LeaveFiles(item, *order, mail->files, result.why);
    return true;
  }
  Settle(item, result);
  return result.outcome != SendOutcome::kMisconfigured;
}

void Mailer::LeaveFiles(OutboxItem& item, LetterOrder order,
                        const std::vector<MailFile>& files,
                        const std::string& why) {
  const Time now = parts_.clock.Now();
  order.without_files = true;
  figures_->failed.Increment();
  ++item.attempts;
  item.last_error = why + " (with its files)";
  item.next_try_at = now;
  const auto agent = AgentOf(parts_.store, item.ticket, order.seq);
  const Status saved = parts_.store.Write([&](Transaction& transaction) {
    if (!agent.ok()) return Status(agent.error());
    OutboxTable& outbox = transaction.outbox();
    Status status = outbox.SetPayload(item.key, WriteLetterOrder(order));
    if (status.ok()) status = outbox.Update(item);
    if (!status.ok() || item.ticket == 0) return status;
    const MailRules& rules = parts_.rules;
    status = transaction.tickets().AppendEvent(
        {item.ticket, now, "note", *agent,
         rules.texts.Say(rules.language, "note_attachments",
                         {{"names", FilesRefused(rules, files)}})});
    if (!status.ok() || !IsMailAddress(*agent)) return status;
    return MailWriter(rules, parts_.queues)
        .AddFilesLeft(transaction, item.ticket, *agent, now);
  });
  if (saved.ok()) return;
  unsaved_.emplace(item.key, item);  // refused once more, and noted then
  Log(LogLevel::kError, "mail tried but not noted",
      {{"key", item.key}, {"why", saved.error().message}});
}

void Mailer::Settle(OutboxItem& item, const SendResult& result) {
  const Time now = parts_.clock.Now();
  item.last_error = result.why;
  if (result.outcome == SendOutcome::kMisconfigured) {
    // Everything waits; this one is the first to be tried again.
    figures_->failed.Increment();
    figures_->blocked.Set(1);
    if (told_ != result.why) {
      Log(LogLevel::kError, "mail cannot be sent", {{"why", result.why}});
    }
    told_ = result.why;
    item.next_try_at = now + kMisconfiguredWait;
    Save(item);
    return;
  }
  ++item.attempts;
  if (result.outcome == SendOutcome::kSent) {
    item.state = OutboxState::kSent;
    figures_->sent.Increment();
    figures_->blocked.Set(0);
    told_.clear();
    Save(item);
    return;
  }
  figures_->failed.Increment();
  if (result.outcome == SendOutcome::kPermanent) {
    MarkDead(item, result.why);
    return;
  }
  if (result.may_be_sent) item.last_error += " (may have been sent)";
  item.next_try_at = now + WithJitter(MailRetryWait(item.attempts), item.key);
  if (item.next_try_at > item.created_at + kMailLifetime) {
    MarkDead(item, item.last_error);
    return;
  }
  Save(item);
}

void Mailer::MarkDead(OutboxItem& item, const std::string& why) {
  item.state = OutboxState::kDead;
  item.last_error = why;
  figures_->dead.Increment();
  Log(LogLevel::kError, "mail given up",
      {{"key", item.key}, {"ticket", item.ticket}, {"why", why}});
  Save(item);
}

void Mailer::Save(const OutboxItem& item) {
  const Status saved = parts_.store.Write([&item](Transaction& transaction) {
    if (WasSpared(item)) {
      // Unless the chat's provider took its word back meanwhile.
      const auto now = transaction.outbox().FindItem(item.message_id);
      if (!now.ok()) return Status(now.error());
      if (now->has_value() && (*now)->payload != item.payload) return Status();
    }
    Status updated = transaction.outbox().Update(item);
    if (!updated.ok() || item.state != OutboxState::kDead || item.ticket == 0) {
      return updated;
    }
    // Somebody must see it: it stands in the ticket's history.
    return transaction.tickets().AppendEvent(
        {item.ticket, item.next_try_at, "mail_failed", "", item.last_error});
  });
  unsaved_.erase(item.key);
  if (!saved.ok()) {
    unsaved_.emplace(item.key, item);
    Log(LogLevel::kError, "mail tried but not noted",
        {{"key", item.key}, {"why", saved.error().message}});
  }
}

}  // namespace sportello
