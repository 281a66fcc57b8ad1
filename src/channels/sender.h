// The threads that send what the outbox holds for providers' chats.
//
// Each row is one call. Within a chat the order of the rows is kept: a row
// that must wait holds the chat's later ones back, and no other chat's. The
// provider's pace (channel_limits.h) is kept for each chat and over all. After
// a failure that may pass the next tries come after 1, 2, 4 ... 60 s, then
// every minute, and after 24 hours the row is dead; so is at once what the
// provider refuses for good. When nothing is taken at all (a wrong token) the
// channel waits a minute and says so; nothing is lost.
//
// A call whose answer is lost is made again: no provider here knows an
// idempotency key, so the customer may then see a message twice. The row's
// message_id is the same at every try where the protocol carries one.
#ifndef SPORTELLO_CHANNELS_SENDER_H_
#define SPORTELLO_CHANNELS_SENDER_H_

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "channels/channel.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

using ChannelMap = std::map<std::string, std::unique_ptr<Channel>, std::less<>>;

// The wait after so many failed tries; `attempts` counts from 1.
std::chrono::seconds ChannelRetryWait(int attempts);

inline constexpr std::chrono::hours kChannelLifetime{24};

struct SenderParts {
  Store& store;
  const ChannelMap& channels;
  const Clock& clock;
  Metrics& metrics;
  // Of this installation: signs what providers send back (OutsideId()).
  std::string secret;
  // The customer has got the conversation's messages up to `seq`.
  std::function<void(const std::string& conversation, int64_t seq)> delivered =
      nullptr;
};

class ChannelSender {
 public:
  // Makes a call; one caller for each thread.
  using Call = std::function<WebAnswer(const WebCall&)>;
  using MakeCaller = std::function<Call()>;

  ChannelSender(SenderParts parts, MakeCaller make_caller);
  ~ChannelSender();  // stops
  ChannelSender(const ChannelSender&) = delete;
  ChannelSender& operator=(const ChannelSender&) = delete;

  void Start(int threads);
  // `interrupt` makes the calls that run end.
  void Stop(const std::function<void()>& interrupt = nullptr);
  // There may be something to send. Cheap; any thread.
  void Wake();

  // One pass on this thread, for tests: the number of rows tried.
  int SendDue(const Call& call);

 private:
  // A row as it is after a try; `failure` (FailureReason) of one given up.
  struct Tried {
    OutboxItem item;
    std::string_view failure = {};
    bool by_agent = false;
  };
  struct Figures;
  using TimePoint = std::chrono::steady_clock::time_point;

  // When a chat or a channel may be written to again.
  struct Pace {
    Time free_at{};
  };

  void Work();
  // Rows that may be sent now, each marked as in work.
  std::vector<OutboxItem> Pick(int limit);
  bool MayGo(const OutboxItem& item, Time now);
  void Send(OutboxItem item, const Call& call);
  Judgement Try(const Channel& channel, const OutboxItem& item,
                const OutgoingPart& part, const Call& call);
  void Settle(OutboxItem& item, const OutgoingPart& part,
              const Judgement& judgement);
  void Wait(OutboxItem& item, const Judgement& judgement, Time now);
  void MarkDead(OutboxItem& item, bool by_agent, const Judgement& judgement);
  void MarkUnreachable(const OutboxItem& item, const std::string& why);
  void Save(const Tried& tried);

  const SenderParts parts_;
  const MakeCaller make_caller_;
  std::unique_ptr<Figures> figures_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool news_ = false;
  bool held_back_ = false;         // something waits only for the pace
  std::set<std::string> in_work_;  // targets
  std::map<std::string, Pace, std::less<>> paces_;  // of targets and channels
  std::map<int64_t, Tried> unsaved_;                // tried and not noted
  std::set<std::string> told_;  // channels that were said to be misconfigured
  std::vector<std::thread> threads_;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_SENDER_H_
