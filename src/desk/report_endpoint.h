// GET /v1/desk/report: how the service does.
#ifndef SPORTELLO_DESK_REPORT_ENDPOINT_H_
#define SPORTELLO_DESK_REPORT_ENDPOINT_H_

#include "desk/desk_door.h"
#include "desk/desk_parts.h"

namespace sportello {

// ?from=2026-01-05&to=2026-01-31. `parts` must outlive the server's run.
void AddReportRoute(DeskDoor& door, DeskParts& parts);

}  // namespace sportello

#endif  // SPORTELLO_DESK_REPORT_ENDPOINT_H_
