#include "http/event_loop.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <utility>

#include "base/log.h"
#include "http/http_answer.h"

namespace sportello {
namespace {

using std::chrono::milliseconds;

constexpr size_t kReadBytes = 64 * 1024;
// For a heap with the next task in front.
bool IsLater(const Mailbox::Task& left, const Mailbox::Task& right) {
  return left.due > right.due;
}

}  // namespace

HttpStats HttpCounters::Snapshot() const {
  HttpStats stats;
  stats.connections = connections;
  stats.requests = requests;
  for (size_t i = 0; i < 5; ++i) stats.answers[i] = answers[i];
  stats.refused = refused;
  stats.shed = shed;
  stats.capped = capped;
  stats.timeouts = timeouts;
  stats.open_connections = static_cast<int64_t>(open_connections.load());
  return stats;
}

EventLoop::EventLoop(const HttpLimits& limits, Listener listener,
                     std::shared_ptr<Mailbox> mailbox, WorkerPool& workers,
                     HttpCounters& counters)
    : limits_(limits),
      mailbox_(std::move(mailbox)),
      workers_(workers),
      counters_(counters),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      listener_(listener.fd),
      max_peers_(AffordablePeers(limits.max_connections)),
      now_(Clock::now()),
      wheel_(now_),
      buffer_(kReadBytes) {
  WatchListener();
  epoll_event wake{};
  wake.events = EPOLLIN | EPOLLET;  // never read: each write is an edge
  wake.data.u64 = kMailboxId;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, mailbox_->wake_fd(), &wake);
}

EventLoop::~EventLoop() {
  CloseAll();
  if (listener_ >= 0) close(listener_);
  if (epoll_ >= 0) close(epoll_);
}

void EventLoop::Run() {
  std::array<epoll_event, 512> events;
  while (!IsDrained()) {
    const int wait = mailbox_->Sleep() ? WaitTime() : 0;
    const int count = epoll_wait(epoll_, events.data(),
                                 static_cast<int>(events.size()), wait);
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<size_t>(i)];
      HandleEvent(event.data.u64, event.events);
    }
    Dispatch();
    DeliverLetters();
    RunTimers();
    ExpireDeadlines();
    Dispatch();
    if (stopping_ && !draining_) BeginDrain();
  }
  CloseAll();
}

void EventLoop::Stop(Clock::time_point deadline) {
  drain_until_ = deadline.time_since_epoch().count();
  stopping_ = true;
  mailbox_->Wake();
}

bool EventLoop::IsDrained() const {
  if (!draining_) return false;
  const Clock::time_point until{Clock::duration(drain_until_.load())};
  return peer_count_ == 0 || now_ >= until;
}

void EventLoop::BeginDrain() {
  draining_ = true;
  if (listener_ >= 0) close(std::exchange(listener_, -1));
  for (size_t fd = 0; fd < peers_.size(); ++fd) {
    if (peers_[fd] == nullptr) continue;
    peers_[fd]->connection.Drain();
    Step(*peers_[fd]);
  }
}

void EventLoop::CloseAll() {
  for (size_t fd = 0; fd < peers_.size(); ++fd) {
    if (peers_[fd] != nullptr) Close(*peers_[fd]);
  }
}

// Milliseconds for epoll_wait: to the next tick while anything has a deadline.
int EventLoop::WaitTime() const {
  Clock::duration wait = Clock::duration::max();
  if (peer_count_ > 0 || draining_) wait = DeadlineWheel::kTick;
  if (!timers_.empty()) {
    wait = std::min(wait, timers_.front().due - Clock::now());
  }
  if (wait == Clock::duration::max()) return -1;
  const auto rounded = std::chrono::ceil<milliseconds>(wait).count();
  return static_cast<int>(std::clamp<int64_t>(rounded, 0, 1000));
}

// Out of memory costs the connection that needed it, not the others.
template <typename Work>
void EventLoop::Guard(uint64_t id, Work work) {
  try {
    work();
  } catch (const std::bad_alloc&) {
    if (Peer* const peer = Find(id)) Close(*peer);
  }
}

void EventLoop::HandleEvent(uint64_t id, uint32_t events) {
  if (id == kMailboxId) return;  // letters are fetched every round
  if (id == kListenerId) {
    AcceptAll();
    return;
  }
  Peer* const peer = Find(id);
  if (peer == nullptr) return;  // closed earlier in this round
  Guard(id, [&] {
    if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
      Close(*peer);
    } else if ((events & EPOLLIN) != 0) {
      ReadFrom(*peer);
    } else {
      Step(*peer);
    }
  });
}

void EventLoop::ReadFrom(Peer& peer) {
  const ssize_t n = recv(peer.fd, buffer_.data(), buffer_.size(), 0);
  if (n > 0) {
    peer.connection.Receive({buffer_.data(), static_cast<size_t>(n)}, now_);
  } else if (n == 0) {
    peer.connection.ReceiveEnd(now_);
  } else if (errno != EAGAIN && errno != EINTR) {
    Close(peer);
    return;
  }
  Step(peer);
}

void EventLoop::DeliverLetters() {
  mailbox_->Collect(&letters_);
  for (Mailbox::Answer& answer : letters_.answers) {
    Peer* const peer = Find(answer.connection);
    if (peer == nullptr || !peer->connection.is_handling()) continue;
    CountAnswer(answer.status);
    Guard(answer.connection, [&] {
      peer->connection.Answer(std::move(answer.wire), answer.keep_alive, now_);
      Step(*peer);
    });
  }
  letters_.answers.clear();
  for (Mailbox::Task& task : letters_.tasks) AddTimer(std::move(task));
  letters_.tasks.clear();
}

void EventLoop::AddTimer(Mailbox::Task task) {
  timers_.push_back(std::move(task));
  std::push_heap(timers_.begin(), timers_.end(), IsLater);
}

void EventLoop::RunTimers() {
  while (!timers_.empty() && timers_.front().due <= now_) {
    std::pop_heap(timers_.begin(), timers_.end(), IsLater);
    const std::function<void()> run = std::move(timers_.back().run);
    timers_.pop_back();
    try {
      run();
    } catch (...) {
      Log(LogLevel::kError, "timed task failed");
    }
  }
}

void EventLoop::ExpireDeadlines() {
  wheel_.Advance(now_, [this](DeadlineWheel::Item& item) {
    Peer& peer = static_cast<Peer&>(item);
    Guard(peer.id, [&] {
      if (peer.connection.Expire(now_)) ++counters_.timeouts;
      Step(peer);
    });
  });
}

void EventLoop::Dispatch() {
  while (!batch_.empty()) {
    counters_.requests += batch_.size();
    workers_.Push(&batch_);
    // Shedding may bring up the next pipelined request, hence the loop.
    const auto left = std::exchange(batch_, {});
    for (const auto& exchange : left) Shed(*exchange);
  }
}

void EventLoop::Shed(Exchange& exchange) {
  static constexpr Refusal kBusy{
      503, "busy", "Too many requests at the moment; try again shortly."};
  const AnswerForm form = exchange.Withdraw();
  ++counters_.shed;
  Peer* const peer = Find(exchange.connection());
  if (peer == nullptr) return;
  CountAnswer(503);
  Guard(peer->id, [&] {
    peer->connection.Answer(SerializeAnswer(ProblemFor(kBusy), form),
                            form.keep_alive, now_);
    Step(*peer);
  });
}

void EventLoop::CountAnswer(int status) {
  if (status >= 100 && status < 600) {
    ++counters_.answers[static_cast<size_t>(status / 100 - 1)];
  }
}

// Gets the connection as far as it goes without waiting. Destroys `peer` when
// it is done.
void EventLoop::Step(Peer& peer) {
  Connection& connection = peer.connection;
  if (!WriteTo(peer)) {
    Close(peer);
    return;
  }
  if (const int status = connection.TakeRefusal(); status != 0) {
    ++counters_.refused;
    CountAnswer(status);
  }
  if (connection.is_done()) {
    Close(peer);
    return;
  }
  if (connection.is_lingering() && !peer.is_shut) {
    peer.is_shut = true;
    shutdown(peer.fd, SHUT_WR);
  }
  Watch(peer);
  wheel_.Set(peer, connection.deadline());
}

// False when the connection is broken.
bool EventLoop::WriteTo(Peer& peer) {
  Connection& connection = peer.connection;
  for (;;) {
    if (std::optional<WireRequest> request = connection.TakeRequest()) {
      batch_.push_back(std::make_shared<Exchange>(
          mailbox_, peer.id, *std::move(request), peer.address));
    }
    const std::string_view output = connection.output();
    if (output.empty()) return true;
    const ssize_t n = send(peer.fd, output.data(), output.size(), MSG_NOSIGNAL);
    if (n >= 0) {
      connection.Wrote(static_cast<size_t>(n), now_);
    } else if (errno == EAGAIN) {
      return true;
    } else if (errno != EINTR) {
      return false;
    }
  }
}

void EventLoop::Watch(Peer& peer) {
  const uint32_t wanted =
      (peer.connection.wants_bytes() ? uint32_t{EPOLLIN} : 0u) |
      (peer.connection.output().empty() ? 0u : uint32_t{EPOLLOUT});
  if (wanted == peer.interest) return;
  epoll_event event{};
  event.events = wanted;
  event.data.u64 = peer.id;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, peer.fd, &event);
  peer.interest = wanted;
}

EventLoop::Peer* EventLoop::Find(uint64_t id) {
  const size_t fd = id & 0xffffffffu;
  if (fd >= peers_.size() || peers_[fd] == nullptr) return nullptr;
  return peers_[fd]->id == id ? peers_[fd].get() : nullptr;
}

void EventLoop::Close(Peer& peer) {
  if (peer.is_counted) addresses_.Remove(peer.key);
  --peer_count_;
  --counters_.open_connections;
  const int fd = peer.fd;
  peers_[static_cast<size_t>(fd)].reset();
  close(fd);
  ResumeAccepting();
}

}  // namespace sportello
