// How to reach a mail server, for SMTP and IMAP alike.
#ifndef SPORTELLO_MAIL_MAIL_SERVER_H_
#define SPORTELLO_MAIL_MAIL_SERVER_H_

#include <string>
#include <string_view>

#include "base/result.h"

namespace sportello {

struct MailServer {
  // "smtps://mail.shop.it" (TLS from the first byte), "smtp://mail.shop.it:587"
  // (STARTTLS); the same with imap; a path names the mailbox (INBOX if none).
  std::string url;
  std::string user;  // empty = no login
  std::string password;
  // Without TLS neither a password nor a mail leaves; false is for a server on
  // the same machine.
  bool tls_required = true;
  std::string ca_file;  // empty = the system's
};

// Error kInvalid: why `url` is none of `scheme` ("smtp", "imap") or its TLS
// form. User, password and the like belong elsewhere and are refused.
Status CheckMailUrl(std::string_view url, std::string_view scheme);

// The host of such a url.
std::string HostOfMailUrl(std::string_view url);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_MAIL_SERVER_H_
