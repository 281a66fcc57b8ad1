#include "http/connection.h"

#include <utility>

#include "http/http_answer.h"

namespace sportello {
namespace {

// A client that was refused gets this long, and this much more of its bytes
// is taken, so that our answer is not lost in a reset.
constexpr std::chrono::milliseconds kLingerTime{1000};
constexpr size_t kLingerBytes = 2 * 1024 * 1024;

constexpr Refusal kTooSlow{408, "timeout",
                           "The request did not arrive in time."};
constexpr Refusal kEndedEarly{400, "incomplete-request",
                              "The request ended before it was complete."};
constexpr Refusal kNoAnswer{503, "no-answer",
                            "The answer takes too long; try again."};

}  // namespace

Connection::Connection(const HttpLimits& limits, TimePoint now)
    : limits_(limits),
      reader_(limits),
      deadline_(now + limits.head_timeout),
      begun_(now) {}

bool Connection::wants_bytes() const {
  switch (state_) {
    case State::kReading:
    case State::kLingering:
      return !peer_ended_;
    case State::kHandling:
    case State::kWriting:
      return !peer_ended_ &&
             waiting_.size() - waiting_begin_ <
                 static_cast<size_t>(limits_.max_head_bytes) +
                     static_cast<size_t>(limits_.max_body_bytes);
    case State::kDone:
      break;
  }
  return false;
}

void Connection::Receive(std::string_view bytes, TimePoint now) {
  switch (state_) {
    case State::kReading:
      waiting_.append(bytes.substr(Read(bytes, now)));
      break;
    case State::kHandling:
    case State::kWriting:
      waiting_.erase(0, waiting_begin_);
      waiting_begin_ = 0;
      waiting_.append(bytes);
      break;
    case State::kLingering:
      thrown_away_ += bytes.size();
      if (thrown_away_ > kLingerBytes) state_ = State::kDone;
      break;
    case State::kDone:
      break;
  }
}

// Returns how many bytes belong to the request.
size_t Connection::Read(std::string_view bytes, TimePoint now) {
  if (!reader_.started()) begun_ = now;
  size_t used = 0;
  switch (reader_.Feed(bytes, &used)) {
    case RequestReader::Outcome::kRefused:
      Refuse(reader_.refusal(), now);
      return bytes.size();
    case RequestReader::Outcome::kReady:
      has_request_ = true;
      state_ = State::kHandling;
      deadline_ = now + limits_.answer_timeout;
      return used;
    case RequestReader::Outcome::kNeedMore:
      break;
  }
  if (reader_.has_head()) {
    deadline_ = begun_ + limits_.exchange_timeout;
    if (reader_.TakeContinue()) output_.append("HTTP/1.1 100 Continue\r\n\r\n");
  } else if (reader_.started()) {
    deadline_ = begun_ + limits_.head_timeout;
  }
  return used;
}

void Connection::ReceiveEnd(TimePoint now) {
  peer_ended_ = true;
  if (state_ == State::kLingering) state_ = State::kDone;
  if (state_ != State::kReading) return;
  if (reader_.started()) {
    Refuse(kEndedEarly, now);
  } else {
    state_ = State::kDone;
  }
}

std::optional<WireRequest> Connection::TakeRequest() {
  if (!has_request_) return std::nullopt;
  has_request_ = false;
  WireRequest request = reader_.TakeRequest();
  if (draining_) request.keep_alive = false;
  return request;
}

void Connection::Answer(std::string wire, bool keep_alive, TimePoint now) {
  if (state_ != State::kHandling || has_request_) return;
  if (output_.empty()) {
    output_ = std::move(wire);
  } else {  // "100 Continue" is not yet written
    output_.append(wire);
  }
  keep_alive_ = keep_alive;
  // Bytes that nobody reads would turn our close into a reset.
  lingers_ = !keep_alive && waiting_begin_ < waiting_.size();
  state_ = State::kWriting;
  deadline_ = now + limits_.exchange_timeout;
}

void Connection::Wrote(size_t bytes, TimePoint now) {
  written_ += bytes;
  if (written_ < output_.size()) return;
  output_ = std::string();
  written_ = 0;
  if (state_ != State::kWriting) return;
  if (!keep_alive_) {
    if (lingers_) {
      Linger(now);
    } else {
      state_ = State::kDone;
    }
    return;
  }
  state_ = State::kReading;
  deadline_ = now + limits_.idle_timeout;
  ReadWaiting(now);
}

void Connection::ReadWaiting(TimePoint now) {
  if (waiting_begin_ < waiting_.size()) {
    const auto bytes = std::string_view(waiting_).substr(waiting_begin_);
    waiting_begin_ += Read(bytes, now);
  }
  if (waiting_begin_ >= waiting_.size()) DropWaiting();
  if (state_ == State::kReading && peer_ended_) ReceiveEnd(now);
  if (state_ == State::kReading && draining_ && !reader_.started()) {
    state_ = State::kDone;
  }
}

void Connection::DropWaiting() {
  waiting_ = std::string();
  waiting_begin_ = 0;
}

void Connection::Refuse(const Refusal& refusal, TimePoint now) {
  refused_with_ = refusal.status;
  output_.append(SerializeAnswer(
      ProblemFor(refusal),
      {.keep_alive = false, .is_http_10 = false, .is_head = false}));
  keep_alive_ = false;
  lingers_ = !peer_ended_;
  state_ = State::kWriting;
  deadline_ = now + limits_.exchange_timeout;
}

void Connection::Linger(TimePoint now) {
  state_ = peer_ended_ ? State::kDone : State::kLingering;
  DropWaiting();
  deadline_ = now + kLingerTime;
}

bool Connection::Expire(TimePoint now) {
  switch (state_) {
    case State::kReading:
      if (reader_.started()) {
        Refuse(kTooSlow, now);
        return true;
      }
      state_ = State::kDone;
      return false;
    case State::kHandling:
      Refuse(kNoAnswer, now);
      return true;
    case State::kWriting:
      state_ = State::kDone;
      return true;
    case State::kLingering:
    case State::kDone:
      state_ = State::kDone;
      return false;
  }
  return false;
}

void Connection::Drain() {
  draining_ = true;
  if (is_idle()) state_ = State::kDone;
}

int Connection::TakeRefusal() { return std::exchange(refused_with_, 0); }

}  // namespace sportello
