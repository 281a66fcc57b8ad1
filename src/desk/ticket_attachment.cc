#include <string>

#include "desk/ticket_endpoints.h"
#include "flow/file_response.h"

namespace sportello {

HttpResponse TicketEndpoints::GetAttachment(const DeskCall& call) {
  const Result<Ticket> ticket = Find(call);
  if (!ticket.ok()) return ProblemFor(ticket.error());
  const Result<Attachment> file = FindFile(parts_.store, ticket->conversation,
                                           call.request.Parameter("id"));
  if (!file.ok()) return ProblemFor(file.error());
  return FileResponse(parts_.store, *file);
}

}  // namespace sportello
