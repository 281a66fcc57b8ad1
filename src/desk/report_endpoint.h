// GET /v1/desk/report: how the service does.
//
// A report reads all messages of its time. So it is made beside the workers,
// which answer customers meanwhile: on one thread of low priority, one after
// the other.
#ifndef SPORTELLO_DESK_REPORT_ENDPOINT_H_
#define SPORTELLO_DESK_REPORT_ENDPOINT_H_

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "desk/desk_door.h"
#include "desk/desk_parts.h"
#include "desk/report.h"

namespace sportello {

// Safe from many threads. `parts` must outlive it.
class ReportEndpoint {
 public:
  explicit ReportEndpoint(DeskParts& parts) : parts_(parts) {}
  ~ReportEndpoint() { Stop(); }
  ReportEndpoint(const ReportEndpoint&) = delete;
  ReportEndpoint& operator=(const ReportEndpoint&) = delete;

  // ?from=2026-01-05&to=2026-01-31. 503 when too many are waited for. Once.
  void AddRoutes(DeskDoor& door);
  // The report at hand is given up; who waits gets a 503.
  void Stop();

 private:
  struct Wish {
    Period period;
    std::shared_ptr<Responder> responder;
  };
  const OpeningHours& hours() const;
  void Take(const DeskCall& call, const std::shared_ptr<Responder>& responder);
  void Loop();
  HttpResponse Make(const Period& period) const;

  DeskParts& parts_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Wish> wishes_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello

#endif  // SPORTELLO_DESK_REPORT_ENDPOINT_H_
