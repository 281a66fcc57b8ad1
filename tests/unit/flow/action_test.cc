// A turn that asks the company's interface: a real server on the loopback,
// the endpoint and a store in memory.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>

#include "base/json.h"
#include "flow/action_runner.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

// Answers GET /orders/{id} and counts.
class Company {
 public:
  Company() : server_(Limits()) {
    server_.Route("GET", "/orders/{id}",
                  [this](const HttpRequest& request,
                         const std::shared_ptr<Responder>& responder) {
                    responder->Send(AnswerTo(request));
                  });
    REQUIRE(server_.Start("127.0.0.1", 0).ok());
  }
  ~Company() { server_.Stop(std::chrono::milliseconds(1000)); }
  Company(const Company&) = delete;
  Company& operator=(const Company&) = delete;

  std::string host() const {
    return "127.0.0.1:" + std::to_string(server_.port());
  }

  std::atomic<int> status{200};
  std::atomic<int> calls{0};
  std::mutex mutex;
  std::string key;
  std::string authorization;

 private:
  static HttpLimits Limits() {
    HttpLimits limits;
    limits.workers = 2;
    return limits;
  }

  HttpResponse AnswerTo(const HttpRequest& request) {
    ++calls;
    const std::lock_guard lock(mutex);
    for (const auto& [name, value] : request.headers) {
      if (name == "Idempotency-Key") key = value;
      if (name == "Authorization") authorization = value;
    }
    HttpResponse response;
    response.status = status;
    response.body = R"({"status":"on its way"})";
    return response;
  }

  HttpServer server_;
};

ActionOptions Allow(const std::string& host) {
  ActionOptions options;
  options.hosts = {host};
  options.authorization = "Bearer abc";
  return options;
}

void WriteTracking(ChatFixture& chat, const std::string& host) {
  chat.folder.Write("intents/en/track.yaml",
                    "intents:\n"
                    "  track:\n"
                    "    phrases: [\"track order [{order}]\"]\n"
                    "    slots: {order: {type: number, ask: \"Order?\"}}\n"
                    "    action:\n"
                    "      url: \"http://" +
                        host +
                        "/orders/{order}\"\n"
                        "      timeout_ms: 5000\n"
                        "      result: {status: status}\n"
                        "    reply: \"It is {status}.\"\n");
  REQUIRE(chat.keeper.Load().ok());
}

std::string LastReply(const HttpResponse& response) {
  const auto json = ParseJson(response.body);
  REQUIRE(json.ok());
  if (!json->contains("replies")) return response.body;
  return (*json)["replies"].back()["text"].get<std::string>();
}

TEST_CASE("The company's answer is in the reply") {
  Company company;
  ChatFixture chat({}, Allow(company.host()));
  WriteTracking(chat, company.host());
  const HttpResponse response =
      chat.Say(R"({"message":"track order 42","language":"en"})");
  CHECK(response.status == 200);
  CHECK(LastReply(response) == "It is on its way.");
  CHECK(company.calls == 1);
  const std::lock_guard lock(company.mutex);
  CHECK(company.authorization == "Bearer abc");
  CHECK(company.key.size() == 32);
}

TEST_CASE("A repeated message asks the company once") {
  Company company;
  ChatFixture chat({}, Allow(company.host()));
  WriteTracking(chat, company.host());
  const std::string body =
      R"({"message":"track order 42","language":"en",)"
      R"("message_id":"5d1f6c0e-6f0a-4f2b-9d2e-1b7a3c9e8f10"})";
  const HttpResponse first = chat.Say(body);
  const HttpResponse second = chat.Say(body);
  CHECK(second.body == first.body);
  CHECK(company.calls == 1);
}

TEST_CASE("A failing company is told, and a person offered") {
  Company company;
  company.status = 503;
  ChatFixture chat({}, Allow(company.host()));
  WriteTracking(chat, company.host());
  const HttpResponse response =
      chat.Say(R"({"message":"track order 42","language":"en"})");
  CHECK(response.status == 200);
  CHECK(LastReply(response).find("I can't get that information") !=
        std::string::npos);
  CHECK(response.body.find("/person") != std::string::npos);
}

TEST_CASE("A host that the operator has not named is never called") {
  Company company;
  ChatFixture chat({}, Allow("api.shop.example"));
  WriteTracking(chat, company.host());
  const HttpResponse response =
      chat.Say(R"({"message":"track order 42","language":"en"})");
  CHECK(LastReply(response).find("I can't get that information") !=
        std::string::npos);
  CHECK(company.calls == 0);
}

TEST_CASE("After the stop every call fails at once") {
  Company company;
  ActionRunner runner(Allow(company.host()));
  runner.Stop();
  int status = -1;
  runner.Run({"http://" + company.host() + "/orders/1", false, "", 1000}, "k",
             [&](const ActionOutcome& outcome) { status = outcome.status; });
  CHECK(status == 0);
  CHECK(company.calls == 0);
}

TEST_CASE("An address is split, and tricks are none") {
  const auto address = SplitUrl("https://api.shop.example:8443/orders/1?x=2");
  REQUIRE(address.has_value());
  CHECK(address->base == "https://api.shop.example:8443");
  CHECK(address->host == "api.shop.example:8443");
  CHECK(address->path == "/orders/1?x=2");
  for (const char* url :
       {"ftp://a/b", "https://a", "https:///b", "https://good@evil/b",
        "https://good#evil/b", "//a/b", ""}) {
    CHECK_MESSAGE(!SplitUrl(url).has_value(), url);
  }
}

}  // namespace
}  // namespace sportello
