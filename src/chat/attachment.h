// A file that came with a message, as plain values.
#ifndef SPORTELLO_CHAT_ATTACHMENT_H_
#define SPORTELLO_CHAT_ATTACHMENT_H_

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace sportello {

// What is known of it; its bytes are read apart. Name and type are the
// sender's words: never a path, and never to be believed.
struct Attachment {
  std::string id;  // NewId()
  std::string conversation;
  int64_t seq = 0;  // of the message that it came with
  std::string name;
  std::string type;  // "image/jpeg"
  int64_t bytes = 0;
  Time at{};
  bool operator==(const Attachment&) const = default;
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_ATTACHMENT_H_
