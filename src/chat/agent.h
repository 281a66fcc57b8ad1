// The people at the desk, as plain values.
#ifndef SPORTELLO_CHAT_AGENT_H_
#define SPORTELLO_CHAT_AGENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace sportello {

// What somebody may do at the desk; desk/roles.h is the table of it.
enum class Role { kAgent, kSupervisor, kMaintainer, kAdmin };

std::string_view RoleName(Role role);  // "agent", ...
std::optional<Role> ParseRole(std::string_view name);

struct Agent {
  std::string name;  // to sign in with; never changes
  std::string display_name;
  Role role = Role::kAgent;
  std::string password_hash;
  std::string language;
  std::vector<std::string> queues;  // empty = all
  bool disabled = false;
  Time created_at{};
  bool operator==(const Agent&) const = default;
};

// Somebody signed in. The token itself is known to the browser only.
struct DeskSession {
  std::string token_hash;
  std::string agent;
  std::string csrf;
  Time created_at{};
  Time last_seen_at{};
  Time expires_at{};
  bool operator==(const DeskSession&) const = default;
};

// Who did what that matters later; never a customer's text.
struct AuditEntry {
  Time at{};
  std::string agent;  // empty = nobody known, or the command line
  std::string what;   // "login", "login refused", "agent added", ...
  std::string detail;
  bool operator==(const AuditEntry&) const = default;
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_AGENT_H_
