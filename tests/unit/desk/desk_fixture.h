// The desk over a store in memory, spoken to through a real door.
#ifndef SPORTELLO_TESTS_UNIT_DESK_DESK_FIXTURE_H_
#define SPORTELLO_TESTS_UNIT_DESK_DESK_FIXTURE_H_

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "desk/desk.h"
#include "desk/login.h"
#include "http/http_client.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {

inline constexpr const char* kTestPassword = "una password lunga";

// What a browser holds.
struct SignedInAs {
  std::string cookie;
  std::string csrf;
};

class DeskFixture {
 public:
  DeskFixture()
      : keeper(KeeperOptionsIn(folder), metrics, clock),
        store(MakeMemoryStore()),
        desk({*store, keeper, metrics, clock, work, waiters}, Options()) {
    WriteGoodContent(folder);
    REQUIRE(keeper.Load().ok());
    desk.AddRoutes(server);
    REQUIRE(server.Start("127.0.0.1", 0).ok());
    client = std::make_unique<HttpClient>("http://127.0.0.1:" +
                                          std::to_string(server.port()));
  }
  ~DeskFixture() {
    waiters.Stop();
    server.Stop(std::chrono::milliseconds(1000));
    store.reset();
  }
  DeskFixture(const DeskFixture&) = delete;
  DeskFixture& operator=(const DeskFixture&) = delete;

  // Adds an agent of the role, named as the role, and signs him in.
  SignedInAs SignIn(Role role) {
    const std::string name(RoleName(role));
    AgentChange fields;
    fields.role = role;
    fields.password = kTestPassword;
    REQUIRE(AddAgent(*store, name, fields, "", clock.Now()).ok());
    Login login(*store, clock, LoginOptions());
    Login::Refusal refusal;
    const auto session =
        login.SignIn(name, kTestPassword, "192.0.2.9", refusal);
    REQUIRE(session.has_value());
    return {"sportello_desk=" + session->token, session->csrf};
  }

  // Names in the path become "1".
  HttpResponse Call(const SignedInAs& by, const std::string& method,
                    std::string path, const std::string& body = "{}") {
    for (size_t open = path.find('{'); open != std::string::npos;
         open = path.find('{')) {
      path.replace(open, path.find('}') - open + 1, "1");
    }
    HttpClient::Headers headers;
    if (!by.cookie.empty()) headers.emplace_back("Cookie", by.cookie);
    if (!by.csrf.empty()) headers.emplace_back("X-CSRF-Token", by.csrf);
    auto answer = method == "GET" ? client->Get(path, headers)
                                  : client->Post(path, body, headers);
    REQUIRE(answer.ok());
    return *std::move(answer);
  }

  TestFolder folder;
  Metrics metrics;
  SystemClock clock;
  Queues queues{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  KnowledgeKeeper keeper;
  MessageWaiters waiters{16};
  std::unique_ptr<Store> store;
  Desk desk;
  HttpServer server{HttpLimits()};
  std::unique_ptr<HttpClient> client;

 private:
  static DeskOptions Options() {
    DeskOptions options;
    options.default_language = "en";
    return options;
  }
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_DESK_DESK_FIXTURE_H_
