#include "channels/chat_outbox.h"

#include <utility>
#include <vector>

namespace sportello {
namespace {

Status InsertOnce(Transaction& transaction, OutboxItem item) {
  Status written = transaction.outbox().Insert(item);
  if (!written.ok() && written.error().code == Code::kConflict) return {};
  return written;
}

}  // namespace

Status SendToChat(Transaction& transaction, const ChannelChat& chat,
                  const Message& message, Time now) {
  const std::vector<OutgoingPart> parts =
      CutMessage(message, LimitsOf(chat.channel));
  for (size_t i = 0; i < parts.size(); ++i) {
    std::string id = OutboxId({chat.conversation, message.seq, i + 1});
    Status written = InsertOnce(
        transaction, MakeOutboxItem(chat, parts[i], std::move(id), now));
    if (!written.ok()) return written;
  }
  return {};
}

Status SendAgain(Transaction& transaction, const ChannelChat& chat,
                 const Message& message, OutboxPlace place, Time now) {
  const std::vector<OutgoingPart> parts =
      CutMessage(message, LimitsOf(chat.channel));
  if (place.again || place.part > parts.size()) return {};
  place.again = true;
  return InsertOnce(transaction, MakeOutboxItem(chat, parts[place.part - 1],
                                                OutboxId(place), now));
}

Result<int64_t> FindTicketOf(Transaction& transaction,
                             const std::string& conversation, bool by_agent) {
  const auto found = transaction.FindConversation(conversation);
  if (!found.ok()) return found.error();
  if (!found->has_value()) return 0;
  if ((*found)->ticket != 0 || !by_agent) return (*found)->ticket;
  const auto last =
      transaction.tickets().FindLast(conversation, kFollowUpReason);
  if (!last.ok()) return last.error();
  return last->has_value() ? (*last)->number : 0;
}

Status SendNotice(Transaction& transaction, const ChannelChat& chat,
                  const std::string& text, const std::string& id, Time now) {
  OutgoingPart part;
  part.text = text;
  return InsertOnce(transaction,
                    MakeOutboxItem(chat, part, "notice/" + id, now));
}

Status SendAck(Transaction& transaction, const ChannelChat& chat,
               const std::string& ack, const std::string& id, Time now) {
  OutgoingPart part;
  part.ack = ack;
  return InsertOnce(transaction, MakeOutboxItem(chat, part, "ack/" + id, now));
}

}  // namespace sportello
