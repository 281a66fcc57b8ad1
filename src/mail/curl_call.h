// A libcurl handle (transfer/curl.h) as SMTP and IMAP need it: TLS and login.
#ifndef SPORTELLO_MAIL_CURL_CALL_H_
#define SPORTELLO_MAIL_CURL_CALL_H_

#include <atomic>
#include <chrono>

#include "mail/mail_server.h"
#include "transfer/curl.h"

namespace sportello {

inline constexpr std::chrono::milliseconds kMailCallTime =
    std::chrono::minutes(1);

// As PrepareCurl(), for a call to `server`.
void PrepareMailCall(CURL* handle, const MailServer& server,
                     const std::atomic<bool>& stop,
                     std::chrono::milliseconds timeout = kMailCallTime);

// True for failures that only the operator can end: login refused, no TLS, a
// certificate that is not trusted, a url that is none.
bool IsMisconfigured(CURLcode code);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_CURL_CALL_H_
