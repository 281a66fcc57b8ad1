// Cuts a stream of bytes into whole requests, refusing early what breaks a
// limit. Knows no socket and no clock.
//
//   RequestReader reader(limits);
//   size_t used = 0;
//   switch (reader.Feed(bytes, &used)) { ... }
//
// Bytes are taken up to the end of one request; the rest is the caller's.
// Memory: what has arrived of one head and one body, nothing between requests.
// One thread.
#ifndef SPORTELLO_HTTP_REQUEST_READER_H_
#define SPORTELLO_HTTP_REQUEST_READER_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "http/http_server.h"
#include "http/request_head.h"

namespace sportello {

// A whole request with an accepted head, not yet taken apart.
struct WireRequest {
  std::string bytes;  // head and body
  size_t head_bytes = 0;
  bool is_http_10 = false;
  bool keep_alive = true;
  bool is_head = false;  // method HEAD: answered without a body
};

class RequestReader {
 public:
  enum class Outcome { kNeedMore, kReady, kRefused };

  // `limits` must outlive the reader.
  explicit RequestReader(const HttpLimits& limits) : limits_(limits) {}

  // Takes `*used` bytes off the front of `bytes`. kNeedMore: all were taken.
  // kReady: TakeRequest() has a request. kRefused: refusal() says why, and
  // nothing that follows on the connection can be trusted.
  Outcome Feed(std::string_view bytes, size_t* used);

  // After kReady; the reader then begins with the next request.
  WireRequest TakeRequest();

  const Refusal& refusal() const { return refusal_; }
  // A request has begun and is not complete.
  bool started() const { return buffer_.size() > begin_; }
  bool has_head() const { return head_bytes_ > 0; }
  // True once: the head is there, the body is not, and the client waits for
  // "100 Continue" before it sends it.
  bool TakeContinue();

 private:
  Outcome ReadHead(std::string_view bytes);
  Outcome ScanHead(std::string_view bytes);
  bool ScanRequestLine(std::string_view bytes);
  bool Refuse(int status, std::string_view type, std::string_view detail);
  void Reset();

  const HttpLimits& limits_;
  std::string buffer_;  // of the present request
  WireRequest ready_;
  Refusal refusal_;
  size_t begin_ = 0;    // after an empty line before the request
  size_t scanned_ = 0;  // lines before this offset are looked at
  size_t head_bytes_ = 0;
  size_t body_bytes_ = 0;
  int lines_ = 0;
  bool continue_due_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_REQUEST_READER_H_
