// One libcurl handle as SMTP and IMAP need it: protocols, TLS, time limits,
// and an end when the program stops.
//
// libcurl was chosen because it is in Debian with every security fix, speaks
// both protocols with STARTTLS and all ways of login, and was tried here
// against dovecot, exim and a server that misbehaves. What it cannot do (IDLE,
// BODY.PEEK into the body) we do without. Only this folder sees it.
#ifndef SPORTELLO_MAIL_CURL_CALL_H_
#define SPORTELLO_MAIL_CURL_CALL_H_

#include <curl/curl.h>

#include <atomic>
#include <memory>
#include <string>

#include "mail/mail_server.h"

namespace sportello {

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlPtr = std::unique_ptr<CURL, CurlFree>;

// Null when there is no memory. Starts the library on the first call.
CurlPtr NewCurl();

// Forgets the last call's options (the connection stays) and sets those that
// every call has. `stop` ends the call within a second when it becomes true;
// it must outlive the call.
void PrepareCurl(CURL* handle, const MailServer& server,
                 const std::atomic<bool>& stop);

// True for failures that only the operator can end: login refused, no TLS, a
// certificate that is not trusted, a url that is none.
bool IsMisconfigured(CURLcode code);

}  // namespace sportello

#endif  // SPORTELLO_MAIL_CURL_CALL_H_
