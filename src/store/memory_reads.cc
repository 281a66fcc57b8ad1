#include "store/memory_reads.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace sportello {
namespace {

using Lock = std::lock_guard<std::mutex>;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

template <typename T>
void Cut(std::vector<T>& all, int limit) {
  if (all.size() > static_cast<size_t>(limit)) {
    all.resize(static_cast<size_t>(limit));
  }
}

}  // namespace

std::vector<Ticket> MemoryTicketReads::Some(
    const std::function<bool(const Ticket&)>& fits, int limit) const {
  std::vector<Ticket> found;
  for (const auto& [number, ticket] : contents_.tickets) {
    if (fits(ticket)) found.push_back(ticket);
  }
  Cut(found, limit);
  return found;
}

Result<std::optional<Ticket>> MemoryTicketReads::Find(int64_t number) {
  const Lock lock(mutex_);
  return FindIn(contents_.tickets, number);
}

Result<std::optional<Ticket>> MemoryTicketReads::FindByMailToken(
    std::string_view token) {
  const Lock lock(mutex_);
  std::vector<Ticket> found = Some(
      [&](const Ticket& ticket) {
        return !token.empty() && ticket.mail_token == token;
      },
      1);
  if (found.empty()) return std::optional<Ticket>();
  return std::optional<Ticket>(std::move(found.front()));
}

bool MemoryTicketReads::Fits(const Ticket& ticket,
                             const TicketQuery& query) const {
  if (query.status && ticket.status != *query.status) return false;
  if (query.open && ticket.status == TicketStatus::kClosed) return false;
  if (!query.agent.empty() && ticket.agent != query.agent) return false;
  if (!query.queues.empty() &&
      std::find(query.queues.begin(), query.queues.end(), ticket.queue) ==
          query.queues.end()) {
    return false;
  }
  if (!query.conversation.empty() &&
      ticket.conversation != query.conversation) {
    return false;
  }
  if (query.before != 0 && ticket.number >= query.before) return false;
  if (query.search.empty()) return true;
  const Customer& customer = ThreadOf(ticket).conversation.customer;
  const std::string all = Lower(customer.name + "\n" + customer.email + "\n" +
                                customer.phone + "\n" + ticket.contact);
  return std::to_string(ticket.number) == query.search ||
         all.find(Lower(query.search)) != std::string::npos;
}

Result<std::vector<Ticket>> MemoryTicketReads::List(const TicketQuery& query) {
  const Lock lock(mutex_);
  std::vector<Ticket> found;
  for (auto it = contents_.tickets.rbegin(); it != contents_.tickets.rend();
       ++it) {
    if (Fits(it->second, query)) found.push_back(it->second);
  }
  Cut(found, query.limit);
  return found;
}

Result<std::vector<TicketEvent>> MemoryTicketReads::ListEvents(int64_t number) {
  const Lock lock(mutex_);
  std::vector<TicketEvent> events;
  for (const TicketEvent& event : contents_.events) {
    if (event.ticket == number) events.push_back(event);
  }
  return events;
}

Result<std::vector<Ticket>> MemoryTicketReads::ListNeglected(Time now,
                                                             Time warn_before,
                                                             int limit) {
  const Lock lock(mutex_);
  return Some(
      [&](const Ticket& ticket) {
        if (ticket.status == TicketStatus::kClosed) return false;
        if (ticket.status == TicketStatus::kClaimed && ticket.lease_until &&
            *ticket.lease_until <= now) {
          return true;
        }
        const std::optional<Time> due = DeadlineOf(ticket);
        if (!due) return false;
        return (*due <= now && !ticket.alarmed_at) ||
               (*due <= warn_before && !ticket.warned_at);
      },
      limit);
}

Result<std::vector<Ticket>> MemoryTicketReads::ListIdle(Time before,
                                                        int limit) {
  const Lock lock(mutex_);
  return Some(
      [&](const Ticket& ticket) {
        return ticket.status == TicketStatus::kClaimed && !ticket.lease_until &&
               ThreadOf(ticket).conversation.updated_at < before;
      },
      limit);
}

Result<std::vector<TicketChange>> MemoryTicketReads::ListChanges(
    int64_t version, int limit) {
  const Lock lock(mutex_);
  std::vector<TicketChange> changes;
  for (const auto& [number, ticket] : contents_.tickets) {
    if (ticket.version > version) changes.push_back({ticket.version, number});
  }
  std::sort(changes.begin(), changes.end(),
            [](const TicketChange& a, const TicketChange& b) {
              return a.version < b.version;
            });
  Cut(changes, limit);
  return changes;
}

Result<int64_t> MemoryTicketReads::Version() {
  const Lock lock(mutex_);
  int64_t version = 0;
  for (const auto& [number, ticket] : contents_.tickets) {
    version = std::max(version, ticket.version);
  }
  return version;
}

Result<std::map<std::string, QueueFigures>> MemoryTicketReads::Queues(
    Time now) {
  const Lock lock(mutex_);
  std::map<std::string, QueueFigures> queues;
  for (const auto& [number, ticket] : contents_.tickets) {
    if (ticket.status == TicketStatus::kClosed) continue;
    QueueFigures& figures = queues[ticket.queue];
    ++(ticket.status == TicketStatus::kWaiting ? figures.waiting
                                               : figures.claimed);
    const std::optional<Time> due = DeadlineOf(ticket);
    if (due && *due <= now) ++figures.overdue;
  }
  return queues;
}

Result<std::vector<FirstReply>> MemoryTicketReads::ListFirstReplies(
    std::string_view queue, int limit) {
  const Lock lock(mutex_);
  std::vector<FirstReply> replies;
  for (const auto& [number, ticket] : contents_.tickets) {
    if (ticket.queue != queue || !ticket.first_reply_at) continue;
    replies.push_back({ticket.created_at, *ticket.first_reply_at});
  }
  std::stable_sort(
      replies.begin(), replies.end(),
      [](const FirstReply& a, const FirstReply& b) { return a.at > b.at; });
  Cut(replies, limit);
  return replies;
}

Result<std::optional<Rating>> MemoryTicketReads::FindRating(
    std::string_view conversation, int64_t ticket) {
  const Lock lock(mutex_);
  for (const Rating& rating : contents_.ratings) {
    if (rating.conversation == conversation && rating.ticket == ticket) {
      return std::optional<Rating>(rating);
    }
  }
  return std::optional<Rating>();
}

Result<ConversationGlance> MemoryTicketReads::Glance(
    std::string_view conversation) {
  const Lock lock(mutex_);
  ConversationGlance glance;
  const auto found = contents_.threads.find(conversation);
  if (found == contents_.threads.end()) return glance;
  bool people = false;  // one of them wrote what was seen last
  for (const auto& [seq, stored] : found->second.messages) {
    const bool person = stored.message.from == Author::kCustomer ||
                        stored.message.from == Author::kAgent;
    if (person || !people) glance.last = stored.message;
    people = people || person;
    if (stored.message.from == Author::kCustomer) ++glance.unread;
    if (stored.message.from == Author::kAgent) glance.unread = 0;
  }
  return glance;
}

Result<std::vector<Conversation>> MemoryTicketReads::ListConversationsOf(
    const Customer& customer, int limit) {
  const Lock lock(mutex_);
  std::vector<Conversation> found;
  for (const auto& [id, thread] : contents_.threads) {
    const Customer& other = thread.conversation.customer;
    const bool same_email =
        !customer.email.empty() && Lower(other.email) == Lower(customer.email);
    const bool same_phone =
        !customer.phone.empty() && other.phone == customer.phone;
    if (same_email || same_phone) found.push_back(thread.conversation);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Conversation& a, const Conversation& b) {
                     return a.created_at > b.created_at;
                   });
  Cut(found, limit);
  return found;
}

Status MemoryTicketReads::ScanTickets(
    Time from, Time to, const std::function<bool(const Ticket&)>& f) {
  const Lock lock(mutex_);
  for (const auto& [number, ticket] : contents_.tickets) {
    if (ticket.created_at < from || ticket.created_at >= to) continue;
    if (!f(ticket)) break;
  }
  return {};
}

Status MemoryTicketReads::ScanRatings(
    Time from, Time to, const std::function<bool(const Rating&)>& f) {
  const Lock lock(mutex_);
  for (const Rating& rating : contents_.ratings) {
    if (rating.at < from || rating.at >= to) continue;
    if (!f(rating)) break;
  }
  return {};
}

Status MemoryTicketReads::ScanMessages(
    Time from, Time to,
    const std::function<bool(std::string_view conversation, const Message&)>&
        f) {
  const Lock lock(mutex_);
  for (const auto& [id, thread] : contents_.threads) {
    for (const auto& [seq, stored] : thread.messages) {
      if (stored.message.at < from || stored.message.at >= to) continue;
      Message message;
      message.seq = stored.message.seq;
      message.from = stored.message.from;
      message.at = stored.message.at;
      if (const auto& reason = stored.message.reason) {
        message.reason.emplace();
        message.reason->stage = reason->stage;
        message.reason->decision = reason->decision;
        message.reason->id = reason->id;
      }
      if (!f(id, message)) return {};
    }
  }
  return {};
}

Result<std::vector<OutboxItem>> MemoryOutboxReads::ListDue(OutboxKind kind,
                                                           Time now,
                                                           int limit) {
  const Lock lock(mutex_);
  std::vector<OutboxItem> found;
  for (const auto& [key, item] : contents_.outbox) {
    if (item.kind == kind && item.state == OutboxState::kDue &&
        item.next_try_at <= now) {
      found.push_back(item);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const OutboxItem& a, const OutboxItem& b) {
                     return a.next_try_at < b.next_try_at;
                   });
  Cut(found, limit);
  return found;
}

Result<std::vector<OutboxItem>> MemoryOutboxReads::ListHeads(OutboxKind kind,
                                                             Time now,
                                                             int limit) {
  const Lock lock(mutex_);
  std::vector<OutboxItem> found;
  std::set<std::string> targets;
  for (const auto& [key, item] : contents_.outbox) {
    if (item.kind != kind || item.state != OutboxState::kDue) continue;
    const bool is_head = targets.insert(item.target).second;
    if (is_head && item.next_try_at <= now) found.push_back(item);
  }
  Cut(found, limit);
  return found;
}

Result<std::optional<Time>> MemoryOutboxReads::NextTry(OutboxKind kind) {
  const Lock lock(mutex_);
  std::optional<Time> next;
  for (const auto& [key, item] : contents_.outbox) {
    if (item.kind != kind || item.state != OutboxState::kDue) continue;
    if (!next || item.next_try_at < *next) next = item.next_try_at;
  }
  return next;
}

Result<std::vector<OutboxItem>> MemoryOutboxReads::List(OutboxState state,
                                                        int limit) {
  const Lock lock(mutex_);
  std::vector<OutboxItem> found;
  for (auto it = contents_.outbox.rbegin(); it != contents_.outbox.rend();
       ++it) {
    if (it->second.state == state) found.push_back(it->second);
  }
  Cut(found, limit);
  return found;
}

Result<int64_t> MemoryOutboxReads::Count(OutboxState state) {
  const Lock lock(mutex_);
  return static_cast<int64_t>(std::count_if(
      contents_.outbox.begin(), contents_.outbox.end(),
      [state](const auto& entry) { return entry.second.state == state; }));
}

Result<std::optional<MailRecord>> MemoryOutboxReads::FindMail(
    std::string_view message_id) {
  const Lock lock(mutex_);
  return FindIn(contents_.mails, message_id);
}

Result<std::vector<MailRecord>> MemoryOutboxReads::ListMails(
    std::string_view conversation, int limit) {
  const Lock lock(mutex_);
  std::vector<MailRecord> mails;
  for (const auto& [id, mail] : contents_.mails) {
    if (mail.conversation == conversation) mails.push_back(mail);
  }
  std::sort(mails.begin(), mails.end(),
            [](const auto& a, const auto& b) { return a.at > b.at; });
  if (mails.size() > static_cast<size_t>(limit)) {
    mails.resize(static_cast<size_t>(limit));
  }
  return mails;
}

Result<std::vector<Agent>> MemoryAgentReads::List() {
  const Lock lock(mutex_);
  std::vector<Agent> agents;
  for (const auto& [name, agent] : contents_.agents) agents.push_back(agent);
  return agents;
}

Result<std::optional<Agent>> MemoryAgentReads::Find(std::string_view name) {
  const Lock lock(mutex_);
  return FindIn(contents_.agents, name);
}

Result<std::optional<DeskSession>> MemoryAgentReads::FindSession(
    std::string_view token_hash) {
  const Lock lock(mutex_);
  return FindIn(contents_.sessions, token_hash);
}

Result<std::vector<AuditEntry>> MemoryAgentReads::ListAudit(int limit) {
  const Lock lock(mutex_);
  std::vector<AuditEntry> entries(contents_.audit.rbegin(),
                                  contents_.audit.rend());
  Cut(entries, limit);
  return entries;
}

}  // namespace sportello
