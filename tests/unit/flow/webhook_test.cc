// Webhooks from the deed to the company's system: a real server on the
// loopback, a store in memory.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <vector>

#include "base/json.h"
#include "base/secret.h"
#include "flow/webhook_sender.h"
#include "flow/webhook_writer.h"
#include "http/http_server.h"
#include "store/memory_store.h"

namespace sportello {
namespace {

class HandClock : public Clock {
 public:
  Time Now() const override { return now; }
  Time now = FromMillis(1'767'600'000'000);
};

struct HookCall {
  std::string id;
  std::string timestamp;
  std::string signature;
  std::string body;
};

// A CRM that answers as it is told and keeps what it got.
class Crm {
 public:
  Crm() : server_(HttpLimits()) {
    server_.Route(
        "POST", "/hooks",
        [this](const HttpRequest& request,
               const std::shared_ptr<Responder>& responder) {
          const std::lock_guard lock(mutex_);
          calls_.push_back({std::string(request.Header("webhook-id")),
                            std::string(request.Header("webhook-timestamp")),
                            std::string(request.Header("webhook-signature")),
                            request.body});
          HttpResponse response;
          response.status = status;
          responder->Send(std::move(response));
        });
    REQUIRE(server_.Start("127.0.0.1", 0).ok());
  }
  ~Crm() { server_.Stop(std::chrono::milliseconds(1000)); }
  Crm(const Crm&) = delete;
  Crm& operator=(const Crm&) = delete;

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hooks";
  }
  std::vector<HookCall> Calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

  std::atomic<int> status{204};

 private:
  std::mutex mutex_;
  std::vector<HookCall> calls_;
  HttpServer server_;
};

struct HookFixture {
  HookFixture() { work.AddListener(writer); }

  int64_t Open() {
    int64_t number = 0;
    Do([&](Transaction& transaction) {
      Conversation conversation;
      conversation.id = "c" + std::to_string(++conversations);
      conversation.channel = "web";
      conversation.customer = {"Lucia", "lucia@mail.example"};
      Status status = transaction.InsertConversation(conversation);
      if (!status.ok()) return status;
      Ticket ticket;
      ticket.reason = "asked for a person";
      status = work.Open(transaction, conversation, ticket, clock.now);
      number = ticket.number;
      return status.ok() ? transaction.UpdateConversation(conversation)
                         : status;
    });
    return number;
  }
  template <typename Step>
  void Step1(const Step& step) {
    Do([&](Transaction& transaction) -> Status {
      const auto done = step(transaction);
      return done.ok() ? Status() : Status(done.error());
    });
  }
  void Do(const Store::Work& job) {
    const Status done = store->Write(job);
    REQUIRE_MESSAGE(done.ok(), done.error().message);
  }
  void Reply(int64_t number) {
    Step1([&](Transaction& t) {
      Message message;
      return work.Reply(t, number, "anna", "Il pacco riparte.", "", false,
                        clock.now, message);
    });
  }
  void Close(int64_t number) {
    Step1([&](Transaction& t) {
      return work.Close(t, number, "anna", "solved", clock.now);
    });
  }
  std::vector<OutboxItem> Items(OutboxState state) {
    return *store->outbox().List(state, 100);
  }
  std::vector<std::string> Types() {
    std::vector<std::string> types;
    for (const HookCall& call : crm.Calls()) {
      types.push_back((*ParseJson(call.body))["type"].get<std::string>());
    }
    return types;
  }

  HandClock clock;
  Crm crm;
  std::unique_ptr<Store> store = MakeMemoryStore();
  Queues queues{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work{queues, TicketWorkOptions()};
  WebhookWriter writer{crm.url()};
  Metrics metrics;
  WebhookSender sender{*store,
                       clock,
                       metrics,
                       {"a key of this test", std::chrono::seconds(10),
                        std::chrono::milliseconds(60'000)}};
  int conversations = 0;
};

TEST_CASE_FIXTURE(HookFixture, "Each deed is one call, in the order of deeds") {
  const int64_t number = Open();
  Reply(number);
  Close(number);
  Do([&](Transaction& t) {
    return work.Rate(t, {"c1", number, 5, "grazie", clock.now, "anna"});
  });
  Step1([&](Transaction& t) { return work.Reopen(t, number, "", clock.now); });
  Do([&](Transaction& t) {
    const auto conversation = t.FindConversation("c1");
    return work.SetContact(t, **conversation, "+39055123", clock.now);
  });
  CHECK(sender.SendDue() == 6);
  CHECK(Types() == std::vector<std::string>{
                       "ticket.opened", "ticket.answered", "ticket.closed",
                       "ticket.rated", "ticket.reopened", "contact.updated"});
  const Json answered = *ParseJson(crm.Calls()[1].body);
  CHECK(answered["data"]["message"]["text"] == "Il pacco riparte.");
  CHECK(answered["data"]["ticket"]["status"] == "claimed");
  CHECK(answered["data"]["customer"]["name"] == "Lucia");
  CHECK((*ParseJson(crm.Calls()[3].body))["data"]["rating"]["score"] == 5);
  CHECK((*ParseJson(crm.Calls()[5].body))["data"]["contact"] == "+39055123");
  CHECK(sender.SendDue() == 0);
}

TEST_CASE_FIXTURE(HookFixture, "A call is signed as Standard Webhooks says") {
  Open();
  sender.SendDue();
  REQUIRE(crm.Calls().size() == 1);
  const HookCall call = crm.Calls()[0];
  CHECK(call.timestamp == "1767600000");
  CHECK(call.signature ==
        "v1," + ToBase64(HmacBytes("a key of this test",
                                   call.id + ".1767600000." + call.body)));
}

TEST_CASE_FIXTURE(HookFixture, "A refused call comes again with its id") {
  crm.status = 500;
  Open();
  CHECK(sender.SendDue() == 1);
  CHECK(sender.SendDue() == 0);
  CHECK(Items(OutboxState::kDue)[0].last_error == "answered 500");
  clock.now += std::chrono::seconds(10);
  crm.status = 302;
  CHECK(sender.SendDue() == 1);
  clock.now += std::chrono::seconds(19);
  CHECK(sender.SendDue() == 0);
  clock.now += std::chrono::seconds(1);
  crm.status = 200;
  CHECK(sender.SendDue() == 1);
  CHECK(Items(OutboxState::kSent).size() == 1);
  const auto calls = crm.Calls();
  REQUIRE(calls.size() == 3);
  CHECK(calls[0].id == calls[2].id);
  CHECK(calls[0].body == calls[2].body);
  CHECK(calls[0].signature != calls[2].signature);
}

TEST_CASE_FIXTURE(HookFixture, "A call that nobody took is dead after 3 days") {
  crm.status = 500;
  Open();
  const Time begin = clock.now;
  for (int i = 0; i < 1000 && Items(OutboxState::kDead).empty(); ++i) {
    sender.SendDue();
    clock.now += std::chrono::minutes(10);
  }
  REQUIRE(Items(OutboxState::kDead).size() == 1);
  CHECK(clock.now - begin >= kWebhookLifetime - std::chrono::hours(1));
  CHECK(clock.now - begin <= kWebhookLifetime);
}

TEST_CASE_FIXTURE(HookFixture, "The outbox holds nothing of the customer") {
  Reply(Open());
  for (const OutboxItem& item : Items(OutboxState::kDue)) {
    CHECK(item.payload.find("ucia") == std::string::npos);
    CHECK(item.payload.find("riparte") == std::string::npos);
  }
}

TEST_CASE("The wait doubles up to an hour") {
  using std::chrono::seconds;
  CHECK(WebhookRetryWait(1, seconds(10)) == seconds(10));
  CHECK(WebhookRetryWait(2, seconds(10)) == seconds(20));
  CHECK(WebhookRetryWait(5, seconds(10)) == seconds(160));
  CHECK(WebhookRetryWait(60, seconds(10)) == seconds(3600));
}

TEST_CASE("A secret is whsec_ and Base64 of enough bytes") {
  // The example of the specification.
  const auto key = ReadWebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  REQUIRE(key.ok());
  CHECK(ToBase64(HmacBytes(*key,
                           "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330."
                           "{\"test\": 2432232314}")) ==
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(ReadWebhookSecret(NewWebhookSecret()).ok());
  for (const char* wrong : {"", "secret", "whsec_", "whsec_MfKQ", "whsec_!!!!",
                            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}) {
    CHECK_FALSE(ReadWebhookSecret(wrong).ok());
  }
}

}  // namespace
}  // namespace sportello
