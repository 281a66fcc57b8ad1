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
  const auto found =
      store_.ListMessages(place->conversation, place->seq - 1, 1);
  if (!found.ok() || found->empty() || found->front().seq != place->seq) {
    return std::nullopt;
  }
  return Lost{*place, found->front()};
}

Status ChannelFailures::Note(Transaction& transaction, ChannelChat& chat,
                             const InboundEvent& event,
                             const std::optional<Lost>& lost, Time now) {
  failed_.Increment(chat.channel);
  const bool by_agent = lost && lost->message.from == Author::kAgent;
  const bool closed = event.text == FailureReason(Verdict::kWindowClosed);
  const bool again = closed && by_agent && !lost->place.again;
  if (event.text == FailureReason(Verdict::kUnreachable)) {
    chat.unreachable = "the provider could not deliver";
  } else if (closed) {
    chat.last_inbound_at = Time{};  // until the customer writes again
  }
  Status put = transaction.channels().PutChat(chat);
  // The chat may have got another conversation since.
  if (!put.ok() || !lost || lost->place.conversation != chat.conversation) {
    return put;
  }
  if (again) {
    Status sent = SendAgain(transaction, chat, lost->message, lost->place, now);
    if (!sent.ok()) return sent;
  }
  const auto conversation = transaction.FindConversation(chat.conversation);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value() || (*conversation)->ticket == 0) return {};
  return work_.Undelivered(transaction, (*conversation)->ticket,
                           FailureDetail(event.text, lost->message.from),
                           lost->message, now);
}

}  // namespace sportello
