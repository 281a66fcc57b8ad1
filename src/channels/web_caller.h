// Calls a provider's interface over HTTP.
//
// With libcurl (transfer/curl.h): a long poll can be ended within a second,
// which our HTTP client cannot. Only http and https; no redirects; nothing of
// a call is ever logged, since the token may be in its path.
//
// A caller belongs to one thread and keeps its connections; Stop() may be
// called from others.
#ifndef SPORTELLO_CHANNELS_WEB_CALLER_H_
#define SPORTELLO_CHANNELS_WEB_CALLER_H_

#include <atomic>
#include <memory>
#include <string>

#include "channels/channel.h"

namespace sportello {

class WebCaller {
 public:
  // `stop` ends a call that runs within a second, and later ones at once; it
  // must outlive the caller.
  explicit WebCaller(const std::atomic<bool>& stop);
  ~WebCaller();
  WebCaller(const WebCaller&) = delete;
  WebCaller& operator=(const WebCaller&) = delete;

  // POSTs the body as JSON.
  WebAnswer Call(const WebCall& call);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_CHANNELS_WEB_CALLER_H_
