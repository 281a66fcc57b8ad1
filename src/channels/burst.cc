#include "channels/burst.h"

namespace sportello {

bool Burst::Add(const InboundEvent& event) {
  const bool joins =
      event.kind == InboundEvent::Kind::kText && !event.text.starts_with('/');
  if (count_ > 0 && (!joins || !joins_ || count_ >= kMostEventsOfATurn)) {
    return false;
  }
  if (count_ > 0) text_ += "\n";
  joins_ = joins;
  text_ += event.text;
  ++count_;
  return true;
}

}  // namespace sportello
