// How connections come in, or are turned away.
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "http/event_loop.h"
#include "http/http_answer.h"

namespace sportello {
namespace {

constexpr int kAcceptsPerRound = 256;
constexpr std::chrono::milliseconds kAcceptPause{100};

}  // namespace

// The front leaves descriptors for the store, the log and the mail.
size_t EventLoop::AffordablePeers(int wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 512;
  const rlim_t spare = limit.rlim_cur / 8 + 32;
  const rlim_t affordable =
      limit.rlim_cur > 2 * spare ? limit.rlim_cur - spare : limit.rlim_cur / 3;
  return std::min<size_t>(static_cast<size_t>(wanted), affordable);
}

void EventLoop::WatchListener() {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kListenerId;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event);
}

// Without descriptors accept() fails at once and again: wait a little, or
// until a connection gives its own back.
void EventLoop::PauseAccepting() {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, listener_, nullptr);
  is_paused_ = true;
  if (std::exchange(will_resume_, true)) return;
  AddTimer({now_ + kAcceptPause, [this] {
              will_resume_ = false;
              ResumeAccepting();
            }});
}

void EventLoop::ResumeAccepting() {
  if (!std::exchange(is_paused_, false)) return;
  if (listener_ >= 0) WatchListener();
}

void EventLoop::AcceptAll() {
  for (int i = 0; i < kAcceptsPerRound; ++i) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    const int fd = accept4(listener_, reinterpret_cast<sockaddr*>(&address),
                           &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno != EAGAIN) PauseAccepting();
      return;
    }
    ++counters_.connections;
    try {
      if (MayEnter(fd, address)) AddPeer(fd, address);
    } catch (const std::bad_alloc&) {
      close(fd);
    }
  }
}

// Turns the connection away, closing `fd`, when there are too many.
bool EventLoop::MayEnter(int fd, const sockaddr_storage& address) {
  static constexpr Refusal kFull{
      503, "full", "Too many connections at the moment; try again shortly."};
  static constexpr Refusal kTooManyOfYours{
      429, "too-many-connections",
      "Too many connections from this address; close some first."};
  if (peer_count_ >= max_peers_) {
    ++counters_.shed;
    TurnAway(fd, ProblemFor(kFull));
    return false;
  }
  if (addresses_.Count(AddressCounts::KeyOf(address)) >=
      limits_.max_connections_per_address) {
    ++counters_.capped;
    TurnAway(fd, ProblemFor(kTooManyOfYours));
    return false;
  }
  return true;
}

void EventLoop::TurnAway(int fd, const HttpResponse& why) {
  const std::string wire = SerializeAnswer(
      why, {.keep_alive = false, .is_http_10 = false, .is_head = false});
  send(fd, wire.data(), wire.size(), MSG_NOSIGNAL);
  shutdown(fd, SHUT_WR);
  close(fd);
  CountAnswer(why.status);
}

void EventLoop::AddPeer(int fd, const sockaddr_storage& address) {
  auto peer = std::make_unique<Peer>(limits_, now_);
  peer->fd = fd;
  peer->id = (++generation_ << 32) | static_cast<uint32_t>(fd);
  peer->interest = EPOLLIN;
  peer->address = AddressText(address);
  peer->key = AddressCounts::KeyOf(address);
  const auto index = static_cast<size_t>(fd);
  if (index >= peers_.size()) peers_.resize(index + 64);
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = peer->id;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) {
    close(fd);
    return;
  }
  // Behind the proxy are many customers; the limits of flow/ count these.
  if (peer->address != limits_.trusted_proxy) {
    addresses_.Add(peer->key);
    peer->is_counted = true;
  }
  wheel_.Set(*peer, peer->connection.deadline());
  peers_[index] = std::move(peer);
  ++peer_count_;
  ++counters_.open_connections;
}

}  // namespace sportello
