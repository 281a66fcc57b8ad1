#include "desk/unanswered_endpoints.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <string>

#include "base/json.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

// A maintainer, a small content in a folder, and questions of customers.
class MaintainerFixture {
 public:
  MaintainerFixture()
      : keeper(KeeperOptionsIn(folder), metrics, clock),
        waiters(4),
        store(MakeMemoryStore()),
        queues(OpeningHours(), std::chrono::minutes(60)),
        work(queues, {}),
        parts{*store, keeper, metrics, clock, work, waiters},
        endpoints(parts) {
    WriteGoodContent(folder);
    loaded = keeper.Load();
    keeper.Start();
    maintainer.agent.name = "sara";
    maintainer.agent.role = Role::kMaintainer;
  }

  void Ask(const std::string& conversation, const std::string& text) {
    const Status written = store->Write([&](Transaction& t) -> Status {
      Conversation fresh;
      fresh.id = conversation;
      fresh.language = "en";
      const Status inserted = t.InsertConversation(fresh);
      if (!inserted.ok()) return inserted;
      return t.InsertUnanswered(
          {conversation, 1, "en", text, "fallback", {}, clock.Now()});
    });
    REQUIRE(written.ok());
  }

  using Method = HttpResponse (UnansweredEndpoints::*)(const DeskCall&);
  HttpResponse Call(Method method, const std::string& key, const Json& body,
                    const std::string& state = "") {
    HttpRequest request;
    request.parameters = {{"key", key}};
    request.query = {{"state", state}};
    return (endpoints.*method)({request, maintainer, body});
  }
  Json Open(const std::string& state = "open") {
    const HttpResponse response =
        Call(&UnansweredEndpoints::List, "", Json::object(), state);
    REQUIRE(response.status == 200);
    return *ParseJson(response.body);
  }
  std::string FirstKey() { return Open()["groups"][0]["key"]; }
  HttpResponse Patch(const Json& body) {
    return Call(&UnansweredEndpoints::Patch, FirstKey(), body);
  }
  std::string ReturnsFile() const {
    std::ifstream file(folder.path() + "/faq/en/returns.yaml");
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void WaitForReload() {
    std::promise<void> done;
    keeper.Reload([&done] { done.set_value(); });
    done.get_future().get();
  }

  TestFolder folder;
  Metrics metrics;
  SystemClock clock;
  KnowledgeKeeper keeper;
  MessageWaiters waiters;
  std::unique_ptr<Store> store;
  Queues queues;
  TicketWork work;
  DeskParts parts;
  UnansweredEndpoints endpoints;
  SignedIn maintainer;
  Status loaded;
};

TEST_CASE_FIXTURE(MaintainerFixture,
                  "Unanswered questions are listed in groups, with files") {
  Ask("a", "do you sell bicycles?");
  Ask("b", "do you sell a bicycle");
  Ask("c", "tell me a joke");
  const Json json = Open();
  REQUIRE(json["groups"].size() == 2);
  CHECK(json["groups"][0]["conversations"] == 2);
  CHECK(json["groups"][0]["state"] == "open");
  CHECK(json["files"]["en"] == Json::array({"returns.yaml"}));
}

TEST_CASE_FIXTURE(MaintainerFixture,
                  "An ignored group leaves the list and can come back") {
  Ask("a", "tell me a joke");
  const std::string key = FirstKey();
  CHECK(Call(&UnansweredEndpoints::Mark, key, {{"action", "ignore"}}).status ==
        200);
  CHECK(Open()["groups"].empty());
  CHECK(Open("ignored")["groups"][0]["key"] == key);
  CHECK(Call(&UnansweredEndpoints::Mark, key, {{"action", "open"}}).status ==
        200);
  CHECK(Open()["groups"].size() == 1);
}

TEST_CASE_FIXTURE(MaintainerFixture,
                  "A patch is shown and nothing is written") {
  Ask("a", "can a gift go back to you");
  const std::string before = ReturnsFile();
  const HttpResponse response = Patch({{"action", "entry"},
                                       {"id", "gifts"},
                                       {"question", "And gifts?"},
                                       {"answer", "Yes."},
                                       {"file", "gifts.yaml"}});
  REQUIRE(response.status == 200);
  const Json json = *ParseJson(response.body);
  CHECK(json["applied"] == false);
  CHECK(json["problems"] == Json::array());
  CHECK(json["patch"].get<std::string>().find(
            "+      - \"can a gift go back to you\"\n") != std::string::npos);
  CHECK(ReturnsFile() == before);
  CHECK_FALSE(std::filesystem::exists(folder.path() + "/faq/en/gifts.yaml"));
}

TEST_CASE_FIXTURE(MaintainerFixture,
                  "An applied patch is in the file, and the bot answers it") {
  Ask("a", "can a gift go back to you");
  const HttpResponse response = Patch({{"action", "entry"},
                                       {"id", "gifts"},
                                       {"question", "And gifts?"},
                                       {"answer", "Yes."},
                                       {"file", "gifts"},
                                       {"apply", true}});
  REQUIRE(response.status == 200);
  CHECK((*ParseJson(response.body))["applied"] == true);
  CHECK(std::filesystem::exists(folder.path() + "/faq/en/gifts.yaml"));
  WaitForReload();
  CHECK(Open()["groups"].empty());
  const auto audit = store->agents().ListAudit(1);
  REQUIRE(audit.ok());
  REQUIRE(audit->size() == 1);
  CHECK((*audit)[0].agent == "sara");
  CHECK((*audit)[0].what == "content changed");
}

TEST_CASE_FIXTURE(MaintainerFixture, "A patch with problems is not applied") {
  Ask("a", "tell me a joke");
  // Another entry answers these words.
  const HttpResponse response = Patch({{"action", "variant"},
                                       {"entry", "return_window"},
                                       {"sentence", "where is my parcel"},
                                       {"apply", true}});
  REQUIRE(response.status == 200);
  const Json json = *ParseJson(response.body);
  CHECK(json["applied"] == false);
  CHECK_FALSE(json["problems"].empty());
  CHECK(ReturnsFile() == kGoodFaq);
}

TEST_CASE_FIXTURE(MaintainerFixture,
                  "A file outside of the content is refused") {
  Ask("a", "can a gift go back to you");
  for (const char* file :
       {"../evil.yaml", "/etc/passwd", "a/b.yaml", ".x", ""}) {
    CAPTURE(file);
    CHECK(Patch({{"action", "entry"},
                 {"id", "gifts"},
                 {"question", "q"},
                 {"answer", "a"},
                 {"file", file},
                 {"apply", true}})
              .status == 400);
  }
}

TEST_CASE_FIXTURE(MaintainerFixture, "What is wrong with a request is said") {
  Ask("a", "tell me a joke");
  CHECK(Call(&UnansweredEndpoints::List, "", Json::object(), "x").status ==
        400);
  CHECK(Call(&UnansweredEndpoints::Mark, FirstKey(), Json::object()).status ==
        400);
  CHECK(
      Call(&UnansweredEndpoints::Mark, "none", {{"action", "ignore"}}).status ==
      404);
  CHECK(Patch({{"action", "variant"}, {"entry", "nothing"}}).status == 404);
  CHECK(Patch({{"action", "other"}}).status == 400);
  CHECK(Patch({{"action", "variant"},
               {"entry", "return_window"},
               {"sentence", "two\nlines"}})
            .status == 400);
}

}  // namespace
}  // namespace sportello
