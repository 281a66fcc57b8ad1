// Reads a mailbox over IMAP: what is new, one mail, mark it as done.
//
// What we have dealt with carries a keyword of ours, so that people and other
// programs may read the mailbox too; where the server keeps no keywords the
// flag \Answered stands for it. The order that loses nothing: ListNew, Fetch,
// store, MarkDone. libcurl cannot wait with IDLE, so one polls.
//
// A client belongs to one thread; Stop() may be called from others.
#ifndef SPORTELLO_MAIL_IMAP_CLIENT_H_
#define SPORTELLO_MAIL_IMAP_CLIENT_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "mail/mail_server.h"

namespace sportello {

class ImapClient {
 public:
  explicit ImapClient(MailServer server);
  ~ImapClient();
  ImapClient(const ImapClient&) = delete;
  ImapClient& operator=(const ImapClient&) = delete;

  // UIDs of mails that are not done and arrived on the day of `since` or
  // later, oldest first, at most `most`. Error kDenied: login, certificate or
  // settings; kUnavailable: try later.
  Result<std::vector<uint32_t>> ListNew(Time since, size_t most);

  // The whole mail, at most `most_bytes` of it.
  Result<std::string> Fetch(uint32_t uid, size_t most_bytes);

  Status MarkDone(uint32_t uid);

  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_MAIL_IMAP_CLIENT_H_
