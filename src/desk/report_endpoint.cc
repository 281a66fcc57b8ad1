#include "desk/report_endpoint.h"

#include <sys/resource.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace sportello {
namespace {

constexpr size_t kMostWishes = 8;
constexpr int kReportNiceness = 10;

HttpResponse TooManyReports() {
  HttpResponse response =
      MakeProblem(503, "unavailable", "Service Unavailable",
                  "Too many reports are being made; try again in a moment.");
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

}  // namespace

void ReportEndpoint::Stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

const OpeningHours& ReportEndpoint::hours() const {
  return parts_.work.queues().Find(kGeneralQueue).hours;
}

void ReportEndpoint::AddRoutes(DeskDoor& door) {
  door.RouteWaiting("GET", "/v1/desk/report",
                    [this](const DeskCall& call, const auto& responder) {
                      Take(call, responder);
                    });
  thread_ = std::thread([this] { Loop(); });
}

void ReportEndpoint::Take(const DeskCall& call,
                          const std::shared_ptr<Responder>& responder) {
  const Result<Period> period = ReadPeriod(
      std::string(call.request.Query("from")),
      std::string(call.request.Query("to")), hours(), parts_.clock.Now());
  if (!period.ok()) return responder->Send(ProblemFor(period.error()));
  {
    const std::scoped_lock lock(mutex_);
    if (!stopping_ && wishes_.size() < kMostWishes) {
      wishes_.push_back({*period, responder});
      wake_.notify_one();
      return;
    }
  }
  responder->Send(TooManyReports());
}

void ReportEndpoint::Loop() {
  // A thread of its own number on Linux: customers come first.
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kReportNiceness);
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !wishes_.empty(); });
    if (wishes_.empty()) return;
    const Wish wish = std::move(wishes_.front());
    wishes_.pop_front();
    lock.unlock();
    wish.responder->Send(Make(wish.period));
    lock.lock();
  }
}

HttpResponse ReportEndpoint::Make(const Period& period) const {
  const auto report = MakeReport(parts_.store, hours(), period.from, period.to,
                                 parts_.clock.Now(), &stopping_);
  if (!report.ok()) return ProblemFor(report.error());
  HttpResponse response;
  response.body = ReportAsJson(*report);
  return response;
}

}  // namespace sportello
