#include "desk/login.h"

#include <utility>

#include "base/id.h"
#include "base/sha256.h"
#include "desk/password.h"

namespace sportello {
namespace {

// A session is renewed in the store this often at most.
constexpr std::chrono::milliseconds kRenewal = std::chrono::minutes(1);

std::string HashOf(std::string_view token) {
  return Sha256Hex("desk session\n" + std::string(token));
}

// Known to who knows the token, and to nobody else.
std::string CsrfOf(std::string_view token) {
  return Sha256Hex("desk csrf\n" + std::string(token)).substr(0, 32);
}

Status Audit(Transaction& transaction, Time now, std::string_view agent,
             std::string what, std::string detail = "") {
  return transaction.agents().AppendAudit(
      {now, std::string(agent), std::move(what), std::move(detail)});
}

bool IsAgentName(const std::string& name) {
  return IsWellFormedId(name) && name.size() <= 40;
}

// What changed, without secrets.
std::string Apply(const AgentChange& change, Agent& agent) {
  std::string what;
  const auto note = [&](const std::string& word) {
    what += (what.empty() ? "" : ", ") + word;
  };
  if (change.display_name) {
    agent.display_name = *change.display_name;
    note("display name");
  }
  if (change.role) {
    agent.role = *change.role;
    note("role " + std::string(RoleName(agent.role)));
  }
  if (change.queues) {
    agent.queues = *change.queues;
    note("queues");
  }
  if (change.language) {
    agent.language = *change.language;
    note("language");
  }
  if (change.disabled) {
    agent.disabled = *change.disabled;
    note(agent.disabled ? "disabled" : "enabled");
  }
  if (change.password) note("password");
  return what;
}

Result<std::string> HashFor(const AgentChange& change) {
  if (!change.password) return std::string();
  Status good = CheckPassword(*change.password);
  if (!good.ok()) return good.error();
  return HashPassword(*change.password);
}

}  // namespace

Login::Login(Store& store, const Clock& clock, LoginOptions options)
    : store_(store),
      clock_(clock),
      options_(options),
      by_both_(options.tries_per_minute, std::chrono::minutes(1)),
      by_address_(options.tries_per_minute * 8, std::chrono::minutes(1)),
      by_name_(options.tries_per_minute * 20, std::chrono::minutes(1)) {}

std::optional<std::chrono::seconds> Login::RefuseByRate(
    std::string_view name, std::string_view address) {
  const auto now = std::chrono::steady_clock::now();
  const std::string key = AddressKey(address);
  if (const auto wait = by_both_.Refuse(key + "\n" + std::string(name), now)) {
    return wait;
  }
  if (const auto wait = by_address_.Refuse(key, now)) return wait;
  return by_name_.Refuse(name, now);
}

std::optional<SignedIn> Login::SignIn(std::string_view name,
                                      std::string_view password,
                                      std::string_view address,
                                      Refusal& refusal) {
  refusal = {};
  refusal.retry_after = RefuseByRate(name, address);
  if (refusal.retry_after) return std::nullopt;
  auto found = store_.agents().Find(name);
  if (!found.ok()) {
    refusal.error = found.error();
    return std::nullopt;
  }
  const bool usable = found->has_value() && !(*found)->disabled;
  const std::string hash = usable ? (*found)->password_hash : "";
  const Result<bool> right = VerifyPassword(hash, password);
  if (!right.ok()) {
    if (right.error().code == Code::kUnavailable) {
      refusal.retry_after = std::chrono::seconds(1);
    } else {
      refusal.error = right.error();
    }
    return std::nullopt;
  }
  if (!*right) {
    // Only names that exist: what else is typed here may be a password.
    if (found->has_value()) {
      static_cast<void>(store_.Write([&](Transaction& transaction) {
        return Audit(transaction, clock_.Now(), (*found)->name,
                     "login refused");
      }));
    }
    return std::nullopt;
  }
  std::string renewed;
  if (IsOutdated(hash)) {
    const Result<std::string> stronger = HashPassword(password);
    if (stronger.ok()) renewed = *stronger;
  }
  SignedIn session{**std::move(found), NewId(), ""};
  session.csrf = CsrfOf(session.token);
  Status begun = Begin(session.agent, session.token, renewed);
  if (!begun.ok()) {
    refusal.error = begun.error();
    return std::nullopt;
  }
  return session;
}

Status Login::Begin(const Agent& agent, const std::string& token,
                    const std::string& new_hash) {
  const Time now = clock_.Now();
  return store_.Write([&](Transaction& transaction) -> Status {
    AgentTable& agents = transaction.agents();
    Status status = agents.DeleteOldSessions(now, now - options_.idle);
    if (!status.ok()) return status;
    if (!new_hash.empty()) {
      Agent changed = agent;
      changed.password_hash = new_hash;
      status = agents.Update(changed);
      if (!status.ok()) return status;
    }
    status = agents.InsertSession(
        {HashOf(token), agent.name, "", now, now, now + options_.absolute});
    if (!status.ok()) return status;
    return Audit(transaction, now, agent.name, "login");
  });
}

Result<std::optional<SignedIn>> Login::Find(std::string_view token) {
  if (!IsWellFormedId(token)) return std::optional<SignedIn>();
  const std::string hash = HashOf(token);
  auto session = store_.agents().FindSession(hash);
  if (!session.ok()) return session.error();
  if (!session->has_value()) return std::optional<SignedIn>();
  const Time now = clock_.Now();
  const DeskSession& known = **session;
  if (now >= known.expires_at || now - known.last_seen_at > options_.idle) {
    return std::optional<SignedIn>();
  }
  auto agent = store_.agents().Find(known.agent);
  if (!agent.ok()) return agent.error();
  if (!agent->has_value() || (*agent)->disabled) {
    return std::optional<SignedIn>();
  }
  if (now - known.last_seen_at > kRenewal) {
    // Nobody waits for it; a renewal that is lost comes with the next request.
    static_cast<void>(store_.Submit(
        [hash, now](Transaction& transaction) {
          return transaction.agents().TouchSession(hash, now);
        },
        [](const Status&) {}));
  }
  return std::optional<SignedIn>(
      SignedIn{**std::move(agent), std::string(token), CsrfOf(token)});
}

Status Login::SignOut(std::string_view token) {
  const std::string hash = HashOf(token);
  return store_.Write([&](Transaction& transaction) {
    return transaction.agents().DeleteSession(hash);
  });
}

Status AddAgent(Store& store, const std::string& name,
                const AgentChange& fields, std::string_view by, Time now) {
  if (!IsAgentName(name)) {
    return Invalid(
        "A name has 1 to 40 letters without accents, digits, '-' and '_'.");
  }
  if (!fields.password) return Invalid("An agent needs a password.");
  Result<std::string> hash = HashFor(fields);
  if (!hash.ok()) return hash.error();
  Agent agent;
  agent.name = name;
  agent.display_name = name;
  agent.created_at = now;
  static_cast<void>(Apply(fields, agent));
  agent.password_hash = *std::move(hash);
  return store.Write([&](Transaction& transaction) -> Status {
    Status status = transaction.agents().Insert(agent);
    if (!status.ok()) return status;
    return Audit(transaction, now, by, "agent added",
                 name + ", " + std::string(RoleName(agent.role)));
  });
}

Status ChangeAgent(Store& store, const std::string& name,
                   const AgentChange& change, std::string_view by, Time now) {
  const Result<std::string> hash = HashFor(change);
  if (!hash.ok()) return hash.error();
  return store.Write([&](Transaction& transaction) -> Status {
    auto found = transaction.agents().Find(name);
    if (!found.ok()) return found.error();
    if (!found->has_value()) {
      return NotFound("There is no agent of this name.");
    }
    Agent agent = **std::move(found);
    const std::string what = Apply(change, agent);
    if (!hash->empty()) agent.password_hash = *hash;
    Status status = transaction.agents().Update(agent);
    if (!status.ok()) return status;
    status = transaction.agents().DeleteSessionsOf(name);
    if (!status.ok()) return status;
    return Audit(transaction, now, by, "agent changed", name + ": " + what);
  });
}

}  // namespace sportello
