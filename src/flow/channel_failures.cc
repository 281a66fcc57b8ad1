#include "flow/channel_failures.h"

#include "channels/chat_outbox.h"

namespace sportello {

ChannelFailures::ChannelFailures(Store& store, const TicketWork& work,
                                 Metrics& metrics, const std::string& secret)
    : store_(store),
      work_(work),
      secret_(secret),
      failed_(metrics, "channel_undelivered_total",
              "Messages that a provider took and did not deliver, by channel.",
              "channel") {}

std::optional<ChannelFailures::Lost> ChannelFailures::Find(
    const std::string& channel, const InboundEvent& event) const {
  const auto chat = store_.channels().FindChat(channel, event.address);
  if (!chat.ok() || !chat->has_value()) return std::nullopt;
  const auto place =
      ParseOutsideId(secret_, (*chat)->conversation, event.about);
  if (!place) return std::nullopt;
  auto message = store_.FindMessage(place->conversation, place->seq);
  if (!message.ok() || !message->has_value()) return std::nullopt;
  return Lost{*place, **std::move(message)};
}

void ChannelFailures::Count(const std::string& channel) {
  failed_.Increment(channel);
}

Status ChannelFailures::Note(Transaction& transaction, ChannelChat& chat,
                             const InboundEvent& event, const Lost& lost,
                             Time now) const {
  // The chat may have got another conversation since.
  if (lost.place.conversation != chat.conversation) return {};
  Status put = NoteChat(transaction, chat, event, lost.message);
  if (!put.ok()) return put;
  const bool by_agent = lost.message.from == Author::kAgent;
  if (by_agent && event.text == FailureReason(Verdict::kWindowClosed)) {
    Status sent = SendAgain(transaction, chat, lost.message, lost.place, now);
    if (!sent.ok()) return sent;
  }
  const auto ticket = FindTicketOf(transaction, chat.conversation, by_agent);
  if (!ticket.ok()) return ticket.error();
  if (*ticket == 0) return {};
  return work_.Undelivered(transaction, *ticket,
                           FailureDetail(event.text, lost.message.from),
                           lost.message, now);
}

Status ChannelFailures::NoteChat(Transaction& transaction, ChannelChat& chat,
                                 const InboundEvent& event,
                                 const Message& message) {
  // Who wrote since is there, and has opened the window again.
  if (chat.last_inbound_at > message.at) return {};
  const ChannelChat before = chat;
  if (event.text == FailureReason(Verdict::kUnreachable)) {
    chat.unreachable = "the provider could not deliver";
  } else if (event.text == FailureReason(Verdict::kWindowClosed)) {
    chat.last_inbound_at = Time{};  // until the customer writes again
  }
  return chat == before ? Status() : transaction.channels().PutChat(chat);
}

}  // namespace sportello
