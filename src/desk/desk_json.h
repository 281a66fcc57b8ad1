// Tickets as JSON for the desk's page.
#ifndef SPORTELLO_DESK_DESK_JSON_H_
#define SPORTELLO_DESK_DESK_JSON_H_

#include <optional>

#include "base/json_fwd.h"
#include "desk/desk_parts.h"

namespace sportello {

// A row of a list.
Result<Json> TicketRowJson(Store& store, const Ticket& ticket, Time now);
// The row and all that is known.
Result<Json> TicketJson(Store& store, const Presence& presence,
                        const Ticket& ticket, Time now);
// A message; the agent's name is in the ticket's history.
Json MessageJson(const Message& message, const std::string& agent);
Json EventJson(const TicketEvent& event);
Json AgentJson(const Agent& agent);
// Name and text of what the page told of the customer.
Json AttributesJson(const std::vector<Attribute>& attributes);
Json TimeJson(const std::optional<Time>& time);  // null when absent

}  // namespace sportello

#endif  // SPORTELLO_DESK_DESK_JSON_H_
