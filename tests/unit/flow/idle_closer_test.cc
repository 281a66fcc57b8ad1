#include "flow/idle_closer.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "unit/flow/flow_fixture.h"

namespace sportello {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class IdleClock : public Clock {
 public:
  Time Now() const override { return now.load(); }
  void Advance(minutes by) { now = now.load() + by; }
  std::atomic<Time> now{Time(hours(500'000))};
};

constexpr const char* kRepair =
    "intents:\n"
    "  repair:\n"
    "    description: \"A repair\"\n"
    "    phrases: [\"repair my lamp\"]\n"
    "    slots: {size: {type: number, ask: \"Which size?\"}}\n"
    "    reply: \"Repaired {size}.\"\n"
    "    tests: [\"repair my lamp\"]\n";

class NoChannel : public Channel {
 public:
  std::string_view name() const override { return "telegram"; }
  std::variant<Delivery, HttpResponse> Read(const HttpRequest&,
                                            Time) const override {
    return Delivery();
  }
  std::variant<WebCall, Judgement> Write(const std::string&,
                                         const OutgoingPart&,
                                         const SendContext&) const override {
    return Judgement();
  }
  Judgement Judge(const WebAnswer&) const override { return {}; }
};

struct IdleShop {
  explicit IdleShop(ChannelNames names = {"web"})
      : keeper(KeeperOptionsIn(folder), metrics, clock),
        store(MakeMemoryStore()),
        endpoint(*store, keeper, work, clock, figures, waiters, actions,
                 LimitsWith(names)),
        closer(*store, keeper, clock, waiters, metrics, channels, names) {
    folder.Write("intents/en/repair.yaml", kRepair);
    folder.Write("faq/en/returns.yaml", kGoodFaq);
    REQUIRE(keeper.Load().ok());
    channels.emplace("telegram", std::make_unique<NoChannel>());
  }
  ~IdleShop() {
    closer.Stop();
    actions.Stop();
    store.reset();
  }

  static ChatLimits LimitsWith(const ChannelNames& names) {
    ChatLimits limits;
    limits.idle_channels = names;
    return limits;
  }

  void Say(const std::string& text, const std::string& channel = "web") {
    std::promise<Status> answered;
    ChatRequest request;
    request.text = text;
    request.channel = channel;
    request.conversation = talk;
    request.begins = true;
    endpoint.Run({request,
                  [](Transaction&, const TurnJob&) { return Status(); },
                  [&](const Status& status) { answered.set_value(status); }});
    REQUIRE(answered.get_future().get().ok());
  }

  void PutChat(const ChannelChat& chat) const {
    REQUIRE(store
                ->Write([&](Transaction& transaction) {
                  return transaction.channels().PutChat(chat);
                })
                .ok());
  }

  // What was said since `after`, each line the text of one message.
  std::string Said(int64_t after) const {
    std::string said;
    const auto messages = store->ListMessages("lamp", after, 100);
    for (const Message& message : *messages) {
      said += (said.empty() ? "" : "\n") + message.text;
    }
    return said;
  }
  int64_t LastSeq() const {
    return store->FindConversation("lamp").value()->last_seq;
  }

  std::string talk = "lamp";
  TestFolder folder;
  Metrics metrics;
  IdleClock clock;
  Queues queues{OpeningHours(), minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  KnowledgeKeeper keeper;
  FlowMetrics figures{metrics};
  MessageWaiters waiters{16};
  std::unique_ptr<Store> store;
  ActionRunner actions{ActionOptions()};
  ChannelMap channels;
  ChatEndpoint endpoint;
  IdleCloser closer;
};

constexpr const char* kClosing =
    "We left “A repair” open some time ago, so I've closed it for now.\n"
    "Before this we were at “A repair”. Shall we go on with it?";

TEST_CASE("A question that nobody answers is closed at its time, once") {
  IdleShop shop;
  shop.Say("repair my lamp");
  const int64_t asked = shop.LastSeq();
  shop.clock.Advance(minutes(59));
  CHECK(shop.closer.Look() == 0);
  shop.clock.Advance(minutes(1));
  CHECK(shop.closer.Look() == 1);
  CHECK(shop.Said(asked) == kClosing);
  CHECK(shop.store->ListOpenSteps(10)->empty());
  shop.clock.Advance(minutes(600));
  CHECK(shop.closer.Look() == 0);
}

TEST_CASE("What was closed can be taken up when the customer comes back") {
  IdleShop shop;
  shop.Say("repair my lamp");
  shop.clock.Advance(minutes(60));
  REQUIRE(shop.closer.Look() == 1);
  const int64_t closed = shop.LastSeq();
  shop.Say("yes");
  CHECK(shop.Said(closed) == "yes\nWhich size?");
  shop.Say("12");
  CHECK(shop.store->FindConversation("lamp").value()->last_seq >= closed + 4);
  shop.clock.Advance(minutes(60));
  CHECK(shop.closer.Look() == 0);
}

TEST_CASE("Who writes in time is not interrupted, and has the time anew") {
  IdleShop shop;
  shop.Say("repair my lamp");
  shop.clock.Advance(minutes(59));
  shop.Say("how many days to return?");
  shop.clock.Advance(minutes(1));
  CHECK(shop.closer.Look() == 0);
  const auto steps = shop.store->ListOpenSteps(10);
  REQUIRE(steps->size() == 1);
  CHECK(steps->front().due_at == shop.clock.Now() + minutes(59));
  shop.clock.Advance(minutes(59));
  CHECK(shop.closer.Look() == 1);
}

TEST_CASE("What a person has or what is done is left alone") {
  for (const char* text : {"person", "cancel", "12"}) {
    CAPTURE(text);
    IdleShop shop;
    shop.Say("repair my lamp");
    shop.Say(text);
    const int64_t last = shop.LastSeq();
    shop.clock.Advance(minutes(61));
    CHECK(shop.closer.Look() == 0);
    CHECK(shop.LastSeq() == last);
    CHECK(shop.store->ListOpenSteps(10)->empty());
  }
}

TEST_CASE("Who waits for messages hears of the end") {
  IdleShop shop;
  shop.Say("repair my lamp");
  shop.clock.Advance(minutes(60));
  std::promise<bool> news;
  shop.waiters.Add("lamp",
                   std::chrono::steady_clock::now() + std::chrono::minutes(1),
                   [&](bool is_news) { news.set_value(is_news); });
  shop.closer.Start();  // the thread looks by itself
  CHECK(news.get_future().get());
  CHECK(shop.Said(shop.LastSeq() - 2) == kClosing);
}

TEST_CASE("A channel that is not named hears nothing unasked") {
  IdleShop shop;
  shop.Say("repair my lamp", "telegram");
  CHECK(shop.store->ListOpenSteps(10)->empty());
}

struct ChatCase {
  const char* what;
  minutes since;
  const char* unreachable = "";
  minutes quiet{0};
  int closed = 0;
};

TEST_CASE("A provider's chat is told within its window and no more") {
  for (const ChatCase& c : {ChatCase{"now", minutes(60), "", minutes(0), 1},
                            ChatCase{"late", hours(23)},
                            ChatCase{"blocked", minutes(60), "blocked"},
                            ChatCase{"quiet", minutes(60), "", hours(30)}}) {
    CAPTURE(c.what);
    IdleShop shop({"web", "telegram"});
    const Time wrote = shop.clock.Now();
    shop.PutChat(
        {"telegram", "42", "lamp", wrote, wrote + c.quiet, c.unreachable});
    shop.Say("repair my lamp", "telegram");
    shop.clock.Advance(c.since);
    CHECK(shop.closer.Look() == c.closed);
    CHECK(shop.store->outbox().Count(OutboxState::kDue).value() ==
          2 * c.closed);
    CHECK(shop.store->ListOpenSteps(10)->empty());
  }
}

TEST_CASE("A conversation that cannot be closed holds no other one back") {
  IdleShop shop;
  shop.talk = "broken";
  shop.Say("repair my lamp");
  // The next message gets a number that is taken.
  const Status broken = shop.store->Write([](Transaction& transaction) {
    auto found = transaction.FindConversation("broken");
    (*found)->last_seq = 0;
    return transaction.UpdateConversation(**found);
  });
  REQUIRE(broken.ok());
  shop.clock.Advance(minutes(1));
  shop.talk = "lamp";
  shop.Say("repair my lamp");
  const int64_t asked = shop.LastSeq();
  shop.clock.Advance(minutes(60));
  REQUIRE(shop.store->ListOpenSteps(1)->front().conversation == "broken");
  CHECK(shop.closer.Look() == 1);
  CHECK(shop.Said(asked) == kClosing);
  CHECK(shop.store->ListOpenSteps(10)->empty());
}

}  // namespace
}  // namespace sportello
