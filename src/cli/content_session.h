// A conversation in memory: what the daemon does with a turn, without a
// store. For conversation tests and the terminal.
#ifndef SPORTELLO_CLI_CONTENT_SESSION_H_
#define SPORTELLO_CLI_CONTENT_SESSION_H_

#include <memory>
#include <string>
#include <string_view>

#include "dialogue/step.h"

namespace sportello {

// Not safe from many threads. Tickets are counted from 1001.
class ChatSession {
 public:
  // `locale` is the language of the page on which the customer writes; empty
  // = unknown.
  ChatSession(std::shared_ptr<const Snapshot> snapshot, Customer customer,
              std::string locale);

  void set_channel(std::string channel) { channel_ = std::move(channel); }
  void set_open(bool open) { open_ = open; }

  // One turn; the number of its ticket is in the replies.
  Turn Say(std::string_view text);

  const Conversation& conversation() const { return conversation_; }

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  Conversation conversation_;
  std::string locale_;
  std::string channel_ = "web";
  bool open_ = true;
  int64_t next_ticket_ = 1001;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_SESSION_H_
