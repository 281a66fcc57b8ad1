// The routes together: what openapi.json says, who may see what.
#include "flow/service.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "base/json.h"
#include "channels/channel_kinds.h"
#include "flow/faq_endpoint.h"
#include "flow/health_endpoints.h"
#include "flow/page_endpoints.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

using Routes = std::set<std::pair<std::string, std::string>>;

Routes DescribedRoutes() {
  std::ifstream file(SPORTELLO_SOURCE_DIR "/docs/openapi.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto json = ParseJson(text, 40);
  REQUIRE(json.ok());
  Routes routes;
  for (const auto& [path, methods] : (*json)["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      std::string upper = method;
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      routes.emplace(upper, path);
    }
  }
  return routes;
}

TEST_CASE("openapi.json describes every route, and no other") {
  ChatFixture chat;
  ServiceOptions options;
  options.allowed_origins = {"https://shop.example"};
  Service service(
      {*chat.store, chat.keeper, chat.metrics, chat.clock, chat.work}, options);
  HttpServer server{HttpLimits()};
  service.AddRoutes(server);
  Routes served;
  for (const HttpRoute& route : server.routes()) {
    // Preflight requests belong to the route they ask about.
    if (route.method == "OPTIONS") continue;
    served.emplace(route.method, route.pattern);
  }
  Routes described = DescribedRoutes();
  // Those of the desk: tests/unit/desk.
  std::erase_if(described, [](const auto& route) {
    return route.second.find("/desk") != std::string::npos;
  });
  CHECK(served == described);
}

TEST_CASE("The page and its files are carried in the program") {
  CHECK(PageEndpoints::Page().body.find("<title>") != std::string::npos);
  const PageEndpoints pages{ChannelMap()};
  HttpRequest request;
  for (const char* name : {"page.js", "markdown.js", "files.js", "words.js",
                           "page.css", "icon.svg"}) {
    request.parameters = {{"name", name}};
    CHECK_MESSAGE(pages.PageFile(request).status == 200, name);
    CHECK_MESSAGE(pages.PageFile(request).body.size() > 100, name);
  }
  for (const char* name : {"page.html", "openapi.json", "../page.js", ""}) {
    request.parameters = {{"name", name}};
    CHECK_MESSAGE(pages.PageFile(request).status == 404, name);
  }
}

TEST_CASE("Page and widget know which channels have links") {
  const TestFolder folder;
  folder.Write("token", "42:secret\n");
  ChannelValues values = {{"telegram_token_file", folder.path() + "/token"}};
  HttpRequest request;
  request.parameters = {{"name", "links.js"}};
  const auto nameless = MakeChannels(values, "");
  REQUIRE(nameless.ok());
  CHECK(PageEndpoints(*nameless).PageFile(request).body ==
        "export const LINKS = [];\n");
  values["telegram_bot_name"] = "shop_bot";
  const auto named = MakeChannels(values, "");
  REQUIRE(named.ok());
  const PageEndpoints pages(*named);
  CHECK(pages.PageFile(request).body ==
        "export const LINKS = [\"telegram\"];\n");
  CHECK(pages.Widget(request).body.find("\nconst LINKS = [\"telegram\"];\n") !=
        std::string::npos);
}

struct HealthFixture : ChatFixture {
  explicit HealthFixture(bool behind_proxy = false)
      : operators({"127.0.0.1"}, behind_proxy),
        health(*store, keeper, metrics, operators) {}

  Operators operators;
  HealthEndpoints health;
};

HttpRequest From(const std::string& address) {
  HttpRequest request;
  request.remote_address = address;
  return request;
}

TEST_CASE("Only operators see figures and details") {
  HealthFixture fixture;
  CHECK(fixture.health.MetricsText(From("127.0.0.1")).status == 200);
  CHECK(fixture.health.MetricsText(From("192.0.2.1")).status == 403);
  CHECK(fixture.health.Ready(From("127.0.0.1")).body.find("version") !=
        std::string::npos);
  CHECK(fixture.health.Ready(From("192.0.2.1")).body ==
        R"({"status":"ready","reasons":[]})");
}

TEST_CASE("A request that an unknown proxy passed on is a stranger's") {
  HttpRequest request = From("127.0.0.1");
  request.headers = {{"X-Forwarded-For", "192.0.2.1"}};
  CHECK(HealthFixture().health.MetricsText(request).status == 403);
  CHECK(HealthFixture(true).health.MetricsText(request).status == 200);
}

TEST_CASE("Broken content makes the daemon degraded, with file and line") {
  HealthFixture fixture;
  fixture.folder.Write("intents/en/orders.yaml", "intents: [oops]\n");
  fixture.keeper.Start();
  std::promise<void> done;
  fixture.keeper.Reload([&done] { done.set_value(); });
  done.get_future().get();
  const HttpResponse ready = fixture.health.Ready(From("127.0.0.1"));
  CHECK(ready.status == 200);
  const auto json = ParseJson(ready.body);
  REQUIRE(json.ok());
  CHECK((*json)["status"] == "degraded");
  CHECK((*json)["reasons"][0]["code"] == "old knowledge");
  CHECK((*json)["reasons"][0]["detail"].get<std::string>().find(
            "intents/en/orders.yaml:1:10: ") == 0);
}

TEST_CASE("Health reveals nothing but life") {
  CHECK(HealthFixture().health.Health().body == R"({"status":"alive"})");
}

TEST_CASE("The list of the FAQ holds public entries only") {
  ChatFixture chat;
  const FaqEndpoint faq(chat.keeper, chat.clock);
  HttpRequest request;
  CHECK(faq.Get(request).body ==
        R"({"language":"en","entries":[{"id":"return_window","question":)"
        R"("How long can I return a product?","answer":)"
        R"("You have **30 days**.","tags":["returns"]}]})");
  request.query = {{"q", "staff"}};
  CHECK(faq.Get(request).body == R"({"language":"en","entries":[]})");
  request.query = {{"q", "\" OR NEAR( * -"}};
  CHECK(faq.Get(request).status == 200);
  request.query = {{"language", "xx"}};
  CHECK(faq.Get(request).status == 404);
  request.query = {{"limit", "-1"}};
  CHECK(faq.Get(request).status == 400);
}

}  // namespace
}  // namespace sportello
