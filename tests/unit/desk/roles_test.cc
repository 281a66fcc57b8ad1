// Every endpoint of the desk and every role: the whole matrix.
#include "desk/roles.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "base/json.h"
#include "unit/desk/desk_fixture.h"

namespace sportello {
namespace {

struct Row {
  const char* method;
  const char* path;
  const char* roles;  // a s m a: agent, supervisor, maintainer, admin
};

// What is allowed, once more and by hand: a change of the program's table must
// be made here too, with open eyes.
constexpr std::array<Row, 25> kMatrix = {{
    {"POST", "/v1/desk/login", "strangers"},
    {"POST", "/v1/desk/logout", "agent supervisor maintainer admin"},
    {"GET", "/v1/desk/me", "agent supervisor maintainer admin"},
    {"GET", "/v1/desk/tickets", "agent supervisor admin"},
    {"GET", "/v1/desk/tickets/{number}", "agent supervisor admin"},
    {"GET", "/v1/desk/tickets/{number}/attachments/{id}",
     "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/claim", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/reply", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/note", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/transfer", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/release", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/close", "agent supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/priority", "supervisor admin"},
    {"POST", "/v1/desk/tickets/{number}/typing", "agent supervisor admin"},
    {"GET", "/v1/desk/events", "agent supervisor admin"},
    {"GET", "/v1/desk/canned", "agent supervisor maintainer admin"},
    {"GET", "/v1/desk/customers/{id}", "agent supervisor admin"},
    {"GET", "/v1/desk/report", "supervisor maintainer admin"},
    {"GET", "/v1/desk/unanswered", "maintainer admin"},
    {"POST", "/v1/desk/unanswered/{key}", "maintainer admin"},
    {"POST", "/v1/desk/unanswered/{key}/patch", "maintainer admin"},
    {"GET", "/v1/desk/agents", "admin"},
    {"POST", "/v1/desk/agents", "admin"},
    {"POST", "/v1/desk/agents/{name}", "admin"},
    {"GET", "/v1/desk/outbox", "supervisor admin"},
}};

constexpr std::array<Role, 4> kRoles = {Role::kAgent, Role::kSupervisor,
                                        Role::kMaintainer, Role::kAdmin};

using Routes = std::set<std::pair<std::string, std::string>>;

Routes ServedByDesk(DeskFixture& desk) {
  Routes served;
  for (const HttpRoute& route : desk.server.routes()) {
    if (route.pattern.find("/desk") != std::string::npos) {
      served.emplace(route.method, route.pattern);
    }
  }
  return served;
}

TEST_CASE("Every endpoint of the desk has a row for its roles") {
  DeskFixture desk;
  Routes rows;
  for (const Row& row : kMatrix) rows.emplace(row.method, row.path);
  CHECK(rows.size() == kMatrix.size());
  Routes served = ServedByDesk(desk);
  // The page itself is for strangers: it holds nothing.
  for (const char* page : {"/desk", "/desk/", "/desk/{name}"}) {
    CHECK(served.erase({"GET", page}) == 1);
  }
  CHECK(served == rows);
}

TEST_CASE("The table allows each role what the matrix says") {
  CHECK(DeskRules().size() == kMatrix.size());
  for (const Row& row : kMatrix) {
    const unsigned roles = RolesFor(row.method, row.path);
    const std::string allowed = row.roles;
    for (const Role role : kRoles) {
      const bool named =
          (" " + allowed + " ").find(" " + std::string(RoleName(role)) + " ") !=
          std::string::npos;
      CHECK_MESSAGE(Includes(roles, role) == named,
                    row.method << " " << row.path << " " << RoleName(role));
    }
    CHECK((roles == kForStrangers) == (allowed == "strangers"));
  }
  CHECK(RolesFor("GET", "/v1/desk/nothing") == 0);
}

TEST_CASE("Each role is let in or refused by the router as the matrix says") {
  DeskFixture desk;
  for (const Role role : kRoles) {
    const SignedInAs by = desk.SignIn(role);
    for (const Row& row : kMatrix) {
      if (std::string(row.path).ends_with("/login") ||
          std::string(row.path).ends_with("/logout")) {
        continue;
      }
      const int status = desk.Call(by, row.method, row.path).status;
      const bool allowed =
          std::string(row.roles).find(RoleName(role)) != std::string::npos;
      CHECK_MESSAGE((status == 403) == !allowed,
                    row.method << " " << row.path << " " << RoleName(role)
                               << ": " << status);
      CHECK_MESSAGE(status != 401, row.path);
    }
  }
}

TEST_CASE("Without a session every endpoint but the login is closed") {
  DeskFixture desk;
  for (const Row& row : kMatrix) {
    const int status = desk.Call({}, row.method, row.path).status;
    const bool login = std::string(row.path).ends_with("/login");
    CHECK_MESSAGE(status == (login ? 400 : 401), row.path);
  }
}

TEST_CASE("openapi.json describes every route of the desk, and no other") {
  DeskFixture desk;
  std::ifstream file(SPORTELLO_SOURCE_DIR "/docs/openapi.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto json = ParseJson(text, 40);
  REQUIRE(json.ok());
  Routes described;
  for (const auto& [path, methods] : (*json)["paths"].items()) {
    if (path.find("/desk") == std::string::npos) continue;
    for (const auto& [method, operation] : methods.items()) {
      described.emplace(method == "get" ? "GET" : "POST", path);
    }
  }
  CHECK(ServedByDesk(desk) == described);
}

}  // namespace
}  // namespace sportello
