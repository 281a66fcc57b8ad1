// The thread that sends what the outbox holds of mail.
//
// Each row is sent until the server takes it: after a failure that may pass
// again in 1, 5, 15, 60 and 240 minutes, then every 240, and after 24 hours it
// is dead; what the server refuses for good is dead at once. A dead row stays
// visible. The Message-ID is the row's, so a mail that is sent twice (the
// program died between the server's answer and our note of it) is the same
// mail. When login, TLS or settings are wrong nothing is lost: everything
// waits, the log says why, and the next try is after a minute.
#ifndef SPORTELLO_HANDOFF_MAILER_H_
#define SPORTELLO_HANDOFF_MAILER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/rounds.h"
#include "handoff/mail_letter.h"
#include "handoff/mail_rules.h"
#include "mail/smtp_client.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// The wait after so many failed tries; `attempts` counts from 1.
std::chrono::minutes MailRetryWait(int attempts);

inline constexpr std::chrono::hours kMailLifetime{24};

struct MailerParts {
  Store& store;
  const Queues& queues;
  const MailRules& rules;
  const Clock& clock;
  Metrics& metrics;
  // The seq up to which the customer has seen the conversation's messages in
  // the chat; 0 = unknown.
  std::function<int64_t(const std::string& conversation)> seen;
};

class Mailer {
 public:
  // One mail to one address; as SmtpClient::Send.
  using Send = std::function<SendResult(const std::string& sender,
                                        const std::string& recipient,
                                        std::string_view bytes)>;

  Mailer(MailerParts parts, Send send);
  ~Mailer();  // stops
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  void Start();
  // Waits for the mail that is being sent. `interrupt` makes that short.
  void Stop(const std::function<void()>& interrupt = nullptr);

  // Sends what is due now; the number of rows that were tried. Also for tests.
  int SendDue();

 private:
  struct Figures;

  // False: nothing can be sent for now.
  bool Try(OutboxItem item);
  Result<Mail> Compose(const OutboxItem& item, const LetterOrder& order) const;
  Result<std::string> NoteOf(const OutboxItem& item) const;
  bool IsSeen(const OutboxItem& item, const LetterOrder& order) const;
  // The server refused the letter for its files, or may have: it goes again
  // without them. The ticket says so, and the agent is told.
  void LeaveFiles(OutboxItem& item, LetterOrder order,
                  const std::vector<MailFile>& files, const std::string& why);
  void Settle(OutboxItem& item, const SendResult& result);
  void MarkDead(OutboxItem& item, const std::string& why);
  void Save(const OutboxItem& item);
  // Tried and not noted (a full disk): noted before it is tried again.
  std::map<int64_t, OutboxItem> unsaved_;

  const MailerParts parts_;
  const Send send_;
  std::unique_ptr<Figures> figures_;
  std::string told_;  // the last reason why nothing can be sent

  Rounds rounds_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAILER_H_
