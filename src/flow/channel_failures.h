// What a provider took and did not deliver: the agent sees it in the ticket's
// history and the answer takes the next way, that of the closed window
// (channels/whatsapp.cc) or mail.
#ifndef SPORTELLO_FLOW_CHANNEL_FAILURES_H_
#define SPORTELLO_FLOW_CHANNEL_FAILURES_H_

#include <optional>
#include <string>

#include "channels/channel.h"
#include "handoff/ticket_work.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// Safe from many threads. What is given must outlive it.
class ChannelFailures {
 public:
  // `secret` as SenderParts has it.
  ChannelFailures(Store& store, const TicketWork& work, Metrics& metrics,
                  const std::string& secret);

  struct Lost {
    OutboxPlace place;
    Message message;
  };
  // The message that an event of kFailed is about, as far as it is known: of
  // the conversation that the chat has now. What older versions gave to
  // providers is not known. Reads the store, so before the transaction.
  std::optional<Lost> Find(const std::string& channel,
                           const InboundEvent& event) const;

  // `chat` is as in the store. What it says of the chat counts only when the
  // customer has not written since.
  Status Note(Transaction& transaction, ChannelChat& chat,
              const InboundEvent& event, const Lost& lost, Time now) const;
  // A failure was stored that was not known before.
  void Count(const std::string& channel);

 private:
  static Status NoteChat(Transaction& transaction, ChannelChat& chat,
                         const InboundEvent& event, const Message& message);

  Store& store_;
  const TicketWork& work_;
  const std::string& secret_;
  CounterByLabel failed_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHANNEL_FAILURES_H_
