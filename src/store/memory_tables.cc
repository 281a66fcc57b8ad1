#include "store/memory_tables.h"

#include <algorithm>
#include <utility>

namespace sportello {
void MemoryTicketTable::Put(Ticket& ticket) {
  ticket.version = ++contents_.last_version;
  PutUndoably(contents_.tickets, ticket.number, ticket, undo_);
}

Status MemoryTicketTable::Insert(Ticket& ticket) {
  if (!exists_(ticket.conversation)) return NotFound("no such conversation");
  ticket.number =
      contents_.tickets.empty() ? 1 : contents_.tickets.rbegin()->first + 1;
  Put(ticket);
  return {};
}

Result<std::optional<Ticket>> MemoryTicketTable::Find(int64_t number) {
  return FindIn(contents_.tickets, number);
}

Result<std::optional<Ticket>> MemoryTicketTable::FindByMailToken(
    std::string_view token) {
  for (const auto& [number, ticket] : contents_.tickets) {
    if (!token.empty() && ticket.mail_token == token) {
      return std::optional<Ticket>(ticket);
    }
  }
  return std::optional<Ticket>();
}

Result<std::optional<Ticket>> MemoryTicketTable::FindLast(
    std::string_view conversation, std::string_view but_reason) {
  std::optional<Ticket> last;
  for (const auto& [number, ticket] : contents_.tickets) {
    const bool fits = but_reason.empty() || ticket.reason != but_reason;
    if (ticket.conversation == conversation && fits) last = ticket;
  }
  return last;
}

Status MemoryTicketTable::Update(Ticket& ticket) {
  const auto found = contents_.tickets.find(ticket.number);
  if (found == contents_.tickets.end() ||
      found->second.version != ticket.version) {
    return Conflict("the ticket was changed meanwhile");
  }
  Put(ticket);
  return {};
}

Status MemoryTicketTable::AppendEvent(const TicketEvent& event) {
  if (!contents_.tickets.contains(event.ticket)) {
    return NotFound("no such ticket");
  }
  AppendUndoably(contents_.events, event, undo_);
  return {};
}

Status MemoryTicketTable::InsertRating(const Rating& rating) {
  if (!exists_(rating.conversation)) return NotFound("no such conversation");
  for (const Rating& known : contents_.ratings) {
    if (known.conversation == rating.conversation &&
        known.ticket == rating.ticket) {
      return Conflict("it was rated before");
    }
  }
  AppendUndoably(contents_.ratings, rating, undo_);
  return {};
}

Status MemoryTicketTable::ForgetRating(std::string_view conversation,
                                       int64_t ticket, Time before) {
  if (!exists_(conversation)) return NotFound("no such conversation");
  auto& ratings = contents_.ratings;
  const auto found =
      std::find_if(ratings.begin(), ratings.end(), [&](const Rating& rating) {
        return rating.conversation == conversation && rating.ticket == ticket &&
               rating.at < before;
      });
  if (found == ratings.end()) return {};
  undo_.Add([&ratings, index = found - ratings.begin(), old = *found] {
    ratings.insert(ratings.begin() + index, old);
  });
  ratings.erase(found);
  return {};
}

Result<int64_t> MemoryTicketTable::CountWaiting(std::string_view queue) {
  return static_cast<int64_t>(
      std::count_if(contents_.tickets.begin(), contents_.tickets.end(),
                    [&](const auto& entry) {
                      return entry.second.status == TicketStatus::kWaiting &&
                             entry.second.queue == queue &&
                             entry.second.priority >= kNormalPriority;
                    }));
}

Status MemoryOutboxTable::Insert(OutboxItem& item) {
  for (const auto& [key, known] : contents_.outbox) {
    if (known.message_id == item.message_id && known.target == item.target) {
      return Conflict("what is to be sent was written before");
    }
  }
  item.key =
      contents_.outbox.empty() ? 1 : contents_.outbox.rbegin()->first + 1;
  PutUndoably(contents_.outbox, item.key, item, undo_);
  return {};
}

Status MemoryOutboxTable::Update(const OutboxItem& item) {
  const auto found = contents_.outbox.find(item.key);
  if (found == contents_.outbox.end()) {
    return NotFound("nothing of this key is to be sent");
  }
  OutboxItem changed = found->second;
  changed.state = item.state;
  changed.attempts = item.attempts;
  changed.next_try_at = item.next_try_at;
  changed.last_error = item.last_error;
  PutUndoably(contents_.outbox, item.key, changed, undo_);
  return {};
}

Status MemoryOutboxTable::SetPayload(int64_t key, std::string_view payload) {
  const auto found = contents_.outbox.find(key);
  if (found == contents_.outbox.end()) {
    return NotFound("nothing of this key is to be sent");
  }
  OutboxItem changed = found->second;
  changed.payload = payload;
  PutUndoably(contents_.outbox, key, changed, undo_);
  return {};
}

Result<std::optional<OutboxItem>> MemoryOutboxTable::FindItem(
    std::string_view message_id) {
  for (const auto& [key, item] : contents_.outbox) {
    if (item.message_id == message_id) return std::optional<OutboxItem>(item);
  }
  return std::optional<OutboxItem>();
}

Result<int> MemoryOutboxTable::Forget(Time before, int limit) {
  auto& items = contents_.outbox;
  int removed = 0;
  auto at = items.begin();
  while (removed < limit && at != items.end()) {
    const OutboxItem& item = at->second;
    if (item.state == OutboxState::kDue || item.created_at >= before) {
      ++at;
      continue;
    }
    undo_.Add([&items, item] { items.emplace(item.key, item); });
    at = items.erase(at);
    ++removed;
  }
  return removed;
}

Status MemoryOutboxTable::InsertMail(const MailRecord& mail) {
  if (contents_.mails.contains(mail.message_id)) {
    return Conflict("the mail was noted before");
  }
  PutUndoably(contents_.mails, mail.message_id, mail, undo_);
  return {};
}

Result<std::optional<MailRecord>> MemoryOutboxTable::FindMail(
    std::string_view message_id) {
  return FindIn(contents_.mails, message_id);
}

Result<int64_t> MemoryOutboxTable::CountMailsTo(std::string_view target,
                                                std::string_view id_begin,
                                                Time since) {
  return std::count_if(
      contents_.outbox.begin(), contents_.outbox.end(), [&](const auto& entry) {
        const OutboxItem& item = entry.second;
        return item.kind == OutboxKind::kMail && item.target == target &&
               item.created_at >= since &&
               item.message_id.starts_with(id_begin);
      });
}

Result<int64_t> MemoryOutboxTable::CountMailsOf(std::string_view conversation,
                                                std::string_view id_begin,
                                                Time since) {
  return std::count_if(
      contents_.mails.begin(), contents_.mails.end(), [&](const auto& entry) {
        const MailRecord& mail = entry.second;
        return !conversation.empty() && mail.conversation == conversation &&
               mail.at >= since && mail.message_id.starts_with(id_begin);
      });
}

Status MemoryAgentTable::Insert(const Agent& agent) {
  if (contents_.agents.contains(agent.name)) {
    return Conflict("an agent of this name exists already");
  }
  PutUndoably(contents_.agents, agent.name, agent, undo_);
  return {};
}

Status MemoryAgentTable::Update(const Agent& agent) {
  const auto found = contents_.agents.find(agent.name);
  if (found == contents_.agents.end()) return NotFound("no agent of this name");
  Agent changed = agent;
  changed.created_at = found->second.created_at;
  PutUndoably(contents_.agents, agent.name, changed, undo_);
  return {};
}

Result<std::optional<Agent>> MemoryAgentTable::Find(std::string_view name) {
  return FindIn(contents_.agents, name);
}

Status MemoryAgentTable::InsertSession(const DeskSession& session) {
  if (!contents_.agents.contains(session.agent)) {
    return NotFound("no agent of this name");
  }
  if (contents_.sessions.contains(session.token_hash)) {
    return Conflict("the session exists already");
  }
  PutUndoably(contents_.sessions, session.token_hash, session, undo_);
  return {};
}

Status MemoryAgentTable::TouchSession(std::string_view token_hash, Time seen) {
  const auto found = contents_.sessions.find(token_hash);
  if (found == contents_.sessions.end()) return {};
  DeskSession changed = found->second;
  changed.last_seen_at = seen;
  PutUndoably(contents_.sessions, changed.token_hash, changed, undo_);
  return {};
}

void MemoryAgentTable::DeleteSessionsIf(
    const std::function<bool(const DeskSession&)>& old) {
  for (auto it = contents_.sessions.begin(); it != contents_.sessions.end();) {
    if (!old(it->second)) {
      ++it;
      continue;
    }
    undo_.Add([this, session = it->second] {
      contents_.sessions[session.token_hash] = session;
    });
    it = contents_.sessions.erase(it);
  }
}

Status MemoryAgentTable::DeleteSession(std::string_view token_hash) {
  DeleteSessionsIf([&](const DeskSession& session) {
    return session.token_hash == token_hash;
  });
  return {};
}

Status MemoryAgentTable::DeleteSessionsOf(std::string_view agent) {
  DeleteSessionsIf(
      [&](const DeskSession& session) { return session.agent == agent; });
  return {};
}

Status MemoryAgentTable::DeleteOldSessions(Time now, Time idle_since) {
  DeleteSessionsIf([&](const DeskSession& session) {
    return session.expires_at <= now || session.last_seen_at < idle_since;
  });
  return {};
}

Status MemoryAgentTable::AppendAudit(const AuditEntry& entry) {
  AppendUndoably(contents_.audit, entry, undo_);
  return {};
}

}  // namespace sportello
