#include "transfer/curl.h"

#include <mutex>

namespace sportello {
namespace {

constexpr long kConnectMs = 10'000;

int EndWhenStopped(void* stop, curl_off_t /*all*/, curl_off_t /*now*/,
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

void PrepareCurl(CURL* handle, const CurlRules& rules,
                 const std::atomic<bool>& stop) {
  curl_easy_reset(handle);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, rules.protocols);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(rules.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, DropBytes);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, EndWhenStopped);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &stop);
}

void CurlLines::Add(const std::string& line) {
  // The library gives the same first link back, or null when out of memory.
  curl_slist* const all = curl_slist_append(list_.get(), line.c_str());
  if (all == nullptr || all == list_.get()) return;
  list_.reset(all);
}

}  // namespace sportello
