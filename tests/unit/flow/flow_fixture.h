// A service over a store in memory and a small content in a folder of its
// own, spoken to without a socket.
#ifndef SPORTELLO_TESTS_UNIT_FLOW_FLOW_FIXTURE_H_
#define SPORTELLO_TESTS_UNIT_FLOW_FLOW_FIXTURE_H_

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <memory>
#include <string>

#include "flow/service.h"
#include "store/memory_store.h"

namespace sportello {

// A folder that is removed at the end.
class TestFolder {
 public:
  TestFolder() {
    std::string name = "/tmp/sportello_flow_XXXXXX";
    path_ = mkdtemp(name.data());
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }
  void Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = path_ + "/" + name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

 private:
  std::string path_;
};

inline constexpr const char* kGoodIntents =
    "intents:\n"
    "  order_status:\n"
    "    phrases: [\"where is my (order|parcel)\"]\n"
    "    reply: \"It is on its way.\"\n"
    "    tests: [\"where is my parcel\"]\n";

inline constexpr const char* kGoodFaq =
    "faq:\n"
    "  - id: return_window\n"
    "    question: \"How long can I return a product?\"\n"
    "    variants: [\"return after a month\"]\n"
    "    answer: \"You have **30 days**.\"\n"
    "    tags: [returns]\n"
    "    tests: [\"how many days to return\"]\n"
    "  - id: secret_entry\n"
    "    question: \"What is for staff only?\"\n"
    "    answer: \"Nothing for the public.\"\n"
    "    public: false\n"
    "    tests: [\"staff only\"]\n";

inline void WriteGoodContent(const TestFolder& folder) {
  folder.Write("intents/en/orders.yaml", kGoodIntents);
  folder.Write("faq/en/returns.yaml", kGoodFaq);
}

inline KeeperOptions KeeperOptionsIn(const TestFolder& folder) {
  KeeperOptions options;
  options.paths = {folder.path() + "/intents", folder.path() + "/faq"};
  options.file = folder.path() + "/knowledge.db";
  options.default_language = "en";
  options.watch_interval = std::chrono::milliseconds(10);
  options.debounce = std::chrono::milliseconds(20);
  return options;
}

// Hands the answer to the test.
class WaitingResponder : public Responder {
 public:
  void Send(HttpResponse response) override {
    answer_.set_value(std::move(response));
  }
  std::future<HttpResponse> Answer() { return answer_.get_future(); }

 private:
  std::promise<HttpResponse> answer_;
};

inline HttpRequest ChatPost(std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/v1/chat";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = std::move(body);
  request.remote_address = "192.0.2.1";
  return request;
}

// `Say` posts a body and returns the answer.
class ChatFixture {
 public:
  explicit ChatFixture(ChatLimits limits = {}, ActionOptions action = {})
      : keeper(KeeperOptionsIn(folder), metrics, clock),
        figures(metrics),
        waiters(16),
        store(MakeMemoryStore()),
        actions(std::move(action)),
        endpoint(*store, keeper, work, clock, figures, waiters, actions,
                 std::move(limits)) {
    WriteGoodContent(folder);
    loaded = keeper.Load();
  }
  // The store's last `done` may still run after its answer was seen.
  ~ChatFixture() {
    actions.Stop();
    store.reset();
  }
  ChatFixture(const ChatFixture&) = delete;
  ChatFixture& operator=(const ChatFixture&) = delete;

  HttpResponse Say(std::string body) { return Send(ChatPost(std::move(body))); }
  HttpResponse Send(const HttpRequest& request) {
    const auto responder = std::make_shared<WaitingResponder>();
    auto answer = responder->Answer();
    endpoint.Answer(request, responder);
    return answer.get();
  }

  TestFolder folder;
  Metrics metrics;
  SystemClock clock;
  Queues queues{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  KnowledgeKeeper keeper;
  FlowMetrics figures;
  MessageWaiters waiters;
  std::unique_ptr<Store> store;
  ActionRunner actions;
  ChatEndpoint endpoint;
  Status loaded;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_FLOW_FLOW_FIXTURE_H_
