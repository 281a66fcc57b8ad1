// A shop with one channel, and verbs for it: deliveries come in by hand, the
// answerer and the sender run when they are told to, and time stands still in
// between.
#ifndef SPORTELLO_TESTS_CONTRACT_CHANNEL_FIXTURE_H_
#define SPORTELLO_TESTS_CONTRACT_CHANNEL_FIXTURE_H_

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/channel_providers.h"
#include "flow/channel_flow.h"

namespace sportello {

#define SPORTELLO_CHANNEL_PROVIDERS                                        \
  ProviderKind<MakeTelegramProvider>, ProviderKind<MakeMessengerProvider>, \
      ProviderKind<MakeWhatsAppProvider>, ProviderKind<MakeBridgeProvider>

struct HandClock : Clock {
  Time Now() const override { return now; }
  Time now = FromMillis(1'800'000'000'000);
};

template <typename Kind>
class ChannelFixture {
 public:
  explicit ChannelFixture(
      std::chrono::milliseconds burst = std::chrono::milliseconds(0))
      : keeper_(KeeperOptionsIn(folder_), metrics_, clock),
        figures_(metrics_),
        waiters_(16),
        store(MakeMemoryStore()) {
    WriteGoodContent(folder_);
    REQUIRE(keeper_.Load().ok());
    auto channels =
        MakeChannels(provider.Settings(folder_), "https://shop.example");
    REQUIRE_MESSAGE(channels.ok(), channels.error().message);
    channels_ = std::move(channels).value();
    listener_ = std::make_unique<ChatListener>(channels_);
    work_.AddListener(*listener_);
    options_.secret = "secret";
    options_.default_language = "en";
    options_.burst = burst;
    Restart();
  }
  ~ChannelFixture() {
    actions_.Stop();
    store.reset();
  }
  ChannelFixture(const ChannelFixture&) = delete;
  ChannelFixture& operator=(const ChannelFixture&) = delete;

  // Everything that is not in the store begins anew.
  void Restart() {
    sender_.reset();
    flow_.reset();
    endpoint_ =
        std::make_unique<ChatEndpoint>(*store, keeper_, work_, clock, figures_,
                                       waiters_, actions_, ChatLimits());
    flow_ =
        std::make_unique<ChannelFlow>(*store, *endpoint_, work_, clock,
                                      waiters_, metrics_, channels_, options_);
    sender_ = std::make_unique<ChannelSender>(
        SenderParts{*store, channels_, clock, metrics_, options_.secret},
        nullptr);
  }

  HttpRequest Text(const std::string& id, const std::string& address,
                   const std::string& text) const {
    return provider.Text(id, address, text, clock.now);
  }

  // The status that the provider gets.
  int Deliver(HttpRequest request) {
    provider.Seal(request, clock.now);
    const auto responder = std::make_shared<WaitingResponder>();
    auto answer = responder->Answer();
    flow_->Receive(request, responder);
    return answer.get().status;
  }

  // All turns that are due.
  void Answer() {
    while (flow_->answerer().AnswerDue() > 0) Settle();
  }

  void SendOnce() {
    sender_->SendDue([this](const WebCall& call) { return Take(call); });
  }

  // Answers and sends until nothing is left, as time goes by.
  void Run(int rounds = 200) {
    for (int i = 0; i < rounds; ++i) {
      Answer();
      SendOnce();
      if (*store->outbox().Count(OutboxState::kDue) == 0) return;
      clock.now += std::chrono::seconds(1);
      if (i > 20) clock.now += std::chrono::seconds(60);
    }
  }

  // Makes the customer ask for a person, and answers as an agent.
  void AgentWrites(const std::string& address, const std::string& text) {
    Deliver(Text("900", address, "I want to talk to a person."));
    Run();
    seen.clear();
    const auto tickets = store->tickets().List({});
    REQUIRE(tickets.ok());
    REQUIRE(!tickets->empty());
    const int64_t number = tickets->front().number;
    const Status replied = store->Write([&](Transaction& transaction) {
      Message message;
      const auto ticket = work_.Reply(transaction, number, "anna", text, "",
                                      false, clock.now, message);
      return ticket.ok() ? Status() : Status(ticket.error());
    });
    REQUIRE(replied.ok());
  }

  std::string SeenBy(const std::string& address) const {
    std::string all;
    for (const Shown& shown : seen) {
      if (shown.address == address) all += shown.text + "\n";
    }
    return all;
  }

  // The ids of the buttons that the chat saw last.
  std::vector<std::string> ButtonsOf(const std::string& address) const {
    for (auto shown = seen.rbegin(); shown != seen.rend(); ++shown) {
      if (shown->address == address && !shown->buttons.empty()) {
        return shown->buttons;
      }
    }
    return {};
  }

  std::vector<std::string> CustomerTexts(const std::string& address) const {
    std::vector<std::string> texts;
    for (const Message& message : Stored(address)) {
      if (message.from == Author::kCustomer) texts.push_back(message.text);
    }
    return texts;
  }

  // What the chat saw is what the store holds, in that order.
  bool InOrder(const std::string& address) const {
    const std::string all = SeenBy(address);
    size_t at = 0;
    for (const Message& message : Stored(address)) {
      if (message.from == Author::kCustomer) continue;
      const size_t found = all.find(message.text.substr(0, 12), at);
      if (found == std::string::npos) return false;
      at = found;
    }
    return true;
  }

  const Channel& channel() const { return *channels_.begin()->second; }

  const std::unique_ptr<Provider> made_provider = Kind::Make();
  const Provider& provider = *made_provider;
  HandClock clock;
  std::vector<WebCall> calls;
  std::vector<Shown> seen;        // what was taken, in order
  std::deque<WebAnswer> answers;  // of the next calls, before all else
  std::function<bool(const Shown&)> refuse;
  WebAnswer refusal;

 private:
  std::vector<Message> Stored(const std::string& address) const {
    const auto chat = store->channels().FindChat(provider.name(), address);
    if (!chat.ok() || !chat->has_value()) return {};
    return *store->ListMessages((*chat)->conversation, 0, 200);
  }

  // Jobs that were queued before are done.
  void Settle() {
    REQUIRE(store->Write([](Transaction&) { return Status(); }).ok());
  }

  WebAnswer Take(const WebCall& call) {
    calls.push_back(call);
    if (!answers.empty()) {
      WebAnswer answer = std::move(answers.front());
      answers.pop_front();
      return answer;
    }
    Shown shown = provider.Show(call);
    if (refuse && refuse(shown)) return refusal;
    if (!shown.is_ack) seen.push_back(std::move(shown));
    return provider.Taken();
  }

  TestFolder folder_;
  Metrics metrics_;
  Queues queues_{OpeningHours(), std::chrono::minutes(60)};
  TicketWork work_{queues_, TicketWorkOptions()};
  KnowledgeKeeper keeper_;
  FlowMetrics figures_;
  MessageWaiters waiters_;

 public:
  std::unique_ptr<Store> store;

 private:
  ActionRunner actions_;
  ChannelMap channels_;
  std::unique_ptr<ChatListener> listener_;
  ChannelFlowOptions options_;
  std::unique_ptr<ChatEndpoint> endpoint_;
  std::unique_ptr<ChannelFlow> flow_;
  std::unique_ptr<ChannelSender> sender_;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_CONTRACT_CHANNEL_FIXTURE_H_
