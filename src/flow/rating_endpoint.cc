#include "flow/rating_endpoint.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "base/json.h"
#include "dialogue/step.h"
#include "flow/chat_request.h"

namespace sportello {
namespace {

constexpr size_t kMaxCommentCharacters = 2000;

struct Said {
  int score = 0;
  std::string comment;
};

Result<Said> ParseRating(const HttpRequest& request) {
  if (!request.Header("Content-Type").starts_with("application/json")) {
    return Invalid("Send JSON with the header Content-Type: application/json.");
  }
  const Result<Json> body = ParseJson(request.body);
  if (!body.ok() || !body->is_object()) {
    return Invalid("The body must be a JSON object.");
  }
  Said said;
  const auto score = body->find("score");
  if (score == body->end() || !score->is_number_integer() ||
      score->get<int64_t>() < 1 || score->get<int64_t>() > 5) {
    return Invalid("'score' must be a whole number from 1 to 5.");
  }
  said.score = score->get<int>();
  const auto comment = FindString(*body, "comment");
  if (!comment.ok()) return Invalid("'comment' must be a string.");
  said.comment = CleanText(comment->value_or(""));
  if (CountCharacters(said.comment) > kMaxCommentCharacters) {
    return Invalid("'comment' may have at most 2000 characters.");
  }
  return said;
}

}  // namespace

Result<Rating> FindRated(Store& store, std::string_view conversation) {
  if (!IsWellFormedId(conversation)) {
    return Invalid("The conversation's id is not one that this service gave.");
  }
  auto found = store.FindConversation(conversation);
  if (!found.ok()) return found.error();
  if (!found->has_value()) {
    return NotFound("There is no conversation with this id.");
  }
  TicketQuery query;
  query.conversation = conversation;
  auto tickets = store.tickets().List(query);
  if (!tickets.ok()) return tickets.error();
  std::erase_if(*tickets, [](const Ticket& ticket) {
    return ticket.reason == kFollowUpReason;
  });
  Rating rating;
  rating.conversation = conversation;
  rating.by = "bot";
  if (tickets->empty()) return rating;
  const Ticket& last = tickets->front();
  if (last.status != TicketStatus::kClosed) {
    return Conflict("The request is not finished yet.");
  }
  if (!IsRateable(last)) {
    return Conflict("There is nothing to rate.");
  }
  rating.ticket = last.number;
  rating.by = last.agent;
  return rating;
}

bool IsToRate(Store& store, const Conversation& conversation) {
  if (conversation.owner != Owner::kClosed) return false;
  const Result<Rating> rated = FindRated(store, conversation.id);
  if (!rated.ok() || rated->ticket == 0) return false;
  const auto before =
      store.tickets().FindRating(conversation.id, rated->ticket);
  if (!before.ok()) return false;
  if (!before->has_value()) return true;
  const auto ticket = store.tickets().Find(rated->ticket);
  return ticket.ok() && ticket->has_value() && !IsRated(**ticket, *before);
}

void RatingEndpoint::Rate(const HttpRequest& request,
                          const std::shared_ptr<Responder>& responder) {
  Result<Said> said = ParseRating(request);
  if (!said.ok()) return responder->Send(ProblemFor(said.error()));
  Result<Rating> rating = FindRated(store_, request.Parameter("id"));
  if (!rating.ok()) return responder->Send(ProblemFor(rating.error()));
  rating->score = said->score;
  rating->comment = std::move(said->comment);
  rating->at = clock_.Now();
  const Status queued = store_.Submit(
      [this, rating = *rating](Transaction& transaction) {
        return work_.Rate(transaction, rating);
      },
      [this, responder](const Status& status) {
        if (!status.ok()) return responder->Send(ProblemFor(status.error()));
        HttpResponse response;
        response.status = 201;
        response.body = "{\"rated\":true}";
        waiters_.Notify(kDeskTopic);
        responder->Send(std::move(response));
      });
  if (!queued.ok()) responder->Send(ProblemFor(queued.error()));
}

}  // namespace sportello
