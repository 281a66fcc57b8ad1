// The part of the store that holds agents, their sessions and the audit.
//
// AgentTable writes inside a transaction (Transaction::agents()), AgentReads
// reads what is committed (Store::agents()). Errors and threads are as in
// store.h.
#ifndef SPORTELLO_STORE_AGENT_STORE_H_
#define SPORTELLO_STORE_AGENT_STORE_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/agent.h"

namespace sportello {

class AgentTable {
 public:
  virtual ~AgentTable() = default;

  // kConflict when the name exists.
  virtual Status Insert(const Agent& agent) = 0;
  // Replaces all columns but the name and the time of creation; kNotFound.
  virtual Status Update(const Agent& agent) = 0;
  virtual Result<std::optional<Agent>> Find(std::string_view name) = 0;

  virtual Status InsertSession(const DeskSession& session) = 0;
  // Replaces the time it was last seen; nothing when it is gone.
  virtual Status TouchSession(std::string_view token_hash, Time seen) = 0;
  virtual Status DeleteSession(std::string_view token_hash) = 0;
  // Signs the agent out everywhere.
  virtual Status DeleteSessionsOf(std::string_view agent) = 0;
  // Those that ended before `now` or were last seen before `idle_since`.
  virtual Status DeleteOldSessions(Time now, Time idle_since) = 0;

  virtual Status AppendAudit(const AuditEntry& entry) = 0;
};

class AgentReads {
 public:
  virtual ~AgentReads() = default;

  // By name.
  virtual Result<std::vector<Agent>> List() = 0;
  virtual Result<std::optional<Agent>> Find(std::string_view name) = 0;
  virtual Result<std::optional<DeskSession>> FindSession(
      std::string_view token_hash) = 0;
  // Newest first.
  virtual Result<std::vector<AuditEntry>> ListAudit(int limit) = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_AGENT_STORE_H_
