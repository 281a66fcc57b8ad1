#include "desk/desk.h"

#include <utility>

#include "desk/desk_door.h"
#include "desk/desk_files.h"
#include "desk/people_endpoints.h"
#include "desk/report_endpoint.h"
#include "desk/ticket_endpoints.h"
#include "desk/unanswered_endpoints.h"

namespace sportello {

struct Desk::Endpoints {
  Endpoints(DeskParts given, DeskOptions chosen)
      : parts(given),
        options(std::move(chosen)),
        login(parts.store, parts.clock, options.login),
        tickets(parts, presence),
        people(parts, presence, login, options),
        unanswered(parts),
        report(parts) {}

  DeskParts parts;
  const DeskOptions options;
  Presence presence;
  Login login;
  TicketEndpoints tickets;
  PeopleEndpoints people;
  UnansweredEndpoints unanswered;
  ReportEndpoint report;
  std::unique_ptr<Door> door;
  std::unique_ptr<DeskDoor> desk_door;
};

Desk::Desk(DeskParts parts, DeskOptions options)
    : endpoints_(std::make_unique<Endpoints>(parts, std::move(options))) {}

Desk::~Desk() = default;

void Desk::Stop() { endpoints_->report.Stop(); }

void Desk::AddRoutes(HttpServer& server) {
  Endpoints& e = *endpoints_;
  e.door = std::make_unique<Door>(server, e.parts.metrics,
                                  std::vector<std::string>());
  e.desk_door =
      std::make_unique<DeskDoor>(*e.door, e.login, e.options.behind_proxy);
  e.tickets.AddRoutes(*e.desk_door);
  e.people.AddRoutes(*e.desk_door);
  e.unanswered.AddRoutes(*e.desk_door);
  e.report.AddRoutes(*e.desk_door);
  e.door->Route("GET", "/desk", [](const HttpRequest&, const auto& responder) {
    responder->Send(DeskEntrance());
  });
  for (const char* path : {"/desk/", "/desk/{name}"}) {
    e.door->Route("GET", path,
                  [](const HttpRequest& request, const auto& responder) {
                    responder->Send(DeskFile(request));
                  });
  }
}

}  // namespace sportello
