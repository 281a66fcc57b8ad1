#include "mail/curl_call.h"

namespace sportello {

void PrepareMailCall(CURL* handle, const MailServer& server,
                     const std::atomic<bool>& stop,
                     std::chrono::milliseconds timeout) {
  PrepareCurl(handle, {"smtp,smtps,imap,imaps", timeout}, stop);
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   server.tls_required ? CURLUSESSL_ALL : CURLUSESSL_TRY);
  if (!server.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, server.ca_file.c_str());
  }
  if (!server.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
  }
}

bool IsMisconfigured(CURLcode code) {
  switch (code) {
    case CURLE_LOGIN_DENIED:
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_NOT_BUILT_IN:
      return true;
    default:
      return false;
  }
}

}  // namespace sportello
