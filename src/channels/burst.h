// Short messages in a row that are one turn, as people write in chats.
//
// Pure: when they came is the caller's business.
#ifndef SPORTELLO_CHANNELS_BURST_H_
#define SPORTELLO_CHANNELS_BURST_H_

#include <string>

#include "channels/channel.h"

namespace sportello {

// More wait for the next turn.
inline constexpr int kMostEventsOfATurn = 20;

class Burst {
 public:
  // Takes the event, one a line. False, and nothing is taken, when it is a
  // turn of its own: behind other events only texts join texts, and what means
  // a button ("/id") joins nothing.
  bool Add(const InboundEvent& event);

  bool empty() const { return count_ == 0; }
  const std::string& text() const { return text_; }

 private:
  int count_ = 0;
  bool joins_ = false;
  std::string text_;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_BURST_H_
