// Closures from a calendar file (iCalendar, RFC 5545): every event in it is a
// time when nobody answers. A company keeps it in its own calendar and lets
// it be exported to the file.
//
// All-day events close days of the company's time zone; timed events close
// that time; repetitions (RRULE, RDATE, EXDATE) count; cancelled events do
// not. "Free" (TRANSP) does not matter: calendars mark all-day events so by
// themselves.
//
// libical was chosen because repetition rules and time zones of iCalendar are
// far more than a page of code; it is what Thunderbird and GNOME use.
#ifndef SPORTELLO_HANDOFF_CLOSURE_FEED_H_
#define SPORTELLO_HANDOFF_CLOSURE_FEED_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sportello {

// From `from_s` (included) to `to_s` (excluded), in seconds: of UTC, or of the
// company's wall clock (counted as if it were UTC) when `local`.
struct ClosureSpan {
  bool local = false;
  int64_t from_s = 0;
  int64_t to_s = 0;
  bool operator==(const ClosureSpan&) const = default;
};

// The spans of a calendar's text that overlap [from, to), in no order, at most
// 10,000. Error kInvalid: the text is no calendar.
Result<std::vector<ClosureSpan>> ReadClosures(const std::string& text,
                                              Time from, Time to);

// The file, looked at again every half minute when it is asked. A file that
// becomes unreadable leaves the closures as they were, and the log says so
// once. Safe from many threads.
class ClosureFeed {
 public:
  using Spans = std::shared_ptr<const std::vector<ClosureSpan>>;

  // Error: the file cannot be read, or is no calendar, or has over 4 MiB.
  static Result<std::shared_ptr<ClosureFeed>> Open(const std::string& path);
  ~ClosureFeed();
  ClosureFeed(const ClosureFeed&) = delete;
  ClosureFeed& operator=(const ClosureFeed&) = delete;

  // All that touch the time from a week before `at` to 400 days after.
  Spans Around(Time at) const;

  // Looks at the file now (a changed one is read).
  void Refresh() const;

 private:
  explicit ClosureFeed(std::string path);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_CLOSURE_FEED_H_
