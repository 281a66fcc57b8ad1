// In the usual case a whole request arrives at once: it is scanned where it
// lies and copied one time. Only incomplete requests go through buffer_.
#include "http/request_reader.h"

#include <algorithm>
#include <utility>

namespace sportello {
namespace {

constexpr size_t kLongestMethod = 16;
// Method, version, blanks and CR LF around the target.
constexpr size_t kRequestLineRest = 32;

}  // namespace

bool RequestReader::Refuse(int status, std::string_view type,
                           std::string_view detail) {
  refusal_ = {status, type, detail};
  return false;
}

// What can be said of an incomplete request line: other protocols and endless
// lines are not waited for.
bool RequestReader::ScanRequestLine(std::string_view bytes) {
  if (bytes.size() >
      static_cast<size_t>(limits_.max_target_bytes) + kRequestLineRest) {
    return Refuse(414, "target-too-long", "The path and query are too long.");
  }
  const size_t method = bytes.find(' ');
  const std::string_view name = bytes.substr(0, method);
  if (name == "\r") return true;  // of an empty line
  if (name.size() > kLongestMethod) {
    return Refuse(501, "method-unknown",
                  "Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.");
  }
  const bool token = std::all_of(name.begin(), name.end(), IsTokenCharacter);
  if (!token || name.empty()) {
    return Refuse(400, "bad-request-line",
                  "This is not HTTP; only plain HTTP/1.1 is spoken here.");
  }
  return true;
}

// Sets head_bytes_ when the empty line is found. Every line must end with
// CR LF, so that no two readers can disagree where a line ends.
RequestReader::Outcome RequestReader::ScanHead(std::string_view bytes) {
  const auto max_head = static_cast<size_t>(limits_.max_head_bytes);
  for (;;) {
    const size_t end = bytes.substr(0, max_head).find('\n', scanned_);
    if (end == std::string_view::npos) break;
    if (end == scanned_ || bytes[end - 1] != '\r') {
      Refuse(400, "bad-line-end", "Lines must end with CR LF.");
      return Outcome::kRefused;
    }
    const bool is_empty = end == scanned_ + 1;
    if (is_empty && end == 1) {  // RFC 9112, 2.2: before a request
      begin_ = scanned_ = 2;
      continue;
    }
    if (lines_ == 0 &&
        !ScanRequestLine(bytes.substr(scanned_, end + 1 - scanned_))) {
      return Outcome::kRefused;
    }
    scanned_ = end + 1;
    if (is_empty) {
      head_bytes_ = scanned_;
      return Outcome::kReady;
    }
    if (++lines_ > limits_.max_header_lines + 1) {
      Refuse(431, "too-many-headers", "The request has too many header lines.");
      return Outcome::kRefused;
    }
  }
  if (lines_ == 0 && bytes.size() > scanned_ &&
      !ScanRequestLine(bytes.substr(scanned_))) {
    return Outcome::kRefused;
  }
  if (bytes.size() >= max_head) {
    Refuse(431, "head-too-large", "The request's headers are too large.");
    return Outcome::kRefused;
  }
  return Outcome::kNeedMore;
}

RequestReader::Outcome RequestReader::ReadHead(std::string_view bytes) {
  const Outcome scan = ScanHead(bytes);
  if (scan != Outcome::kReady) return scan;
  const auto parsed =
      ParseRequestHead(bytes.substr(begin_, head_bytes_ - begin_), limits_);
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) {
    refusal_ = *refusal;
    return Outcome::kRefused;
  }
  const auto& head = std::get<RequestHead>(parsed);
  body_bytes_ = head.body_bytes;
  continue_due_ = head.expects_continue;
  ready_.is_http_10 = head.is_http_10;
  ready_.keep_alive = head.keep_alive;
  ready_.is_head = head.method == "HEAD";
  return Outcome::kReady;
}

RequestReader::Outcome RequestReader::Feed(std::string_view bytes,
                                           size_t* used) {
  *used = 0;
  if (bytes.empty()) return Outcome::kNeedMore;
  const size_t before = buffer_.size();
  std::string_view all = bytes;
  if (before > 0) {
    // Of a body whose length is known no more than its end.
    const size_t wanted =
        has_head() ? std::min(bytes.size(), head_bytes_ + body_bytes_ - before)
                   : bytes.size();
    buffer_.append(bytes.substr(0, wanted));
    all = buffer_;
  }
  if (!has_head() && ReadHead(all) == Outcome::kRefused) {
    return Outcome::kRefused;
  }
  const size_t total = head_bytes_ + body_bytes_;
  if (!has_head() || all.size() < total) {
    if (before == 0) buffer_.assign(bytes);
    *used = bytes.size();
    return Outcome::kNeedMore;
  }
  *used = total - before;
  if (before == 0 || begin_ > 0) {
    ready_.bytes.assign(all.substr(begin_, total - begin_));
  } else {
    buffer_.resize(total);
    ready_.bytes = std::move(buffer_);
  }
  ready_.head_bytes = head_bytes_ - begin_;
  Reset();
  return Outcome::kReady;
}

WireRequest RequestReader::TakeRequest() { return std::move(ready_); }

bool RequestReader::TakeContinue() {
  const bool due = continue_due_ && has_head() && buffer_.size() == head_bytes_;
  if (has_head()) continue_due_ = false;
  return due;
}

void RequestReader::Reset() {
  buffer_ = std::string();
  begin_ = 0;
  scanned_ = 0;
  head_bytes_ = 0;
  body_bytes_ = 0;
  lines_ = 0;
  continue_due_ = false;
}

}  // namespace sportello
