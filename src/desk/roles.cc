#include "desk/roles.h"

#include <array>

namespace sportello {
namespace {

constexpr unsigned kForReports = kForSupervisor | kForMaintainer | kForAdmin;
constexpr unsigned kForContent = kForMaintainer | kForAdmin;

constexpr std::array<DeskRule, 25> kRules = {{
    {"POST", "/v1/desk/login", kForStrangers},
    {"POST", "/v1/desk/logout", kForAll},
    {"GET", "/v1/desk/me", kForAll},
    {"GET", "/v1/desk/tickets", kForTickets},
    {"GET", "/v1/desk/tickets/{number}", kForTickets},
    {"GET", "/v1/desk/tickets/{number}/attachments/{id}", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/claim", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/reply", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/note", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/transfer", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/release", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/close", kForTickets},
    {"POST", "/v1/desk/tickets/{number}/priority", kForSupervisor | kForAdmin},
    {"POST", "/v1/desk/tickets/{number}/typing", kForTickets},
    {"GET", "/v1/desk/events", kForTickets},
    {"GET", "/v1/desk/canned", kForAll},
    {"GET", "/v1/desk/customers/{id}", kForTickets},
    {"GET", "/v1/desk/report", kForReports},
    {"GET", "/v1/desk/unanswered", kForContent},
    {"POST", "/v1/desk/unanswered/{key}", kForContent},
    {"POST", "/v1/desk/unanswered/{key}/patch", kForContent},
    {"GET", "/v1/desk/agents", kForAdmin},
    {"POST", "/v1/desk/agents", kForAdmin},
    {"POST", "/v1/desk/agents/{name}", kForAdmin},
    {"GET", "/v1/desk/outbox", kForSupervisor | kForAdmin},
}};

unsigned BitOf(Role role) {
  switch (role) {
    case Role::kAgent:
      return kForAgent;
    case Role::kSupervisor:
      return kForSupervisor;
    case Role::kMaintainer:
      return kForMaintainer;
    case Role::kAdmin:
      return kForAdmin;
  }
  return 0;
}

}  // namespace

std::span<const DeskRule> DeskRules() { return kRules; }

unsigned RolesFor(std::string_view method, std::string_view path) {
  for (const DeskRule& rule : kRules) {
    if (rule.method == method && rule.path == path) return rule.roles;
  }
  return 0;
}

bool Includes(unsigned roles, Role role) { return (roles & BitOf(role)) != 0; }

}  // namespace sportello
