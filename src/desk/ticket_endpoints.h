// /v1/desk/tickets...: what agents read and do.
#ifndef SPORTELLO_DESK_TICKET_ENDPOINTS_H_
#define SPORTELLO_DESK_TICKET_ENDPOINTS_H_

#include <functional>
#include <memory>

#include "desk/desk_door.h"
#include "desk/desk_parts.h"

namespace sportello {

// What is named here must outlive the endpoints. Safe from many threads.
class TicketEndpoints {
 public:
  TicketEndpoints(DeskParts& parts, Presence& presence)
      : parts_(parts), presence_(presence) {}

  void AddRoutes(DeskDoor& door);

  HttpResponse List(const DeskCall& call);
  HttpResponse Get(const DeskCall& call);
  // The bytes of a file that the customer sent, to be saved only.
  HttpResponse GetAttachment(const DeskCall& call);
  HttpResponse Claim(const DeskCall& call);
  HttpResponse Reply(const DeskCall& call);
  HttpResponse Note(const DeskCall& call);
  HttpResponse Transfer(const DeskCall& call);
  HttpResponse Release(const DeskCall& call);
  HttpResponse Close(const DeskCall& call);
  HttpResponse SetPriority(const DeskCall& call);
  HttpResponse Types(const DeskCall& call);
  // ?after=VERSION&wait=SECONDS: the numbers of tickets that changed since.
  void Events(const DeskCall& call,
              const std::shared_ptr<Responder>& responder);

 private:
  using Step = std::function<Result<Ticket>(Transaction&, int64_t number)>;
  // The ticket of the path, when the agent may see it.
  Result<Ticket> Find(const DeskCall& call);
  // Does the step in a transaction, tells who waits, answers with the ticket.
  HttpResponse Do(const DeskCall& call, const Step& step);
  std::string Version();
  struct Wait;
  void AnswerEvents(const Wait& wait, const std::shared_ptr<Responder>& to,
                    bool at_once);

  DeskParts& parts_;
  Presence& presence_;
};

// Whether the agent may work in the queue.
bool MaySee(const Agent& agent, const Ticket& ticket);

}  // namespace sportello

#endif  // SPORTELLO_DESK_TICKET_ENDPOINTS_H_
