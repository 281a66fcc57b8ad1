// Hands mails to a server over SMTP, one recipient at a time.
//
// The envelope is checked before libcurl sees it (libcurl would pass a CR LF
// on), and a mail counts as sent only after the server's 250 for the data. A
// client belongs to one thread and keeps its connection open between mails;
// Stop() may be called from others.
#ifndef SPORTELLO_MAIL_SMTP_CLIENT_H_
#define SPORTELLO_MAIL_SMTP_CLIENT_H_

#include <memory>
#include <string>
#include <string_view>

#include "mail/mail_server.h"

namespace sportello {

enum class SendOutcome {
  kSent,
  kRetry,          // busy, greylisted, unreachable, or the line broke
  kPermanent,      // this mail will never be taken
  kMisconfigured,  // no mail will be taken: login, TLS, settings
};

struct SendResult {
  SendOutcome outcome = SendOutcome::kRetry;
  int code = 0;     // the server's last answer, 0 = none
  std::string why;  // for the log and the desk: no address, no text; empty =
                    // sent
  // The line broke after the last byte: the server may have taken the mail,
  // and a retry may be the second copy (with the same Message-ID).
  bool may_be_sent = false;
  // Of kPermanent: it is the mail that does not please, or its size, not whom
  // it is for.
  bool content_refused = false;
};

class SmtpClient {
 public:
  // `hello`: our name for the server, a host name.
  SmtpClient(MailServer server, std::string hello);
  ~SmtpClient();
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  // `sender`: the envelope's, empty for none (RFC 3834: answers of machines);
  // `bytes`: of ComposeMail. At most a minute, and one more for each 4 MB.
  SendResult Send(const std::string& sender, const std::string& recipient,
                  std::string_view bytes);

  // Ends a call that runs within a second or so; later ones end at once.
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_MAIL_SMTP_CLIENT_H_
