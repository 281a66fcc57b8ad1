// Deadlines of many things, where they are mostly moved and seldom pass.
//
// A wheel of slots a tick apart. To move a deadline back is one store: the
// item stays in its old slot and is put into the right one when that comes
// up. So a keep-alive connection costs the wheel nothing per request.
//
// One thread. Time comes in as an argument. A deadline passes at most one tick
// late, never early.
#ifndef SPORTELLO_HTTP_DEADLINE_WHEEL_H_
#define SPORTELLO_HTTP_DEADLINE_WHEEL_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sportello {

class DeadlineWheel {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::milliseconds kTick{50};

  // To be a member of what has a deadline; must not move while in the wheel.
  class Item {
   public:
    Item() = default;
    ~Item() { Unlink(); }
    Item(const Item&) = delete;
    Item& operator=(const Item&) = delete;

   private:
    friend class DeadlineWheel;
    void Unlink() {
      if (next_ == nullptr) return;
      previous_->next_ = next_;
      next_->previous_ = previous_;
      next_ = previous_ = nullptr;
    }
    Item* next_ = nullptr;
    Item* previous_ = nullptr;
    int64_t tick_ = 0;  // of the slot
    TimePoint deadline_;
  };

  explicit DeadlineWheel(TimePoint now) : start_(now), slots_(kSlots) {
    for (Item& slot : slots_) slot.next_ = slot.previous_ = &slot;
  }
  ~DeadlineWheel() {
    for (Item& slot : slots_) {
      while (slot.next_ != &slot) slot.next_->Unlink();
    }
  }
  DeadlineWheel(const DeadlineWheel&) = delete;
  DeadlineWheel& operator=(const DeadlineWheel&) = delete;

  // Puts the item in, or moves its deadline.
  void Set(Item& item, TimePoint deadline) {
    item.deadline_ = deadline;
    const int64_t tick = TickFor(deadline);
    if (item.next_ != nullptr && item.tick_ <= tick) return;
    Link(item, tick);
  }

  // Takes out and hands to `passed` every item whose deadline is not after
  // `now`. `passed` may set or destroy any item.
  template <typename Passed>
  void Advance(TimePoint now, Passed passed) {
    const int64_t last = (now - start_) / kTick;
    if (last - current_ >= kSlots) current_ = last - kSlots;
    while (current_ < last) {
      ++current_;
      Item& slot = slots_[Index(current_)];
      if (slot.next_ == &slot) continue;
      Item due;  // the slot's list, so that items set anew do not loop
      due.next_ = slot.next_;
      due.previous_ = slot.previous_;
      due.next_->previous_ = due.previous_->next_ = &due;
      slot.next_ = slot.previous_ = &slot;
      while (due.next_ != &due) {
        Item& item = *due.next_;
        item.Unlink();
        if (item.deadline_ <= now) {
          passed(item);
        } else {
          Link(item, TickFor(item.deadline_));
        }
      }
    }
  }

 private:
  static constexpr int64_t kSlots = 2048;

  static size_t Index(int64_t tick) {
    return static_cast<size_t>(tick % kSlots);
  }
  // The first tick at which the deadline has surely passed; one that lies
  // beyond the wheel is looked at again on the way.
  int64_t TickFor(TimePoint deadline) const {
    int64_t tick = (deadline - start_ + kTick - TimePoint::duration(1)) / kTick;
    if (tick <= current_) tick = current_ + 1;
    if (tick >= current_ + kSlots) tick = current_ + kSlots - 1;
    return tick;
  }
  void Link(Item& item, int64_t tick) {
    item.Unlink();
    Item& slot = slots_[Index(tick)];
    item.tick_ = tick;
    item.next_ = &slot;
    item.previous_ = slot.previous_;
    slot.previous_->next_ = &item;
    slot.previous_ = &item;
  }

  const TimePoint start_;
  int64_t current_ = 0;
  std::vector<Item> slots_;
};

}  // namespace sportello

#endif  // SPORTELLO_HTTP_DEADLINE_WHEEL_H_
