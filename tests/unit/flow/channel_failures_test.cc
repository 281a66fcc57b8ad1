#include "flow/channel_failures.h"

#include <doctest/doctest.h>

#include <future>
#include <memory>

#include "flow/channel_accept.h"
#include "store/memory_store.h"

namespace sportello {
namespace {

using std::chrono::minutes;

constexpr const char* kTalk = "0123456789abcdef";
constexpr const char* kUnreachable = "unreachable";
constexpr const char* kWindow = "window";

struct FailureClock : Clock {
  Time Now() const override { return now; }
  Time now = FromMillis(1'800'000'000'000);
};

// Runs each job once in vain before it counts, as when a batch fails.
class TwiceStore : public Store {
 public:
  Status Submit(Work work, Done done) override {
    Status first = store_->Submit(
        [work](Transaction& transaction) {
          static_cast<void>(work(transaction));
          return Status(Unavailable("the batch failed"));
        },
        [](const Status&) {});
    return first.ok() ? store_->Submit(std::move(work), std::move(done))
                      : first;
  }
  Result<std::optional<Conversation>> FindConversation(
      std::string_view id) override {
    return store_->FindConversation(id);
  }
  Result<std::vector<Message>> ListMessages(std::string_view conversation,
                                            int64_t after, int limit) override {
    return store_->ListMessages(conversation, after, limit);
  }
  Result<std::vector<Unanswered>> ListUnanswered(int limit) override {
    return store_->ListUnanswered(limit);
  }
  Result<std::vector<UnansweredMark>> ListUnansweredMarks() override {
    return store_->ListUnansweredMarks();
  }
  Result<std::vector<OpenStep>> ListOpenSteps(int limit) override {
    return store_->ListOpenSteps(limit);
  }
  TicketReads& tickets() override { return store_->tickets(); }
  OutboxReads& outbox() override { return store_->outbox(); }
  AgentReads& agents() override { return store_->agents(); }
  ChannelReads& channels() override { return store_->channels(); }
  AttachmentReads& attachments() override { return store_->attachments(); }
  Status Health() override { return store_->Health(); }

 private:
  std::unique_ptr<Store> store_ = MakeMemoryStore();
};

// Remembers what would be mailed.
class FailureListener : public TicketListener {
 public:
  Status OnNews(Transaction&, const TicketNews& news) override {
    if (news.what == "channel_failed" && news.message != nullptr) {
      told.push_back(std::to_string(news.ticket.number) + " " +
                     news.message->text);
    }
    return {};
  }
  std::vector<std::string> told;
};

// A customer of WhatsApp, number 7, has a ticket; Anna answers.
struct FailureShop {
  FailureShop() {
    options.secret = "secret";
    work.AddListener(listener);
    Conversation talk;
    talk.id = kTalk;
    Do([&](Transaction& t) -> Status {
      Status made = t.InsertConversation(talk);
      if (!made.ok()) return made;
      Ticket ticket;
      ticket.queue = "general";
      made = work.Open(t, talk, ticket, clock.now);
      if (!made.ok()) return made;
      made = t.UpdateConversation(talk);
      if (!made.ok()) return made;
      return t.channels().PutChat({"whatsapp", "7", kTalk, clock.now, {}, ""});
    });
  }

  void Do(const Store::Work& job) { REQUIRE(store.Write(job).ok()); }
  Message Reply() {
    Message message;
    Do([&](Transaction& t) {
      const auto done =
          work.Reply(t, 1, "anna", "sono Anna", "", false, clock.now, message);
      return done.ok() ? Status() : Status(done.error());
    });
    return message;
  }
  void Close() {
    Do([&](Transaction& t) {
      const auto done = work.Close(t, 1, "anna", "solved", clock.now);
      return done.ok() ? Status() : Status(done.error());
    });
  }
  void Rate(int score) {
    Do([&](Transaction& t) {
      return work.Rate(t, {kTalk, 1, score, "", clock.now, "anna"});
    });
  }
  std::string About(const Message& message) const {
    return OutsideId(options.secret, OutboxId({kTalk, message.seq, 1}));
  }

  void Deliver(InboundEvent event) {
    Delivery delivery;
    delivery.events.push_back(std::move(event));
    std::promise<Status> stored;
    accept.Take("whatsapp", std::move(delivery),
                [&](const Status& status) { stored.set_value(status); });
    REQUIRE(stored.get_future().get().ok());
  }
  void Fail(const std::string& about, const char* why,
            const std::string& address = "7") {
    InboundEvent event;
    event.kind = InboundEvent::Kind::kFailed;
    event.id = "failed " + about + address;
    event.address = address;
    event.about = about;
    event.text = why;
    Deliver(std::move(event));
  }
  void CustomerWrites() {
    InboundEvent event;
    event.id = "wamid.in";
    event.address = "7";
    event.text = "eccomi";
    Deliver(std::move(event));
  }

  ChannelChat Chat() { return **store.channels().FindChat("whatsapp", "7"); }
  std::vector<std::string> Failures(int64_t ticket) {
    const auto events = store.tickets().ListEvents(ticket);
    std::vector<std::string> found;
    for (const TicketEvent& event : *events) {
      if (event.what == "channel_failed") found.push_back(event.detail);
    }
    return found;
  }

  FailureClock clock;
  TwiceStore store;
  Queues queues{OpeningHours(), minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  FailureListener listener;
  Metrics metrics;
  ChannelFlowOptions options;
  ChannelAccept accept{store, work, clock, metrics, options};
};

using FailureTexts = std::vector<std::string>;

TEST_CASE("An answer that failed after its ticket was closed is told of") {
  FailureShop shop;
  const Message reply = shop.Reply();
  shop.Close();
  shop.listener.told.clear();
  shop.Fail(shop.About(reply), kUnreachable);
  CHECK(shop.Failures(1) == FailureTexts{kUnreachable});
  CHECK(shop.listener.told.back() == "1 sono Anna");
}

TEST_CASE("A task for the supervisors is not where a failed answer is told") {
  FailureShop shop;
  const Message reply = shop.Reply();
  shop.Close();
  shop.Rate(1);
  REQUIRE((*shop.store.tickets().Find(2))->reason == kFollowUpReason);
  shop.Fail(shop.About(reply), kUnreachable);
  CHECK(shop.Failures(1) == FailureTexts{kUnreachable});
  CHECK(shop.Failures(2).empty());
}

TEST_CASE("What the bot said belongs to no ticket that is closed") {
  FailureShop shop;
  shop.Reply();
  shop.Close();
  Message said;
  shop.Do([&](Transaction& t) -> Status {
    auto talk = t.FindConversation(kTalk);
    said.from = Author::kBot;
    said.at = shop.clock.now;
    Status done = t.AppendMessage(**talk, said, "");
    return done.ok() ? t.UpdateConversation(**talk) : done;
  });
  shop.Fail(shop.About(said), kUnreachable);
  CHECK(shop.Failures(1).empty());
  CHECK_FALSE(shop.Chat().unreachable.empty());
}

TEST_CASE("A failure changes the chat until the customer writes") {
  for (const char* why : {kUnreachable, kWindow}) {
    CAPTURE(why);
    FailureShop shop;
    const Message reply = shop.Reply();
    shop.clock.now += minutes(1);
    shop.Fail(shop.About(reply), why);
    const bool blocked = !shop.Chat().unreachable.empty();
    CHECK(blocked == (why == std::string_view(kUnreachable)));
    CHECK((shop.Chat().last_inbound_at == Time{}) == !blocked);
    shop.CustomerWrites();
    CHECK(shop.Chat().unreachable.empty());
    CHECK(shop.Chat().last_inbound_at == shop.clock.now);
  }
}

TEST_CASE("A failure of before the customer's last message shuts no chat") {
  for (const char* why : {kUnreachable, kWindow}) {
    CAPTURE(why);
    FailureShop shop;
    const Message reply = shop.Reply();
    shop.clock.now += minutes(1);
    shop.CustomerWrites();
    const ChannelChat open = shop.Chat();
    shop.clock.now += minutes(1);
    shop.Fail(shop.About(reply), why);
    CHECK(shop.Chat() == open);
    CHECK(shop.Failures(1) == FailureTexts{why});
  }
}

TEST_CASE("Values of an older version or of nobody are passed over") {
  FailureShop shop;
  const Message reply = shop.Reply();
  const ChannelChat before = shop.Chat();
  for (const std::string& about :
       {OutboxId({kTalk, reply.seq, 1}), std::string(), std::string("1/1/0")}) {
    CAPTURE(about);
    shop.Fail(about, kUnreachable);
    CHECK(shop.Failures(1).empty());
    CHECK(shop.Chat() == before);
  }
}

TEST_CASE("A number that never wrote gets no chat because something failed") {
  FailureShop shop;
  shop.Fail(shop.About(shop.Reply()), kUnreachable, "8");
  CHECK_FALSE(shop.store.channels().FindChat("whatsapp", "8")->has_value());
  CHECK(shop.Failures(1).empty());
}

TEST_CASE("Each failure is counted once, however often it is written") {
  FailureShop shop;
  const Message reply = shop.Reply();
  for (int i = 0; i < 3; ++i) shop.Fail(shop.About(reply), kUnreachable);
  CHECK(shop.Failures(1) == FailureTexts{kUnreachable});
  CHECK(shop.metrics.Text().find(
            "sportello_channel_undelivered_total{channel=\"whatsapp\"} 1\n") !=
        std::string::npos);
}

}  // namespace
}  // namespace sportello
