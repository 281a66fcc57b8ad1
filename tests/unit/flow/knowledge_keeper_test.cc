#include "flow/knowledge_keeper.h"

#include <doctest/doctest.h>

#include <functional>
#include <future>
#include <thread>

#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

constexpr const char* kBroken =
    "intents:\n"
    "  order_status:\n"
    "    phrases: [\"where is my parcel\"]\n"
    "    replie: \"It is on its way.\"\n"
    "    reply: \"It is on its way.\"\n"
    "    tests: [\"where is my parcel\"]\n";

std::string OtherIntents() {
  return std::string(kGoodIntents) +
         "  opening_hours:\n"
         "    phrases: [\"when are you open\"]\n"
         "    reply: \"Always.\"\n"
         "    tests: [\"when are you open\"]\n";
}

struct KeeperFixture {
  explicit KeeperFixture(bool watch = false) : watch_files(watch) {
    WriteGoodContent(folder);
  }

  KeeperOptions Options() const {
    KeeperOptions options = KeeperOptionsIn(folder);
    options.watch_files = watch_files;
    return options;
  }

  // As after SIGHUP, but waits for the end.
  static void ReloadAndWait(KnowledgeKeeper& keeper) {
    std::promise<void> done;
    keeper.Reload([&done] { done.set_value(); });
    done.get_future().get();
  }

  const bool watch_files;
  TestFolder folder;
  Metrics metrics;
  SystemClock clock;
};

// Waits as long as the machine needs, but not for ever.
bool Eventually(const std::function<bool()>& is_true) {
  for (int i = 0; i < 2000; ++i) {
    if (is_true()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

TEST_CASE("A good edit is taken into use") {
  KeeperFixture fixture;
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  REQUIRE(keeper.Load().ok());
  const std::string before = keeper.State().version;
  keeper.Start();
  fixture.folder.Write("intents/en/orders.yaml", OtherIntents());
  KeeperFixture::ReloadAndWait(keeper);
  CHECK(keeper.State().version != before);
  CHECK(keeper.Current()->snapshot->version() == keeper.State().version);
  CHECK_FALSE(keeper.State().stale);
}

TEST_CASE("A broken edit leaves the old knowledge and says where and why") {
  KeeperFixture fixture;
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  REQUIRE(keeper.Load().ok());
  const auto before = keeper.Current();
  keeper.Start();
  fixture.folder.Write("intents/en/orders.yaml", kBroken);
  KeeperFixture::ReloadAndWait(keeper);
  CHECK(keeper.Current() == before);
  CHECK(keeper.State().stale);
  CHECK(keeper.State().first_error.find("intents/en/orders.yaml:4:5: ") == 0);

  SUBCASE("taking it back is enough") {
    fixture.folder.Write("intents/en/orders.yaml", kGoodIntents);
    KeeperFixture::ReloadAndWait(keeper);
    CHECK_FALSE(keeper.State().stale);
    CHECK(keeper.Current() == before);
  }
  SUBCASE("a folder that is gone is said too") {
    std::filesystem::remove_all(fixture.folder.path() + "/intents");
    KeeperFixture::ReloadAndWait(keeper);
    CHECK(keeper.Current() == before);
    CHECK(keeper.State().stale);
  }
}

TEST_CASE("A changed file is noticed without a signal") {
  KeeperFixture fixture(/*watch=*/true);
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  REQUIRE(keeper.Load().ok());
  const std::string before = keeper.State().version;
  keeper.Start();
  fixture.folder.Write("intents/en/orders.yaml", OtherIntents());
  CHECK(Eventually([&] { return keeper.State().version != before; }));
}

TEST_CASE("The compiled file serves the next start") {
  KeeperFixture fixture;
  std::string version;
  {
    KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
    REQUIRE(keeper.Load().ok());
    version = keeper.State().version;
  }
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  REQUIRE(keeper.Load().ok());
  CHECK(keeper.State().version == version);
}

TEST_CASE("A first start with broken content names file, line and key") {
  KeeperFixture fixture;
  fixture.folder.Write("intents/en/orders.yaml", kBroken);
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  const Status status = keeper.Load();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().message.find(
            "intents/en/orders.yaml:4:5: error: unknown key 'replie'") !=
        std::string::npos);
  CHECK(keeper.Current() == nullptr);
}

TEST_CASE("A public entry is found by a search in the compiled file") {
  KeeperFixture fixture;
  KnowledgeKeeper keeper(fixture.Options(), fixture.metrics, fixture.clock);
  REQUIRE(keeper.Load().ok());
  const auto knowledge = keeper.Current();
  REQUIRE(knowledge->search != nullptr);
  const auto found = knowledge->search->Search(
      knowledge->snapshot->Find("en")->analyzer, "return", 10);
  REQUIRE(found.ok());
  REQUIRE(found->size() == 1);
  CHECK(found->front().id == "return_window");
}

}  // namespace
}  // namespace sportello
