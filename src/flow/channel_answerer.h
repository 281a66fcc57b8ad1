// Answers what channel_accept.h stored: accept and answer are two steps, and
// each can die and be run again.
//
// One thread looks for chats whose events are due. A chat has at most one turn
// in work, so its messages are answered in their order; the chat that waits
// longest comes first. Short messages in a row are one turn. The turn, the
// mark that its events are answered and its replies in the outbox are one
// transaction: after kill -9 an event is answered once or not yet.
#ifndef SPORTELLO_FLOW_CHANNEL_ANSWERER_H_
#define SPORTELLO_FLOW_CHANNEL_ANSWERER_H_

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "channels/channel.h"
#include "channels/sender.h"
#include "flow/channel_accept.h"
#include "flow/chat_endpoint.h"
#include "handoff/ticket_work.h"
#include "store/store.h"

namespace sportello {

struct ChannelAnswererParts {
  Store& store;
  ChatEndpoint& chat;
  const TicketWork& work;
  const Clock& clock;
  MessageWaiters& waiters;
  const ChannelFlowOptions& options;
};

class ChannelAnswerer {
 public:
  explicit ChannelAnswerer(ChannelAnswererParts parts);
  ~ChannelAnswerer();  // stops
  ChannelAnswerer(const ChannelAnswerer&) = delete;
  ChannelAnswerer& operator=(const ChannelAnswerer&) = delete;

  // `written`: there is something to send now. Called on the store's thread.
  void Start(std::function<void()> written);
  // No turn begins any more; those in work end with the store.
  void Stop();
  // Something was stored. Cheap; any thread.
  void Wake();

  // One pass on this thread, for tests: the number of turns begun.
  int AnswerDue();

 private:
  using ChatName = std::pair<std::string, std::string>;  // channel, address
  // Events that are one turn.
  struct Batch {
    ChannelChat chat;
    std::vector<int64_t> keys;
    InboundEvent first;
    std::string text;  // of all
  };

  void Work();
  bool Begin(const ChannelEvent& head, Time now);
  // The events at the front of a chat that are one turn; no keys when it is
  // not their time yet.
  Result<Batch> Collect(const ChannelEvent& head, Time now);
  void Run(Batch batch);
  // Without the dialogue: `write` stores what there is to store.
  void RunAlone(const Batch& batch, Store::Work write);
  // The message, and when it is no text a word about that.
  Status StoreOnly(Transaction& transaction, const Batch& batch,
                   bool media = false) const;
  Status GoOn(Transaction& transaction, const Batch& batch, bool& linked) const;
  std::string ValueOf(const Batch& batch) const;
  void Finish(const Batch& batch, const Status& status);

  const ChannelAnswererParts parts_;
  std::function<void()> written_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool news_ = false;
  std::set<ChatName> in_work_;
  struct Trouble {
    int times = 0;
    Time until{};
  };
  std::map<ChatName, Trouble> troubles_;
  Time forgot_at_{};
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_CHANNEL_ANSWERER_H_
