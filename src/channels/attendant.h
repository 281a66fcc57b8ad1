// Looks after one channel: makes the calls of its start, and asks it for
// events where it must be asked.
//
// Events are confirmed to the provider (by the next poll's offset) only after
// they are stored. When the provider says that somebody else polls, or cannot
// be reached, it is asked again later, and the log says so once.
#ifndef SPORTELLO_CHANNELS_ATTENDANT_H_
#define SPORTELLO_CHANNELS_ATTENDANT_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "channels/channel.h"

namespace sportello {

class ChannelAttendant {
 public:
  using Call = std::function<WebAnswer(const WebCall&)>;
  // Stores the events; waits until they are on disk.
  using Take = std::function<Status(Delivery)>;

  // `channel` and `clock` must outlive this; `call` is used on its thread.
  ChannelAttendant(const Channel& channel, const Clock& clock, Call call,
                   Take take);
  ~ChannelAttendant();  // stops
  ChannelAttendant(const ChannelAttendant&) = delete;
  ChannelAttendant& operator=(const ChannelAttendant&) = delete;

  void Start();
  // `interrupt` makes a call that runs end.
  void Stop(const std::function<void()>& interrupt = nullptr);

 private:
  void Work();
  // Makes the calls of the start that did not work yet.
  void Prepare();
  // Polls once; how long to wait before the next time.
  std::chrono::milliseconds PollOnce();
  // True when it is time to end.
  bool Pause(std::chrono::milliseconds wait);
  void Complain(const std::string& why);

  const Channel& channel_;
  const Clock& clock_;
  const Call call_;
  const Take take_;
  std::vector<WebCall> to_prepare_;
  int64_t offset_ = 0;
  int failures_ = 0;
  std::string told_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_ATTENDANT_H_
