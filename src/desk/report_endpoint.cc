#include "desk/report_endpoint.h"

#include <string>

#include "desk/report.h"

namespace sportello {

void AddReportRoute(DeskDoor& door, DeskParts& parts) {
  door.Route("GET", "/v1/desk/report", [&parts](const DeskCall& call) {
    const OpeningHours& hours = parts.work.queues().Find(kGeneralQueue).hours;
    const Time now = parts.clock.Now();
    const Result<Period> period =
        ReadPeriod(std::string(call.request.Query("from")),
                   std::string(call.request.Query("to")), hours, now);
    if (!period.ok()) return ProblemFor(period.error());
    const auto report =
        MakeReport(parts.store, hours, period->from, period->to, now);
    if (!report.ok()) return ProblemFor(report.error());
    HttpResponse response;
    response.body = ReportAsJson(*report);
    return response;
  });
}

}  // namespace sportello
