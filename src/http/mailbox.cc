#include "http/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

namespace sportello {
namespace {

thread_local Mailbox::Hold* present_hold = nullptr;

}  // namespace

Mailbox::Mailbox() : wake_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

Mailbox::~Mailbox() {
  if (wake_fd_ >= 0) close(wake_fd_);
}

bool Mailbox::MustWake() {
  if (!asleep_) return false;
  if (present_hold != nullptr && &present_hold->mailbox_ == this) {
    present_hold->held_ = true;
    return false;
  }
  asleep_ = false;
  return true;
}

void Mailbox::Post(Answer answer) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    letters_.answers.push_back(std::move(answer));
    wake = MustWake();
  }
  if (wake) Wake();
}

void Mailbox::Post(Task task) {
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    letters_.tasks.push_back(std::move(task));
    wake = MustWake();
  }
  if (wake) Wake();
}

void Mailbox::Wake() {
  const uint64_t one = 1;
  // Fails only when the counter is full, and then the loop is awake.
  [[maybe_unused]] const ssize_t n = write(wake_fd_, &one, sizeof one);
}

void Mailbox::Close() {
  Letters dropped;  // destroyed outside of the lock: tasks may own Responders
  const std::lock_guard lock(mutex_);
  closed_ = true;
  std::swap(dropped, letters_);
}

void Mailbox::Collect(Letters* letters) {
  const std::lock_guard lock(mutex_);
  asleep_ = false;
  std::swap(*letters, letters_);
}

bool Mailbox::Sleep() {
  const std::lock_guard lock(mutex_);
  asleep_ = letters_.answers.empty() && letters_.tasks.empty();
  return asleep_;
}

Mailbox::Hold::Hold(Mailbox& mailbox) : mailbox_(mailbox) {
  present_hold = this;
}

Mailbox::Hold::~Hold() {
  Release();
  present_hold = nullptr;
}

void Mailbox::Hold::Release() {
  if (!held_) return;
  held_ = false;
  bool wake = false;
  {
    const std::lock_guard lock(mailbox_.mutex_);
    wake = mailbox_.asleep_;
    mailbox_.asleep_ = false;
  }
  if (wake) mailbox_.Wake();
}

}  // namespace sportello
