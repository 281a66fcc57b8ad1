// Stores what providers deliver, once, before they are told that it arrived.
//
// One transaction holds all events of a delivery: those that came before are
// dropped, the others wait in the store for channel_answerer.h. So the
// provider gets its answer after a commit and no knowledge is needed for it.
#ifndef SPORTELLO_FLOW_CHANNEL_ACCEPT_H_
#define SPORTELLO_FLOW_CHANNEL_ACCEPT_H_

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "channels/channel.h"
#include "flow/channel_failures.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

struct ChannelFlowOptions {
  // Of this installation: from it the ids of chats' conversations are derived,
  // so that who knows a chat's number knows no conversation; it signs what
  // providers send back.
  std::string secret;
  std::string default_language = "it";
  // Short messages that follow within this time are one turn.
  std::chrono::milliseconds burst{2000};
  // What was sent longer ago is stored and not answered.
  std::chrono::minutes stale_after{6 * 60};
};

// What is named here must outlive it. Safe from many threads.
class ChannelAccept {
 public:
  ChannelAccept(Store& store, const TicketWork& work, const Clock& clock,
                Metrics& metrics, const ChannelFlowOptions& options);

  // `done` is called once: on the store's thread after the commit, or at once
  // when the store takes nothing.
  void Take(const std::string& channel, Delivery delivery,
            std::function<void(const Status&)> done);

  // A message of so few words that more may follow.
  static bool MayGoOn(const std::string& text);

 private:
  struct Taken {
    InboundEvent event;
    std::optional<ChannelFailures::Lost> lost = {};
    bool is_new = false;  // of the last run: not known before
  };
  Status Store1(Transaction& transaction, const std::string& channel,
                Taken& taken, Time now);
  // The failure stands in the store.
  Status NoteFailure(Transaction& transaction,
                     const std::optional<ChannelChat>& chat, const Taken& taken,
                     Time now) const;
  void CountFailures(const std::string& channel, const std::vector<Taken>& all);
  Status NoteChat(Transaction& transaction, ChannelChat& chat,
                  const InboundEvent& event, Time now) const;

  Store& store_;
  const Clock& clock_;
  const ChannelFlowOptions& options_;
  ChannelFailures failures_;
  CounterByLabel events_;
  CounterByLabel malformed_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHANNEL_ACCEPT_H_
