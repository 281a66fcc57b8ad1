// The door of the desk: who is it, may he, and did the page of the desk ask?
//
// Checks in this order: the row of the route in roles.h, the session's cookie
// (401), the origin and the CSRF token of requests that change something
// (403), the role (403), and that a body is a JSON object (400, 415).
#ifndef SPORTELLO_DESK_DESK_DOOR_H_
#define SPORTELLO_DESK_DESK_DOOR_H_

#include <functional>
#include <memory>
#include <string>

#include "base/json_fwd.h"
#include "desk/login.h"
#include "flow/door.h"
#include "http/http_server.h"

namespace sportello {

// A request that passed. Valid during the handler.
struct DeskCall {
  const HttpRequest& request;
  const SignedIn& by;
  const Json& body;  // an object; empty where there was none

  const std::string& name() const { return by.agent.name; }
};

class DeskDoor {
 public:
  using Handler = std::function<HttpResponse(const DeskCall&)>;
  using WaitingHandler =
      std::function<void(const DeskCall&, const std::shared_ptr<Responder>&)>;

  // `behind_proxy`: a trusted proxy says in X-Forwarded-Proto how the request
  // came. All must outlive the server's run.
  DeskDoor(Door& door, Login& login, bool behind_proxy)
      : door_(door), login_(login), behind_proxy_(behind_proxy) {}

  void Route(const std::string& method, const std::string& path,
             const Handler& handler);
  void RouteWaiting(const std::string& method, const std::string& path,
                    WaitingHandler handler);
  // For strangers; the CSRF token is not asked for.
  void RouteOpen(
      const std::string& method, const std::string& path,
      std::function<HttpResponse(const HttpRequest&, const Json&)> handler);

  // The header that gives the browser a session, or (empty) takes it away.
  std::string CookieFor(const HttpRequest& request,
                        const std::string& token) const;

 private:
  Door& door_;
  Login& login_;
  const bool behind_proxy_;
};

// Reads the JSON object of a request. The response says what is wrong.
bool ReadBody(const HttpRequest& request, Json& body, HttpResponse& wrong);

HttpResponse JsonResponse(const Json& json, int status = 200);
HttpResponse BadRequest(const std::string& detail);

}  // namespace sportello

#endif  // SPORTELLO_DESK_DESK_DOOR_H_
