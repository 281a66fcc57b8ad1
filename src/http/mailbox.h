// What other threads leave for the event loop: answers and timed tasks.
//
// The loop is woken by one eventfd write, and only while it sleeps; a thread
// that has several answers to give holds the wake-up back until it is through
// (Hold), so that a batch costs one system call.
//
// Safe from many threads; Collect() and Sleep() are the loop's. The mailbox
// outlives the server when somebody keeps a Responder: after Close() letters
// are dropped.
#ifndef SPORTELLO_HTTP_MAILBOX_H_
#define SPORTELLO_HTTP_MAILBOX_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace sportello {

class Mailbox {
 public:
  struct Answer {
    uint64_t connection = 0;
    std::string wire;
    bool keep_alive = true;
    int status = 200;
  };
  struct Task {
    std::chrono::steady_clock::time_point due;
    std::function<void()> run;
  };
  struct Letters {
    std::vector<Answer> answers;
    std::vector<Task> tasks;
  };

  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void Post(Answer answer);
  void Post(Task task);
  void Wake();
  void Close();

  // While it lives, Post() by this thread does not wake; Release() does what
  // was left, if anything. Not more than one per thread.
  class Hold {
   public:
    explicit Hold(Mailbox& mailbox);
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    bool has_held() const { return held_; }
    void Release();

   private:
    friend class Mailbox;
    Mailbox& mailbox_;
    bool held_ = false;
  };

  // Readable (edge) when the loop is woken.
  int wake_fd() const { return wake_fd_; }
  // Exchanges the letters with `letters`, which must be empty. The loop counts
  // as awake from here on.
  void Collect(Letters* letters);
  // True when the loop may sleep: no letters; the next one will wake it.
  bool Sleep();

 private:
  // Decides, under the lock, whether the poster has to wake the loop.
  bool MustWake();

  const int wake_fd_;
  std::mutex mutex_;
  Letters letters_;
  bool asleep_ = false;
  bool closed_ = false;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_MAILBOX_H_
