// What happens on one connection, without the socket: bytes and times go in,
// requests and bytes to be written come out. So every deadline, limit and
// order can be tested without waiting.
//
//   reading -> handling -> writing -> reading ...
//                             `-> lingering -> done
//
// One request is in work at a time; bytes of later ones wait, within a limit.
// After a refusal the answer is written and the connection lingers: the client
// may read the answer before it meets a closed socket.
//
// One thread.
#ifndef SPORTELLO_HTTP_CONNECTION_H_
#define SPORTELLO_HTTP_CONNECTION_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/http_server.h"
#include "http/request_reader.h"

namespace sportello {

class Connection {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // `limits` must outlive the connection.
  Connection(const HttpLimits& limits, TimePoint now);

  // Bytes from the client.
  void Receive(std::string_view bytes, TimePoint now);
  // The client has sent its last byte; it may still read.
  void ReceiveEnd(TimePoint now);
  // A whole request that is to be answered, once.
  std::optional<WireRequest> TakeRequest();
  // The answer as bytes. Ignored unless a request is in work.
  void Answer(std::string wire, bool keep_alive, TimePoint now);

  // What is to be written next; Wrote() takes it off the front.
  std::string_view output() const {
    return std::string_view(output_).substr(written_);
  }
  void Wrote(size_t bytes, TimePoint now);

  // deadline() has passed: refuses, gives up or ends, as the state demands.
  // True when this is a timeout to be counted: not for an idle connection.
  bool Expire(TimePoint now);
  TimePoint deadline() const { return deadline_; }

  // No further request is taken after the present one.
  void Drain();

  bool wants_bytes() const;
  // The write side can be shut down; what still comes is thrown away.
  bool is_lingering() const { return state_ == State::kLingering; }
  bool is_done() const { return state_ == State::kDone; }
  bool is_handling() const { return state_ == State::kHandling; }
  // Nothing begun and nothing due: may be closed without harm.
  bool is_idle() const {
    return state_ == State::kReading && !reader_.started() && output_.empty();
  }
  // The status of the refusal, once; 0 when there was none.
  int TakeRefusal();

 private:
  enum class State { kReading, kHandling, kWriting, kLingering, kDone };

  size_t Read(std::string_view bytes, TimePoint now);
  void ReadWaiting(TimePoint now);
  void DropWaiting();
  void Refuse(const Refusal& refusal, TimePoint now);
  void Linger(TimePoint now);

  const HttpLimits& limits_;
  RequestReader reader_;
  State state_ = State::kReading;
  TimePoint deadline_;
  TimePoint begun_;           // first byte of the present request
  std::string waiting_;       // bytes of requests after the present one,
  size_t waiting_begin_ = 0;  // from here
  std::string output_;
  size_t written_ = 0;
  size_t thrown_away_ = 0;  // while lingering
  int refused_with_ = 0;
  bool keep_alive_ = true;
  bool lingers_ = false;  // after the present answer
  bool peer_ended_ = false;
  bool draining_ = false;
  bool has_request_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_CONNECTION_H_
