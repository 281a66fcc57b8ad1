#include "desk/desk_json.h"

#include <map>
#include <utility>

#include "base/json.h"
#include "flow/chat_json.h"

namespace sportello {
namespace {

constexpr int kMaxMessages = 1000;
constexpr int kMaxEarlier = 20;
constexpr size_t kMaxGlance = 160;

// The begin of a text, whole characters.
std::string Begin(const std::string& text) {
  if (text.size() <= kMaxGlance) return text;
  size_t end = kMaxGlance;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
    --end;
  }
  return text.substr(0, end) + "…";
}

Json RowOf(const Ticket& ticket, const Conversation& conversation,
           const ConversationGlance& glance, Time now) {
  const Customer& customer = conversation.customer;
  const std::optional<Time> due = DeadlineOf(ticket);
  Json row = {
      {"number", ticket.number},
      {"conversation", ticket.conversation},
      {"queue", ticket.queue},
      {"status", TicketStatusName(ticket.status)},
      {"priority", ticket.priority},
      {"reason", ticket.reason},
      {"language", ticket.language},
      {"channel", conversation.channel},
      {"customer",
       {{"name", customer.name},
        {"email", customer.email},
        {"phone", customer.phone}}},
      {"agent", ticket.agent},
      {"created_at", FormatTime(ticket.created_at)},
      {"closed_at", TimeJson(ticket.closed_at)},
      {"outcome", ticket.outcome},
      {"waiting_since", nullptr},
      {"due_at",
       TimeJson(ticket.reopen_due_at ? ticket.reopen_due_at : ticket.due_at)},
      {"overdue", due && *due <= now},
      {"last", nullptr},
      {"unread", ticket.status == TicketStatus::kClosed ? 0 : glance.unread}};
  if (ticket.status == TicketStatus::kWaiting) {
    row["waiting_since"] = FormatTime(
        ticket.first_reply_at ? conversation.updated_at : ticket.created_at);
  }
  if (glance.last) {
    row["last"] = {{"from", AuthorName(glance.last->from)},
                   {"at", FormatTime(glance.last->at)},
                   {"text", Begin(glance.last->text)}};
  }
  return row;
}

Result<Conversation> ConversationOf(Store& store, const Ticket& ticket) {
  auto found = store.FindConversation(ticket.conversation);
  if (!found.ok()) return found.error();
  if (!found->has_value()) return Internal("a ticket without a conversation");
  return **std::move(found);
}

// The agents of a ticket's messages, by seq.
std::map<std::string, std::string> WritersOf(
    const std::vector<TicketEvent>& events) {
  std::map<std::string, std::string> writers;
  for (const TicketEvent& event : events) {
    if (event.what == "reply") writers[event.detail] = event.agent;
  }
  return writers;
}

// What came with a conversation's messages, by seq.
Result<std::map<int64_t, Json>> FilesOf(Store& store,
                                        const std::string& conversation) {
  const auto all = store.attachments().List(conversation);
  if (!all.ok()) return all.error();
  std::map<int64_t, Json> files;
  for (const Attachment& one : *all) {
    files[one.seq].push_back({{"id", one.id},
                              {"name", one.name},
                              {"type", one.type},
                              {"bytes", one.bytes}});
  }
  return files;
}

Result<Json> EarlierJson(Store& store, const Ticket& ticket,
                         const Conversation& conversation) {
  Json earlier = Json::array();
  auto others =
      store.tickets().ListConversationsOf(conversation.customer, kMaxEarlier);
  if (!others.ok()) return others.error();
  const auto add = [&](const Conversation& other) -> Status {
    TicketQuery query;
    query.conversation = other.id;
    query.limit = kMaxEarlier;
    auto tickets = store.tickets().List(query);
    if (!tickets.ok()) return tickets.error();
    for (const Ticket& one : *tickets) {
      if (one.number == ticket.number) continue;
      earlier.push_back({{"ticket", one.number},
                         {"conversation", other.id},
                         {"channel", other.channel},
                         {"at", FormatTime(one.created_at)},
                         {"reason", one.reason},
                         {"outcome", one.outcome}});
    }
    if (tickets->empty() && other.id != conversation.id) {
      earlier.push_back({{"ticket", nullptr},
                         {"conversation", other.id},
                         {"channel", other.channel},
                         {"at", FormatTime(other.created_at)},
                         {"reason", ""},
                         {"outcome", ""}});
    }
    return {};
  };
  Status status = add(conversation);
  for (const Conversation& other : *others) {
    if (status.ok() && other.id != conversation.id) status = add(other);
  }
  if (!status.ok()) return status.error();
  return earlier;
}

}  // namespace

Json AttributesJson(const std::vector<Attribute>& attributes) {
  Json json = Json::object();
  for (const Attribute& one : attributes) json[one.name] = one.value;
  return json;
}

Json TimeJson(const std::optional<Time>& time) {
  return time ? Json(FormatTime(*time)) : Json(nullptr);
}

Json AgentJson(const Agent& agent) {
  return {{"name", agent.name},           {"display_name", agent.display_name},
          {"role", RoleName(agent.role)}, {"language", agent.language},
          {"queues", agent.queues},       {"disabled", agent.disabled}};
}

Json EventJson(const TicketEvent& event) {
  return {{"at", FormatTime(event.at)},
          {"what", event.what},
          {"agent", event.agent},
          {"detail", event.detail}};
}

Json MessageJson(const Message& message, const std::string& agent) {
  Json json = {{"seq", message.seq},       {"from", AuthorName(message.from)},
               {"agent", agent},           {"text", message.text},
               {"buttons", Json::array()}, {"at", FormatTime(message.at)}};
  for (const Button& button : message.buttons) {
    json["buttons"].push_back(
        {{"title", button.title}, {"value", button.value}});
  }
  if (message.reason) {
    json["reason"] = {{"stage", message.reason->stage},
                      {"decision", message.reason->decision},
                      {"id", message.reason->id},
                      {"confidence", message.reason->confidence},
                      {"source", message.reason->source}};
  }
  return json;
}

Result<Json> TicketRowJson(Store& store, const Ticket& ticket, Time now) {
  const Result<Conversation> conversation = ConversationOf(store, ticket);
  if (!conversation.ok()) return conversation.error();
  const auto glance = store.tickets().Glance(ticket.conversation);
  if (!glance.ok()) return glance.error();
  return RowOf(ticket, *conversation, *glance, now);
}

Result<Json> TicketJson(Store& store, const Presence& presence,
                        const Ticket& ticket, Time now) {
  const Result<Conversation> conversation = ConversationOf(store, ticket);
  if (!conversation.ok()) return conversation.error();
  const auto glance = store.tickets().Glance(ticket.conversation);
  if (!glance.ok()) return glance.error();
  const auto events = store.tickets().ListEvents(ticket.number);
  if (!events.ok()) return events.error();
  // The last ones of a very long conversation.
  const int64_t after =
      std::max<int64_t>(0, conversation->last_seq - kMaxMessages);
  const auto messages =
      store.ListMessages(ticket.conversation, after, kMaxMessages + 100);
  if (!messages.ok()) return messages.error();
  const auto rating =
      store.tickets().FindRating(ticket.conversation, ticket.number);
  if (!rating.ok()) return rating.error();
  Result<Json> earlier = EarlierJson(store, ticket, *conversation);
  if (!earlier.ok()) return earlier.error();
  const auto files = FilesOf(store, ticket.conversation);
  if (!files.ok()) return files.error();

  Json json = RowOf(ticket, *conversation, *glance, now);
  json["customer"]["attributes"] =
      AttributesJson(conversation->customer.attributes);
  json["summary"] = ticket.summary;
  json["owner"] = OwnerName(conversation->owner);
  json["contact"] = ticket.contact;
  json["messages"] = Json::array();
  const auto writers = WritersOf(*events);
  for (const Message& message : *messages) {
    const auto writer = writers.find(std::to_string(message.seq));
    const bool by_agent =
        message.from == Author::kAgent && writer != writers.end();
    Json& row = json["messages"].emplace_back(
        MessageJson(message, by_agent ? writer->second : ""));
    const auto sent = files->find(message.seq);
    if (sent != files->end()) row["attachments"] = sent->second;
  }
  json["events"] = Json::array();
  for (const TicketEvent& event : *events) {
    json["events"].push_back(EventJson(event));
  }
  json["earlier"] = *std::move(earlier);
  json["typing"] = Json::array();
  for (const Presence::Writer& writer :
       presence.Writers(std::chrono::steady_clock::now())) {
    if (writer.ticket == ticket.number) json["typing"].push_back(writer.agent);
  }
  json["rating"] = nullptr;
  if (rating->has_value()) {
    json["rating"] = {{"score", (*rating)->score},
                      {"comment", (*rating)->comment},
                      {"at", FormatTime((*rating)->at)}};
  }
  return json;
}

}  // namespace sportello
