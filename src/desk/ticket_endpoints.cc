#include "desk/ticket_endpoints.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/id.h"
#include "base/json.h"
#include "desk/desk_json.h"
#include "desk/roles.h"
#include "dialogue/step.h"
#include "flow/chat_request.h"
#include "flow/query_number.h"

namespace sportello {
namespace {

constexpr size_t kMaxTextCharacters = 10'000;
constexpr int kMaxChanges = 200;

// The text at `key`, cleaned; kInvalid when it is missing or too long.
Result<std::string> TextOf(const Json& body, const std::string& key,
                           bool needed = true) {
  const auto found = FindString(body, key);
  if (!found.ok()) return Invalid("'" + key + "' must be a string.");
  std::string text = CleanText(found->value_or(""));
  if (needed && text.empty()) return Invalid("'" + key + "' is missing.");
  if (CountCharacters(text) > kMaxTextCharacters) {
    return Invalid("'" + key + "' may have at most 10000 characters.");
  }
  return text;
}

Result<int64_t> NumberOf(std::string_view text) {
  int64_t number = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() ||
      number < 1) {
    return NotFound("There is no ticket with this number.");
  }
  return number;
}

}  // namespace

bool MaySee(const Agent& agent, const Ticket& ticket) {
  return SeesAllQueues(agent.role) || agent.queues.empty() ||
         ticket.agent == agent.name ||
         std::find(agent.queues.begin(), agent.queues.end(), ticket.queue) !=
             agent.queues.end();
}

void TicketEndpoints::AddRoutes(DeskDoor& door) {
  using Method = HttpResponse (TicketEndpoints::*)(const DeskCall&);
  const auto add = [&](const char* method, const char* path, Method handle) {
    door.Route(method, path, [this, handle](const DeskCall& call) {
      presence_.Seen(call.name(), std::chrono::steady_clock::now());
      return (this->*handle)(call);
    });
  };
  add("GET", "/v1/desk/tickets", &TicketEndpoints::List);
  add("GET", "/v1/desk/tickets/{number}", &TicketEndpoints::Get);
  add("GET", "/v1/desk/tickets/{number}/attachments/{id}",
      &TicketEndpoints::GetAttachment);
  add("POST", "/v1/desk/tickets/{number}/claim", &TicketEndpoints::Claim);
  add("POST", "/v1/desk/tickets/{number}/reply", &TicketEndpoints::Reply);
  add("POST", "/v1/desk/tickets/{number}/note", &TicketEndpoints::Note);
  add("POST", "/v1/desk/tickets/{number}/transfer", &TicketEndpoints::Transfer);
  add("POST", "/v1/desk/tickets/{number}/release", &TicketEndpoints::Release);
  add("POST", "/v1/desk/tickets/{number}/close", &TicketEndpoints::Close);
  add("POST", "/v1/desk/tickets/{number}/priority",
      &TicketEndpoints::SetPriority);
  add("POST", "/v1/desk/tickets/{number}/typing", &TicketEndpoints::Types);
  door.RouteWaiting("GET", "/v1/desk/events",
                    [this](const DeskCall& call,
                           const std::shared_ptr<Responder>& responder) {
                      Events(call, responder);
                    });
}

// Of the store and of who is there, so that neither change is missed.
std::string TicketEndpoints::Version() {
  const Result<int64_t> stored = parts_.store.tickets().Version();
  return std::to_string(stored.ok() ? *stored : 0) + "." +
         std::to_string(presence_.version());
}

Result<Ticket> TicketEndpoints::Find(const DeskCall& call) {
  const Result<int64_t> number = NumberOf(call.request.Parameter("number"));
  if (!number.ok()) return number.error();
  auto ticket = parts_.store.tickets().Find(*number);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) {
    return NotFound("There is no ticket with this number.");
  }
  if (!MaySee(call.by.agent, **ticket)) {
    return Denied("The ticket is in a queue that is not yours.");
  }
  return **std::move(ticket);
}

HttpResponse TicketEndpoints::List(const DeskCall& call) {
  const HttpRequest& request = call.request;
  TicketQuery query;
  const std::string_view view = request.Query("view");
  if (view == "waiting") {
    query.status = TicketStatus::kWaiting;
  } else if (view == "mine") {
    query.open = true;
    query.agent = call.name();
  } else if (view == "closed") {
    query.status = TicketStatus::kClosed;
  } else if (view.empty() || view == "all") {
    query.open = true;
  } else {
    return BadRequest("'view' must be one of: waiting, mine, all, closed.");
  }
  const Agent& agent = call.by.agent;
  if (!SeesAllQueues(agent.role) && view != "mine") query.queues = agent.queues;
  if (!request.Query("queue").empty()) {
    const std::string queue(request.Query("queue"));
    const bool theirs = !query.queues.empty() &&
                        std::find(query.queues.begin(), query.queues.end(),
                                  queue) == query.queues.end();
    if (theirs) return ProblemFor(Denied("This queue is not yours."));
    query.queues = {queue};
  }
  query.search = request.Query("search").substr(0, 200);
  const auto before = QueryNumber(request, "before", 0, 0, int64_t{1} << 53);
  if (!before.ok()) return ProblemFor(before.error());
  const auto limit = QueryNumber(request, "limit", 50, 1, 200);
  if (!limit.ok()) return ProblemFor(limit.error());
  query.before = *before;
  query.limit = static_cast<int>(*limit);

  // Read before the list: what changes meanwhile is told again.
  Json json = {{"tickets", Json::array()}, {"version", Version()}};
  const auto tickets = parts_.store.tickets().List(query);
  if (!tickets.ok()) return ProblemFor(tickets.error());
  const Time now = parts_.clock.Now();
  for (const Ticket& ticket : *tickets) {
    Result<Json> row = TicketRowJson(parts_.store, ticket, now);
    if (!row.ok()) return ProblemFor(row.error());
    json["tickets"].push_back(*std::move(row));
  }
  return JsonResponse(json);
}

HttpResponse TicketEndpoints::Get(const DeskCall& call) {
  const Result<Ticket> ticket = Find(call);
  if (!ticket.ok()) return ProblemFor(ticket.error());
  const Result<Json> json =
      TicketJson(parts_.store, presence_, *ticket, parts_.clock.Now());
  return json.ok() ? JsonResponse(*json) : ProblemFor(json.error());
}

HttpResponse TicketEndpoints::Do(const DeskCall& call, const Step& step) {
  const Result<Ticket> seen = Find(call);
  if (!seen.ok()) return ProblemFor(seen.error());
  Ticket changed;
  const Status status =
      parts_.store.Write([&](Transaction& transaction) -> Status {
        Result<Ticket> ticket = step(transaction, seen->number);
        if (!ticket.ok()) return ticket.error();
        changed = *std::move(ticket);
        return {};
      });
  if (!status.ok()) return ProblemFor(status.error());
  TellChanged(parts_.waiters, changed.conversation);
  const Result<Json> json =
      TicketJson(parts_.store, presence_, changed, parts_.clock.Now());
  return json.ok() ? JsonResponse(*json) : ProblemFor(json.error());
}

HttpResponse TicketEndpoints::Claim(const DeskCall& call) {
  return Do(call, [&](Transaction& transaction, int64_t number) {
    return parts_.work.Claim(transaction, number, call.name(),
                             parts_.clock.Now());
  });
}

HttpResponse TicketEndpoints::Reply(const DeskCall& call) {
  const Result<std::string> text = TextOf(call.body, "text");
  if (!text.ok()) return ProblemFor(text.error());
  const auto id = FindString(call.body, "message_id");
  if (!id.ok() || id->value_or("").size() > 100) {
    return BadRequest("'message_id' must be a string of at most 100 bytes.");
  }
  Message message;
  HttpResponse done = Do(call, [&](Transaction& transaction, int64_t number) {
    return parts_.work.Reply(transaction, number, call.name(), *text,
                             id->value_or(""), false, parts_.clock.Now(),
                             message);
  });
  if (done.status != 200) return done;
  presence_.StopsTyping(call.name());
  return JsonResponse({{"message", MessageJson(message, call.name())}}, 201);
}

HttpResponse TicketEndpoints::Note(const DeskCall& call) {
  const Result<std::string> text = TextOf(call.body, "text");
  if (!text.ok()) return ProblemFor(text.error());
  TicketEvent event;
  HttpResponse done =
      Do(call, [&](Transaction& transaction, int64_t number) -> Result<Ticket> {
        auto noted = parts_.work.Note(transaction, number, call.name(), *text,
                                      parts_.clock.Now());
        if (!noted.ok()) return noted.error();
        event = *std::move(noted);
        auto ticket = transaction.tickets().Find(number);
        if (!ticket.ok()) return ticket.error();
        return **std::move(ticket);
      });
  if (done.status != 200) return done;
  return JsonResponse({{"event", EventJson(event)}}, 201);
}

HttpResponse TicketEndpoints::Transfer(const DeskCall& call) {
  const Result<std::string> queue = TextOf(call.body, "queue", false);
  const Result<std::string> agent = TextOf(call.body, "agent", false);
  const Result<std::string> note = TextOf(call.body, "note", false);
  for (const auto* text : {&queue, &agent, &note}) {
    if (!text->ok()) return ProblemFor(text->error());
  }
  if (queue->empty() == agent->empty()) {
    return BadRequest("Give either 'queue' or 'agent'.");
  }
  if (!agent->empty()) {
    const auto known = parts_.store.agents().Find(*agent);
    if (!known.ok()) return ProblemFor(known.error());
    if (!known->has_value() || (*known)->disabled ||
        (*known)->role == Role::kMaintainer) {
      return BadRequest("There is no such agent.");
    }
  }
  return Do(
      call, [&](Transaction& transaction, int64_t number) -> Result<Ticket> {
        const Time now = parts_.clock.Now();
        if (!note->empty()) {
          const auto noted =
              parts_.work.Note(transaction, number, call.name(), *note, now);
          if (!noted.ok()) return noted.error();
        }
        return parts_.work.Transfer(transaction, number, call.name(), *queue,
                                    *agent, now);
      });
}

HttpResponse TicketEndpoints::Release(const DeskCall& call) {
  const Result<std::string> to = TextOf(call.body, "to");
  if (!to.ok()) return ProblemFor(to.error());
  if (*to != "queue" && *to != "bot") {
    return BadRequest("'to' must be one of: queue, bot.");
  }
  return Do(call, [&](Transaction& transaction, int64_t number) {
    const Time now = parts_.clock.Now();
    return *to == "queue"
               ? parts_.work.Release(transaction, number, call.name(), now)
               : parts_.work.ReleaseToBot(transaction, number, call.name(),
                                          now);
  });
}

HttpResponse TicketEndpoints::Close(const DeskCall& call) {
  const Result<std::string> outcome = TextOf(call.body, "outcome");
  const Result<std::string> text = TextOf(call.body, "text", false);
  if (!outcome.ok()) return ProblemFor(outcome.error());
  if (!text.ok()) return ProblemFor(text.error());
  return Do(
      call, [&](Transaction& transaction, int64_t number) -> Result<Ticket> {
        const Time now = parts_.clock.Now();
        if (!text->empty()) {
          Message message;
          const auto replied = parts_.work.Reply(
              transaction, number, call.name(), *text, "", false, now, message);
          if (!replied.ok()) return replied.error();
        }
        return parts_.work.Close(transaction, number, call.name(), *outcome,
                                 now);
      });
}

HttpResponse TicketEndpoints::SetPriority(const DeskCall& call) {
  const auto priority = call.body.find("priority");
  if (priority == call.body.end() || !priority->is_number_integer()) {
    return BadRequest("'priority' must be a whole number.");
  }
  const auto value = priority->get<int64_t>();
  if (value < 0 || value > kMaxPriority) {
    return BadRequest("'priority' must be 0 to 3.");
  }
  return Do(call, [&](Transaction& transaction, int64_t number) {
    return parts_.work.SetPriority(transaction, number, call.name(),
                                   static_cast<int>(value), parts_.clock.Now());
  });
}

HttpResponse TicketEndpoints::Types(const DeskCall& call) {
  const Result<Ticket> ticket = Find(call);
  if (!ticket.ok()) return ProblemFor(ticket.error());
  presence_.Types(call.name(), ticket->number,
                  std::chrono::steady_clock::now());
  parts_.waiters.Notify(kDeskTopic);
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

// One request that waits.
struct TicketEndpoints::Wait {
  Agent agent;
  int64_t stored = 0;  // versions that the page knows
  int64_t present = 0;
  std::chrono::steady_clock::time_point until;
};

void TicketEndpoints::Events(const DeskCall& call,
                             const std::shared_ptr<Responder>& responder) {
  const auto now = std::chrono::steady_clock::now();
  if (presence_.Seen(call.name(), now)) parts_.waiters.Notify(kDeskTopic);
  const std::string_view after = call.request.Query("after");
  const size_t dot = std::min(after.find('.'), after.size());
  Wait wait;
  wait.agent = call.by.agent;
  const auto read = [](std::string_view text, int64_t& value) {
    std::from_chars(text.data(), text.data() + text.size(), value);
  };
  read(after.substr(0, dot), wait.stored);
  read(after.substr(std::min(dot + 1, after.size())), wait.present);
  const auto seconds = QueryNumber(call.request, "wait", 0, 0, 25);
  if (!seconds.ok()) return responder->Send(ProblemFor(seconds.error()));
  wait.until = now + std::chrono::seconds(*seconds);
  AnswerEvents(wait, responder, *seconds == 0);
}

void TicketEndpoints::AnswerEvents(const Wait& wait,
                                   const std::shared_ptr<Responder>& to,
                                   bool at_once) {
  const std::string version = Version();
  const auto changes =
      parts_.store.tickets().ListChanges(wait.stored, kMaxChanges);
  if (!changes.ok()) return to->Send(ProblemFor(changes.error()));
  const auto now = std::chrono::steady_clock::now();
  const bool news = !changes->empty() || presence_.version() != wait.present;
  if (!news && !at_once && now < wait.until) {
    // Who stops writing is told too.
    const auto until = presence_.NextEnd(now, wait.until);
    parts_.waiters.Add(kDeskTopic, until, [this, wait, to](bool more) {
      AnswerEvents(wait, to, !more);
    });
    // A change may have come between the look and the wait.
    if (Version() != version) parts_.waiters.Notify(kDeskTopic);
    return;
  }
  Json json = {{"version", version},
               {"tickets", Json::array()},
               {"presence", Json::array()}};
  for (const TicketChange& change : *changes) {
    const auto ticket = parts_.store.tickets().Find(change.number);
    if (ticket.ok() && ticket->has_value() && MaySee(wait.agent, **ticket)) {
      json["tickets"].push_back(change.number);
    }
  }
  if (changes->size() == kMaxChanges) {  // the rest comes with the next
    json["version"] = std::to_string(changes->back().version) + "." +
                      std::to_string(presence_.version());
  }
  for (const Presence::Writer& writer : presence_.Writers(now)) {
    json["presence"].push_back(
        {{"agent", writer.agent}, {"ticket", writer.ticket}, {"typing", true}});
  }
  to->Send(JsonResponse(json));
}

}  // namespace sportello
