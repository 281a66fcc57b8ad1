#include "flow/transcript_endpoint.h"

#include <utility>

#include "base/id.h"
#include "base/json.h"
#include "handoff/contact.h"

namespace sportello {
namespace {

constexpr std::chrono::hours kLimitTime{24};

HttpResponse RefusalFor(const Error& error) {
  if (error.code != Code::kDenied) return ProblemFor(error);
  return MakeTooMany(kLimitTime,
                     "This conversation was sent to too many addresses "
                     "today, or too much was sent to this one.");
}

// The address of the body; empty when it names none.
Result<std::string> AddressIn(const HttpRequest& request) {
  if (request.body.empty()) return std::string();
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok() || !body->is_object()) {
    return Invalid("The body must be a JSON object.");
  }
  const auto email = FindString(*body, "email");
  if (!email.ok()) return Invalid("'email' must be a string.");
  if (email->has_value() && !IsEmailAddress(**email)) {
    return Invalid("'email' must be an e-mail address.");
  }
  return email->value_or("");
}

}  // namespace

TranscriptEndpoint::TranscriptEndpoint(Store& store, const TicketWork& work,
                                       const Clock& clock, ChatEndpoint& chat)
    : store_(store), work_(work), clock_(clock), chat_(chat) {}

void TranscriptEndpoint::Send(const HttpRequest& request,
                              const std::shared_ptr<Responder>& responder) {
  const std::string id(request.Parameter("id"));
  Result<std::string> asked = AddressIn(request);
  if (!asked.ok()) return responder->Send(ProblemFor(asked.error()));
  if (!IsWellFormedId(id)) {
    return responder->Send(ProblemFor(
        Invalid("The conversation's id is not one that this service gave.")));
  }
  if (const auto wait = chat_.RefuseCopy(request.remote_address)) {
    return responder->Send(MakeTooMany(
        *wait, "Too many conversations are sent from your address."));
  }
  const auto address = std::make_shared<std::string>(*asked);
  const Status queued = store_.Submit(
      [this, id, asked = *asked, address](Transaction& transaction) -> Status {
        const auto found = transaction.FindConversation(id);
        if (!found.ok()) return found.error();
        if (!found->has_value()) {
          return NotFound("There is no conversation with this id.");
        }
        *address = asked.empty() ? (*found)->customer.email : asked;
        if (!IsEmailAddress(*address)) {
          return Invalid("No address is known: send 'email'.");
        }
        return work_.SendTranscript(transaction, **found, *address,
                                    clock_.Now());
      },
      [responder, address](const Status& status) {
        if (!status.ok()) return responder->Send(RefusalFor(status.error()));
        HttpResponse response;
        response.status = 202;
        response.body = DumpJson(Json{{"sent_to", MaskContact(*address)}});
        responder->Send(std::move(response));
      });
  if (!queued.ok()) responder->Send(ProblemFor(queued.error()));
}

}  // namespace sportello
