#include "mail/curl_call.h"

#include <mutex>

namespace sportello {
namespace {

constexpr long kConnectSeconds = 10;
constexpr long kTotalSeconds = 60;

int OnProgress(void* stop, curl_off_t /*all*/, curl_off_t /*now*/,
               curl_off_t /*to_send*/, curl_off_t /*sent*/) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

size_t DropBytes(char* /*bytes*/, size_t size, size_t count, void* /*data*/) {
  return size * count;
}

}  // namespace

CurlPtr NewCurl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  return CurlPtr(curl_easy_init());
}

void PrepareCurl(CURL* handle, const MailServer& server,
                 const std::atomic<bool>& stop) {
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps,imap,imaps");
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, kTotalSeconds);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, DropBytes);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, OnProgress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
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
