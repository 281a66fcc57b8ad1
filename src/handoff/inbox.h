// The thread that fetches mail: from a mailbox over IMAP, and from the folder
// into which `sportello mail-in` puts what a mail server pipes to it.
//
// A mail is marked in the mailbox, or removed from the folder, after the store
// has it; a crash in between reads it again, and its Message-ID tells.
#ifndef SPORTELLO_HANDOFF_INBOX_H_
#define SPORTELLO_HANDOFF_INBOX_H_

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "handoff/mail_receiver.h"
#include "mail/imap_client.h"
#include "metrics/metrics.h"

namespace sportello {

inline constexpr size_t kMaxMailBytes = 25U << 20;

// Puts a mail into the folder, on disk when it returns. Error kUnavailable:
// it could not be written.
Status DropMail(const std::string& folder, std::string_view bytes);

struct InboxOptions {
  std::string folder;  // of `sportello mail-in`
  std::chrono::milliseconds folder_interval{1000};
  std::chrono::milliseconds imap_interval{30'000};
  Time since{};  // older mails are left alone
};

class Inbox {
 public:
  // `imap` may be null. All that is given must outlive the inbox.
  Inbox(MailReceiver& receiver, ImapClient* imap, Metrics& metrics,
        InboxOptions options);
  ~Inbox();  // stops
  Inbox(const Inbox&) = delete;
  Inbox& operator=(const Inbox&) = delete;

  void Start();
  void Stop();

  // One look, also for tests; how many mails were dealt with.
  int ReadFolder();
  int ReadMailbox();

 private:
  void Loop();
  enum class Taken { kDone, kNotUnderstood, kLater };
  Taken Take(std::string_view bytes, std::string_view where);
  bool IsStopping();
  void Tell(const Status& status);

  MailReceiver& receiver_;
  ImapClient* const imap_;
  const InboxOptions options_;
  Gauge blocked_;
  std::string told_;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_INBOX_H_
