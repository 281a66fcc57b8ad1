#include "chat/agent.h"

#include <array>
#include <utility>

namespace sportello {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> kRoles = {{
    {Role::kAgent, "agent"},
    {Role::kSupervisor, "supervisor"},
    {Role::kMaintainer, "maintainer"},
    {Role::kAdmin, "admin"},
}};

}  // namespace

std::string_view RoleName(Role role) {
  for (const auto& [value, name] : kRoles) {
    if (value == role) return name;
  }
  return "";
}

std::optional<Role> ParseRole(std::string_view name) {
  for (const auto& [value, known] : kRoles) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace sportello
