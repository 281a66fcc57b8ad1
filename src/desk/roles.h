// Who may do what at the desk: one table, which the router asks before each
// handler. A route that has no row is refused for everybody.
#ifndef SPORTELLO_DESK_ROLES_H_
#define SPORTELLO_DESK_ROLES_H_

#include <span>
#include <string_view>

#include "chat/agent.h"

namespace sportello {

// Sets of roles.
inline constexpr unsigned kForAgent = 1;
inline constexpr unsigned kForSupervisor = 2;
inline constexpr unsigned kForMaintainer = 4;
inline constexpr unsigned kForAdmin = 8;
inline constexpr unsigned kForAll = 15;
inline constexpr unsigned kForTickets = kForAgent | kForSupervisor | kForAdmin;
inline constexpr unsigned kForStrangers = 16;  // without signing in

struct DeskRule {
  std::string_view method;
  std::string_view path;
  unsigned roles = 0;
};

std::span<const DeskRule> DeskRules();

// 0 when there is no row.
unsigned RolesFor(std::string_view method, std::string_view path);
bool Includes(unsigned roles, Role role);

// True for roles that see the tickets of all queues.
inline bool SeesAllQueues(Role role) {
  return role == Role::kSupervisor || role == Role::kAdmin;
}

}  // namespace sportello

#endif  // SPORTELLO_DESK_ROLES_H_
