// The thread that owns all sockets: accepts, reads, writes, keeps deadlines.
//
// One round: wait for events, read what came, hand whole requests to the
// workers, write the answers that lie in the mailbox, expire what is due.
// Nothing here waits for a worker or a client.
#ifndef SPORTELLO_HTTP_EVENT_LOOP_H_
#define SPORTELLO_HTTP_EVENT_LOOP_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/connection.h"
#include "http/deadline_wheel.h"
#include "http/exchange.h"
#include "http/http_server.h"
#include "http/listener.h"
#include "http/mailbox.h"
#include "http/worker_pool.h"

namespace sportello {

// HttpStats while they are counted.
struct HttpCounters {
  using Counter = std::atomic<uint64_t>;
  Counter connections{0}, requests{0}, refused{0}, shed{0}, capped{0};
  Counter timeouts{0}, open_connections{0};
  Counter answers[5]{};

  HttpStats Snapshot() const;
};

class EventLoop {
 public:
  // All references must outlive the loop. Takes `listener.fd`.
  EventLoop(const HttpLimits& limits, Listener listener,
            std::shared_ptr<Mailbox> mailbox, WorkerPool& workers,
            HttpCounters& counters);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // False when the system had no descriptors for it.
  bool is_usable() const { return epoll_ >= 0 && mailbox_->wake_fd() >= 0; }
  // Serves until Stop(), then drains.
  void Run();
  // Any thread: accept no more, end at `deadline` or when all is answered.
  void Stop(std::chrono::steady_clock::time_point deadline);

 private:
  using Clock = std::chrono::steady_clock;

  // Ids of the two descriptors that are no connections; those of connections
  // are above 2^32.
  static constexpr uint64_t kListenerId = 1;
  static constexpr uint64_t kMailboxId = 2;

  struct Peer : DeadlineWheel::Item {
    Peer(const HttpLimits& limits, Clock::time_point now)
        : connection(limits, now) {}
    Connection connection;
    uint64_t id = 0;
    int fd = -1;
    uint32_t interest = 0;  // what epoll watches
    bool is_counted = false;
    bool is_shut = false;  // our side
    AddressCounts::Key key{};
    std::string address;
  };

  int WaitTime() const;
  template <typename Work>
  void Guard(uint64_t id, Work work);
  void HandleEvent(uint64_t id, uint32_t events);
  void ReadFrom(Peer& peer);
  void DeliverLetters();
  void AddTimer(Mailbox::Task task);
  void RunTimers();
  void ExpireDeadlines();
  void Dispatch();
  void Shed(Exchange& exchange);

  static size_t AffordablePeers(int wanted);
  void AcceptAll();
  bool MayEnter(int fd, const sockaddr_storage& address);
  void AddPeer(int fd, const sockaddr_storage& address);
  void TurnAway(int fd, const HttpResponse& why);
  void PauseAccepting();
  void ResumeAccepting();
  void WatchListener();

  void Step(Peer& peer);
  bool WriteTo(Peer& peer);
  void Watch(Peer& peer);
  void Close(Peer& peer);
  Peer* Find(uint64_t id);
  void CountAnswer(int status);
  void BeginDrain();
  bool IsDrained() const;
  void CloseAll();

  const HttpLimits& limits_;
  const std::shared_ptr<Mailbox> mailbox_;
  WorkerPool& workers_;
  HttpCounters& counters_;
  const int epoll_;
  int listener_;
  size_t max_peers_;
  Clock::time_point now_;
  DeadlineWheel wheel_;
  std::vector<std::unique_ptr<Peer>> peers_;  // by descriptor
  size_t peer_count_ = 0;
  uint64_t generation_ = 0;
  AddressCounts addresses_;
  std::vector<std::shared_ptr<Exchange>> batch_;  // of this round
  Mailbox::Letters letters_;
  std::vector<Mailbox::Task> timers_;  // a heap, the next one in front
  std::vector<char> buffer_;
  bool is_paused_ = false;    // the listener is not watched
  bool will_resume_ = false;  // a timer will watch it again
  bool draining_ = false;
  std::atomic<bool> stopping_{false};
  std::atomic<Clock::rep> drain_until_{0};
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_EVENT_LOOP_H_
