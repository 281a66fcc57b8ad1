// One libcurl handle as all our calls need it: protocols, time limits, and an
// end when the program stops.
//
// libcurl was chosen because it is in Debian with every security fix, speaks
// SMTP, IMAP and HTTP with all ways of login, and a call that runs (a long
// poll) can be ended within a second. It was tried here against dovecot, exim
// and servers that misbehave. What it cannot do (IDLE, BODY.PEEK into the
// body) we do without.
//
// mail/ and channels/ set the options of their protocols on the handle; this
// folder alone includes the library.
#ifndef SPORTELLO_TRANSFER_CURL_H_
#define SPORTELLO_TRANSFER_CURL_H_

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace sportello {

struct CurlFree {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using CurlPtr = std::unique_ptr<CURL, CurlFree>;

// Null when there is no memory. Starts the library on the first call. A handle
// belongs to one thread at a time.
CurlPtr NewCurl();

struct CurlRules {
  const char* protocols;  // the only ones that the url may name: "http,https"
  std::chrono::milliseconds timeout;
};

// Forgets the last call's options (the connection stays) and sets those that
// every call has. `stop` ends the call within a second when it becomes true;
// it must outlive the call. Redirects are not followed; bytes that come are
// dropped unless the caller sets a function for them.
void PrepareCurl(CURL* handle, const CurlRules& rules,
                 const std::atomic<bool>& stop);

// Lines for an option that takes a list (headers, recipients).
class CurlLines {
 public:
  void Add(const std::string& line);
  // Null while empty.
  curl_slist* get() const { return list_.get(); }

 private:
  struct Free {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  std::unique_ptr<curl_slist, Free> list_;
};

}  // namespace sportello

#endif  // SPORTELLO_TRANSFER_CURL_H_
