#include "channels/attendant.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "channels/sender.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds kPrepareInterval{60};
constexpr milliseconds kQuickPoll{1000};
constexpr milliseconds kPauseAfterQuickPoll{250};

}  // namespace

ChannelAttendant::ChannelAttendant(const Channel& channel, const Clock& clock,
                                   Call call, Take take)
    : channel_(channel),
      clock_(clock),
      call_(std::move(call)),
      take_(std::move(take)),
      to_prepare_(channel.Prepare()) {}

ChannelAttendant::~ChannelAttendant() { Stop(); }

void ChannelAttendant::Start() {
  thread_ = std::thread([this] { Work(); });
}

void ChannelAttendant::Stop(const std::function<void()>& interrupt) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (interrupt) interrupt();
  if (thread_.joinable()) thread_.join();
}

bool ChannelAttendant::Pause(milliseconds wait) {
  std::unique_lock lock(mutex_);
  return wake_.wait_for(lock, wait, [this] { return stopping_; });
}

void ChannelAttendant::Complain(const std::string& why) {
  if (told_ == why) return;
  told_ = why;
  Log(LogLevel::kWarning, "channel cannot be asked",
      {{"channel", std::string(channel_.name())}, {"why", why}});
}

void ChannelAttendant::Work() {
  Prepare();
  auto prepared_at = steady_clock::now();
  for (;;) {
    const milliseconds wait = channel_.polls() ? PollOnce() : kPrepareInterval;
    if (Pause(wait)) return;
    if (steady_clock::now() - prepared_at < kPrepareInterval) continue;
    Prepare();
    prepared_at = steady_clock::now();
  }
}

void ChannelAttendant::Prepare() {
  std::vector<WebCall> again;
  for (const WebCall& call : to_prepare_) {
    if (Pause(milliseconds(0))) return;
    const Judgement judgement = channel_.Judge(call_(call));
    if (judgement.verdict == Verdict::kSent) continue;
    Complain(judgement.why);
    if (judgement.verdict != Verdict::kRejected) again.push_back(call);
  }
  to_prepare_ = std::move(again);
}

milliseconds ChannelAttendant::PollOnce() {
  const auto begin = steady_clock::now();
  PollResult result =
      channel_.ReadPoll(call_(channel_.Poll(offset_)), clock_.Now());
  if (result.trouble.has_value()) {
    ++failures_;
    Complain(result.trouble->why);
    // A webhook that somebody set stands in the way of polls.
    if (result.trouble->verdict == Verdict::kWaitChannel && failures_ == 1) {
      to_prepare_ = channel_.Prepare();
      Prepare();
    }
    return std::max<milliseconds>(result.trouble->wait,
                                  ChannelRetryWait(failures_));
  }
  failures_ = 0;
  told_.clear();
  const bool empty = result.delivery.events.empty();
  if (result.next_offset != 0) {
    const Status taken = take_(std::move(result.delivery));
    if (!taken.ok()) return seconds(1);  // it comes again
    offset_ = result.next_offset;
  }
  const bool quick = steady_clock::now() - begin < kQuickPoll;
  return empty && quick ? kPauseAfterQuickPoll : milliseconds(0);
}

}  // namespace sportello
