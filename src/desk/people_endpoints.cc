#include "desk/people_endpoints.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "desk/desk_json.h"
#include "desk/roles.h"
#include "flow/chat_json.h"
#include "handoff/hours_words.h"

namespace sportello {
namespace {

constexpr int kMaxCanned = 50;

HttpResponse NoContent() {
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

Result<AgentChange> ReadChange(const Json& body) {
  AgentChange change;
  const auto text = [&](const char* key,
                        std::optional<std::string>& field) -> Status {
    auto found = FindString(body, key);
    if (!found.ok()) {
      return Invalid("'" + std::string(key) + "' must be a string.");
    }
    field = *std::move(found);
    return {};
  };
  std::optional<std::string> role;
  for (const Status& status :
       {text("display_name", change.display_name),
        text("language", change.language), text("password", change.password),
        text("role", role)}) {
    if (!status.ok()) return status.error();
  }
  if (change.display_name && change.display_name->size() > 100) {
    return Invalid("'display_name' may have at most 100 bytes.");
  }
  if (role) {
    change.role = ParseRole(*role);
    if (!change.role) {
      return Invalid(
          "'role' must be one of: agent, supervisor, maintainer, admin.");
    }
  }
  if (const auto it = body.find("disabled"); it != body.end()) {
    if (!it->is_boolean()) return Invalid("'disabled' must be true or false.");
    change.disabled = it->get<bool>();
  }
  if (const auto it = body.find("queues"); it != body.end()) {
    if (!it->is_array()) return Invalid("'queues' must be a list.");
    change.queues.emplace();
    for (const Json& item : *it) {
      if (!item.is_string()) return Invalid("'queues' must be a list of ids.");
      change.queues->push_back(item.get<std::string>());
    }
  }
  return change;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

void PeopleEndpoints::AddRoutes(DeskDoor& door) {
  door.RouteOpen("POST", "/v1/desk/login",
                 [this, &door](const HttpRequest& request, const Json& body) {
                   return SignIn(door, request, body);
                 });
  door.Route("POST", "/v1/desk/logout", [this, &door](const DeskCall& call) {
    return SignOut(door, call);
  });
  using Method = HttpResponse (PeopleEndpoints::*)(const DeskCall&);
  const auto add = [&](const char* method, const char* path, Method handle) {
    door.Route(method, path, [this, handle](const DeskCall& call) {
      presence_.Seen(call.name(), std::chrono::steady_clock::now());
      return (this->*handle)(call);
    });
  };
  add("GET", "/v1/desk/me", &PeopleEndpoints::Me);
  add("GET", "/v1/desk/agents", &PeopleEndpoints::ListAgents);
  add("POST", "/v1/desk/agents", &PeopleEndpoints::Add);
  add("POST", "/v1/desk/agents/{name}", &PeopleEndpoints::Change);
  add("GET", "/v1/desk/customers/{id}", &PeopleEndpoints::Customer);
  add("GET", "/v1/desk/canned", &PeopleEndpoints::Canned);
  add("GET", "/v1/desk/outbox", &PeopleEndpoints::Outbox);
}

HttpResponse PeopleEndpoints::SignIn(DeskDoor& door, const HttpRequest& request,
                                     const Json& body) {
  const auto name = FindString(body, "name");
  const auto password = FindString(body, "password");
  if (!name.ok() || !password.ok() || !name->has_value() ||
      !password->has_value()) {
    return BadRequest("'name' and 'password' must be strings.");
  }
  Login::Refusal refusal;
  const auto session =
      login_.SignIn(**name, **password, request.remote_address, refusal);
  if (session) {
    HttpResponse response = JsonResponse(
        {{"agent", AgentJson(session->agent)}, {"csrf", session->csrf}});
    response.headers.emplace_back("Set-Cookie",
                                  door.CookieFor(request, session->token));
    return response;
  }
  if (refusal.error) return ProblemFor(*refusal.error);
  if (refusal.retry_after) {
    return MakeTooMany(*refusal.retry_after,
                       "Too many tries to sign in; wait a little.");
  }
  return MakeProblem(401, "denied", "Unauthorized",
                     "The name or the password is wrong.");
}

HttpResponse PeopleEndpoints::SignOut(DeskDoor& door, const DeskCall& call) {
  const Status status = login_.SignOut(call.by.token);
  if (!status.ok()) return ProblemFor(status.error());
  HttpResponse response = NoContent();
  response.headers.emplace_back("Set-Cookie", door.CookieFor(call.request, ""));
  return response;
}

Result<Json> PeopleEndpoints::QueuesFor(const Agent& agent) {
  const Time now = parts_.clock.Now();
  auto figures = parts_.store.tickets().Queues(now);
  if (!figures.ok()) return figures.error();
  std::vector<std::string> ids;
  for (const QueueRules& queue : parts_.work.queues().all()) {
    ids.push_back(queue.id);
  }
  for (const auto& [id, counts] : *figures) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  const std::string language =
      agent.language.empty() ? options_.default_language : agent.language;
  Json queues = Json::array();
  for (const std::string& id : ids) {
    // Those of others too: a ticket may be handed to them.
    const bool mine = SeesAllQueues(agent.role) || agent.queues.empty() ||
                      std::find(agent.queues.begin(), agent.queues.end(), id) !=
                          agent.queues.end();
    const QueueRules& rules = parts_.work.queues().Find(id);
    const QueueFigures& counts = (*figures)[id];
    queues.push_back(
        {{"id", id},
         {"title", rules.id == id ? rules.TitleIn(language) : id},
         {"open", rules.hours.IsOpen(now)},
         {"opens_text", DescribeOpening(rules.hours, now, language).sentence},
         {"mine", mine},
         {"waiting", counts.waiting},
         {"overdue", counts.overdue}});
  }
  return queues;
}

Result<Json> PeopleEndpoints::Colleagues() {
  const auto agents = parts_.store.agents().List();
  if (!agents.ok()) return agents.error();
  const auto now = std::chrono::steady_clock::now();
  Json colleagues = Json::array();
  for (const Agent& agent : *agents) {
    if (agent.disabled) continue;
    colleagues.push_back({{"name", agent.name},
                          {"display_name", agent.display_name},
                          {"role", RoleName(agent.role)},
                          {"online", presence_.IsOnline(agent.name, now)}});
  }
  return colleagues;
}

HttpResponse PeopleEndpoints::Me(const DeskCall& call) {
  Result<Json> queues = QueuesFor(call.by.agent);
  if (!queues.ok()) return ProblemFor(queues.error());
  Result<Json> colleagues = Colleagues();
  if (!colleagues.ok()) return ProblemFor(colleagues.error());
  return JsonResponse({{"agent", AgentJson(call.by.agent)},
                       {"csrf", call.by.csrf},
                       {"queues", *std::move(queues)},
                       {"agents", *std::move(colleagues)},
                       {"shop", {{"name", options_.shop_name}}}});
}

HttpResponse PeopleEndpoints::ListAgents(const DeskCall& call) {
  static_cast<void>(call);
  const auto agents = parts_.store.agents().List();
  if (!agents.ok()) return ProblemFor(agents.error());
  Json json = {{"agents", Json::array()}};
  const auto now = std::chrono::steady_clock::now();
  for (const Agent& agent : *agents) {
    Json row = AgentJson(agent);
    row["online"] = presence_.IsOnline(agent.name, now);
    json["agents"].push_back(std::move(row));
  }
  return JsonResponse(json);
}

HttpResponse PeopleEndpoints::Add(const DeskCall& call) {
  const auto name = FindString(call.body, "name");
  if (!name.ok() || !name->has_value()) {
    return BadRequest("'name' must be a string.");
  }
  const Result<AgentChange> fields = ReadChange(call.body);
  if (!fields.ok()) return ProblemFor(fields.error());
  const Status added =
      AddAgent(parts_.store, **name, *fields, call.name(), parts_.clock.Now());
  if (!added.ok()) return ProblemFor(added.error());
  const auto agent = parts_.store.agents().Find(**name);
  if (!agent.ok()) return ProblemFor(agent.error());
  return JsonResponse({{"agent", AgentJson(**agent)}}, 201);
}

HttpResponse PeopleEndpoints::Change(const DeskCall& call) {
  const std::string name(call.request.Parameter("name"));
  const Result<AgentChange> change = ReadChange(call.body);
  if (!change.ok()) return ProblemFor(change.error());
  const bool own = name == call.name();
  if (own && ((change->role && *change->role != Role::kAdmin) ||
              change->disabled.value_or(false))) {
    return ProblemFor(
        Conflict("Nobody can take the role of admin from himself."));
  }
  const Status changed =
      ChangeAgent(parts_.store, name, *change, call.name(), parts_.clock.Now());
  if (!changed.ok()) return ProblemFor(changed.error());
  const auto agent = parts_.store.agents().Find(name);
  if (!agent.ok()) return ProblemFor(agent.error());
  return JsonResponse({{"agent", AgentJson(**agent)}});
}

HttpResponse PeopleEndpoints::Customer(const DeskCall& call) {
  const auto known =
      parts_.store.FindConversation(call.request.Parameter("id"));
  if (!known.ok()) return ProblemFor(known.error());
  if (!known->has_value()) {
    return ProblemFor(NotFound("There is no customer with this id."));
  }
  auto all =
      parts_.store.tickets().ListConversationsOf((*known)->customer, 100);
  if (!all.ok()) return ProblemFor(all.error());
  if (all->empty()) all->push_back(**known);
  const struct Customer& customer = (*known)->customer;
  Json json = {{"id", (*known)->id},
               {"name", customer.name},
               {"email", customer.email},
               {"phone", customer.phone},
               {"attributes", AttributesJson(customer.attributes)},
               {"conversations", Json::array()},
               {"tickets", Json::array()},
               {"ratings", Json::array()}};
  for (const Conversation& conversation : *all) {
    TicketQuery query;
    query.conversation = conversation.id;
    query.limit = 100;
    const auto tickets = parts_.store.tickets().List(query);
    if (!tickets.ok()) return ProblemFor(tickets.error());
    json["conversations"].push_back(
        {{"id", conversation.id},
         {"channel", conversation.channel},
         {"language", conversation.language},
         {"owner", OwnerName(conversation.owner)},
         {"created_at", FormatTime(conversation.created_at)},
         {"updated_at", FormatTime(conversation.updated_at)}});
    for (const Ticket& ticket : *tickets) {
      json["tickets"].push_back({{"number", ticket.number},
                                 {"conversation", ticket.conversation},
                                 {"queue", ticket.queue},
                                 {"status", TicketStatusName(ticket.status)},
                                 {"reason", ticket.reason},
                                 {"outcome", ticket.outcome},
                                 {"agent", ticket.agent},
                                 {"created_at", FormatTime(ticket.created_at)},
                                 {"closed_at", TimeJson(ticket.closed_at)}});
      const auto rating =
          parts_.store.tickets().FindRating(conversation.id, ticket.number);
      if (!rating.ok()) return ProblemFor(rating.error());
      if (!rating->has_value()) continue;
      json["ratings"].push_back({{"ticket", ticket.number},
                                 {"score", (*rating)->score},
                                 {"comment", (*rating)->comment},
                                 {"at", FormatTime((*rating)->at)}});
    }
  }
  return JsonResponse(json);
}

HttpResponse PeopleEndpoints::Canned(const DeskCall& call) {
  const std::shared_ptr<const Knowledge> knowledge = parts_.keeper.Current();
  if (knowledge == nullptr) return ProblemFor(Unavailable("no knowledge"));
  std::string language(call.request.Query("language"));
  if (language.empty()) language = options_.default_language;
  Json json = {{"entries", Json::array()}};
  const auto content = knowledge->content.languages.find(language);
  if (content == knowledge->content.languages.end()) return JsonResponse(json);
  const std::string_view words = call.request.Query("q").substr(0, 200);
  std::vector<const FaqContent*> found;
  const LanguageKnowledge* compiled = knowledge->snapshot->Find(language);
  if (!words.empty() && knowledge->search != nullptr && compiled != nullptr) {
    const auto hits =
        knowledge->search->Search(compiled->analyzer, words, kMaxCanned);
    if (!hits.ok()) return ProblemFor(hits.error());
    for (const FaqHit& hit : *hits) {
      for (const FaqContent& entry : content->second.faq) {
        if (entry.id == hit.id) found.push_back(&entry);
      }
    }
  }
  const std::string wanted = Lower(words);
  for (const FaqContent& entry : content->second.faq) {
    const bool known =
        std::find(found.begin(), found.end(), &entry) != found.end();
    const bool named =
        wanted.empty() ||
        Lower(entry.id + "\n" + entry.question.text).find(wanted) !=
            std::string::npos;
    if (!known && named) found.push_back(&entry);
  }
  for (const FaqContent* entry : found) {
    if (json["entries"].size() >= kMaxCanned) break;
    json["entries"].push_back({{"id", entry->id},
                               {"title", entry->question.text},
                               {"text", entry->answer.text}});
  }
  return JsonResponse(json);
}

HttpResponse PeopleEndpoints::Outbox(const DeskCall& call) {
  static_cast<void>(call);
  Json json = {{"due", 0}, {"dead", Json::array()}};
  const auto due = parts_.store.outbox().Count(OutboxState::kDue);
  if (!due.ok()) return ProblemFor(due.error());
  json["due"] = *due;
  const auto dead = parts_.store.outbox().List(OutboxState::kDead, 100);
  if (!dead.ok()) return ProblemFor(dead.error());
  for (const OutboxItem& item : *dead) {
    json["dead"].push_back({{"key", item.key},
                            {"kind", OutboxKindName(item.kind)},
                            {"target", item.target},
                            {"attempts", item.attempts},
                            {"last_error", item.last_error},
                            {"ticket", item.ticket},
                            {"created_at", FormatTime(item.created_at)}});
  }
  return JsonResponse(json);
}

}  // namespace sportello
