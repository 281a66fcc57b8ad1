// /v1/desk/login, logout, me, agents, customers, canned, outbox.
#ifndef SPORTELLO_DESK_PEOPLE_ENDPOINTS_H_
#define SPORTELLO_DESK_PEOPLE_ENDPOINTS_H_

#include "desk/desk_door.h"
#include "desk/desk_parts.h"

namespace sportello {

// What is named here must outlive the endpoints. Safe from many threads.
class PeopleEndpoints {
 public:
  PeopleEndpoints(DeskParts& parts, Presence& presence, Login& login,
                  const DeskOptions& options)
      : parts_(parts), presence_(presence), login_(login), options_(options) {}

  void AddRoutes(DeskDoor& door);

  HttpResponse SignIn(DeskDoor& door, const HttpRequest& request,
                      const Json& body);
  HttpResponse SignOut(DeskDoor& door, const DeskCall& call);
  HttpResponse Me(const DeskCall& call);
  HttpResponse ListAgents(const DeskCall& call);
  HttpResponse Add(const DeskCall& call);
  HttpResponse Change(const DeskCall& call);
  // One person as all channels know her.
  HttpResponse Customer(const DeskCall& call);
  // FAQ entries whose answers may be inserted.
  HttpResponse Canned(const DeskCall& call);
  // What could not be sent.
  HttpResponse Outbox(const DeskCall& call);

 private:
  Result<Json> QueuesFor(const Agent& agent);
  Result<Json> Colleagues();

  DeskParts& parts_;
  Presence& presence_;
  Login& login_;
  const DeskOptions& options_;
};

}  // namespace sportello

#endif  // SPORTELLO_DESK_PEOPLE_ENDPOINTS_H_
