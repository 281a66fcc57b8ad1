// What every channel promises (channels/channel.h): a customer's message is
// stored once and answered once, in its order, within the provider's limits,
// whatever the provider answers. Run on each channel, through the real
// acceptor, answerer and sender; only the provider is played.
#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <functional>

#include "channels/text_split.h"
#include "contract/channel_fixture.h"

namespace sportello {
namespace {

#define CHANNEL_TEST(name) \
  TEST_CASE_TEMPLATE(name, Kind, SPORTELLO_CHANNEL_PROVIDERS)

constexpr const char* kOrder = "Where is my parcel?";

CHANNEL_TEST("A message is answered in its chat") {
  ChannelFixture<Kind> shop;
  CHECK(shop.Deliver(shop.Text("1", "7", kOrder)) == 200);
  shop.Run();
  CHECK(shop.SeenBy("7").find("It is on its way.") != std::string::npos);
  CHECK(shop.SeenBy("8").empty());
  CHECK(*shop.store->outbox().Count(OutboxState::kDue) == 0);
}

CHANNEL_TEST("No call tells the conversation's id") {
  ChannelFixture<Kind> shop;
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Run();
  const auto chat = shop.store->channels().FindChat(shop.provider.name(), "7");
  REQUIRE(chat->has_value());
  REQUIRE(!shop.calls.empty());
  for (const WebCall& call : shop.calls) {
    CHECK(call.url.find((*chat)->conversation) == std::string::npos);
    CHECK(call.body.find((*chat)->conversation) == std::string::npos);
  }
}

CHANNEL_TEST("A delivery that comes again is answered once") {
  ChannelFixture<Kind> shop;
  for (int i = 0; i < 5; ++i) {
    CHECK(shop.Deliver(shop.Text("1", "7", kOrder)) == 200);
  }
  shop.Run();
  const std::string seen = shop.SeenBy("7");
  CHECK(shop.Deliver(shop.Text("1", "7", kOrder)) == 200);
  shop.clock.now += std::chrono::hours(25);
  CHECK(shop.Deliver(shop.Text("1", "7", kOrder)) == 200);
  shop.Run();
  CHECK(shop.SeenBy("7") == seen);
  CHECK(shop.CustomerTexts("7") == std::vector<std::string>{kOrder});
}

CHANNEL_TEST("A delivery of somebody else is refused and leaves nothing") {
  ChannelFixture<Kind> shop;
  const HttpRequest request = shop.Text("1", "7", kOrder);
  const int status = shop.Deliver(shop.provider.Forged(request));
  CHECK((status == 401 || status == 403));
  CHECK(*shop.store->channels().CountEvents() == 0);
  CHECK(shop.Deliver(request) == 200);
  CHECK(*shop.store->channels().CountEvents() == 1);
}

CHANNEL_TEST("What means nothing to us is taken and not answered") {
  ChannelFixture<Kind> shop;
  CHECK(shop.Deliver(shop.provider.Unknown()) == 200);
  shop.Run();
  CHECK(shop.calls.empty());
}

CHANNEL_TEST("What is no text gets a word about that") {
  ChannelFixture<Kind> shop;
  CHECK(shop.Deliver(shop.provider.Media("1", "7", shop.clock.now)) == 200);
  shop.Run();
  CHECK(shop.SeenBy("7").find("text messages only") != std::string::npos);
}

CHANNEL_TEST("Messages of a chat are answered in their order") {
  ChannelFixture<Kind> shop;
  for (int i = 1; i <= 6; ++i) {
    shop.Deliver(shop.Text(std::to_string(i), "7",
                           "Question number " + std::to_string(i) + "?"));
  }
  shop.Run();
  const auto texts = shop.CustomerTexts("7");
  REQUIRE(!texts.empty());
  std::string all;
  for (const std::string& text : texts) all += text + "\n";
  for (int i = 1; i < 6; ++i) {
    CHECK(all.find("number " + std::to_string(i)) <
          all.find("number " + std::to_string(i + 1)));
  }
}

CHANNEL_TEST("Short messages in a row are one turn") {
  ChannelFixture<Kind> shop(std::chrono::seconds(2));
  shop.Deliver(shop.Text("1", "7", "hello"));
  shop.clock.now += std::chrono::seconds(1);
  shop.Deliver(shop.Text("2", "7", "one thing"));
  shop.Run();
  CHECK(shop.calls.empty());
  shop.Deliver(shop.Text("3", "7", kOrder));
  shop.Run();
  CHECK(shop.CustomerTexts("7") ==
        std::vector<std::string>{std::string("hello\none thing\n") + kOrder});
}

CHANNEL_TEST("A message that waits for more is answered when none comes") {
  ChannelFixture<Kind> shop(std::chrono::seconds(2));
  shop.Deliver(shop.Text("1", "7", "where is my parcel"));
  shop.clock.now += std::chrono::milliseconds(2001);
  shop.Run();
  CHECK(shop.SeenBy("7").find("It is on its way.") != std::string::npos);
}

CHANNEL_TEST("A failed call is made again, and later ones of the chat wait") {
  ChannelFixture<Kind> shop;
  shop.answers = {{500, "{}"}, {0, "", {}, "no connection"}};
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Answer();
  shop.SendOnce();
  CHECK(shop.calls.size() == 1);
  CHECK(shop.seen.empty());
  shop.SendOnce();  // not yet
  CHECK(shop.calls.size() == 1);
  shop.Run();
  CHECK(shop.SeenBy("7").find("It is on its way.") != std::string::npos);
  CHECK(shop.InOrder("7"));
}

CHANNEL_TEST("A chat that cannot be written to holds no other chat back") {
  ChannelFixture<Kind> shop;
  shop.refuse = [&](const Shown& shown) { return shown.address == "7"; };
  shop.refusal = {500, "{}"};
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Deliver(shop.Text("2", "8", kOrder));
  shop.Answer();
  for (int i = 0; i < 5; ++i) {
    shop.SendOnce();
    shop.clock.now += std::chrono::milliseconds(100);
  }
  CHECK(!shop.SeenBy("8").empty());
  CHECK(shop.SeenBy("7").empty());
}

CHANNEL_TEST("A busy provider is left alone for as long as it says") {
  ChannelFixture<Kind> shop;
  if (shop.provider.Busy(30).status == 0) return;
  shop.answers = {shop.provider.Busy(30)};
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Deliver(shop.Text("2", "8", kOrder));
  shop.Answer();
  shop.SendOnce();
  const size_t before = shop.calls.size();
  shop.clock.now += std::chrono::seconds(29);
  shop.answers.clear();
  shop.refuse = [&](const Shown& shown) { return shown.address == "8"; };
  shop.SendOnce();
  const bool chat_only = shop.calls.size() > before;
  CHECK(shop.SeenBy("7").empty());
  shop.refuse = nullptr;
  shop.clock.now += std::chrono::seconds(60);
  shop.Run();
  CHECK(!shop.SeenBy("7").empty());
  CHECK((chat_only || !shop.SeenBy("8").empty()));
}

CHANNEL_TEST("A customer who cannot be reached gets no more tries") {
  ChannelFixture<Kind> shop;
  shop.refuse = [](const Shown&) { return true; };
  shop.refusal = shop.provider.Gone();
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Run();
  CHECK(shop.calls.size() == 1);
  CHECK(*shop.store->outbox().Count(OutboxState::kDue) == 0);
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) > 0);
  // Whoever writes can be reached.
  shop.refuse = nullptr;
  shop.Deliver(shop.Text("2", "7", kOrder));
  shop.Run();
  CHECK(!shop.SeenBy("7").empty());
}

CHANNEL_TEST("With a wrong token everything waits and nothing is lost") {
  ChannelFixture<Kind> shop;
  shop.refuse = [](const Shown&) { return true; };
  shop.refusal = shop.provider.Denied();
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Deliver(shop.Text("2", "8", kOrder));
  shop.Run(3);
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) == 0);
  shop.refuse = nullptr;
  shop.Run();
  CHECK(!shop.SeenBy("7").empty());
  CHECK(!shop.SeenBy("8").empty());
}

CHANNEL_TEST("What nobody took in a day is given up") {
  ChannelFixture<Kind> shop;
  shop.refuse = [](const Shown&) { return true; };
  shop.refusal = {503, ""};
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Answer();
  shop.SendOnce();
  shop.clock.now += std::chrono::hours(24);
  shop.Run(5);
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) > 0);
}

CHANNEL_TEST("A long answer comes whole, in parts that the provider takes") {
  ChannelFixture<Kind> shop;
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "parola" + std::to_string(i) + " è 😀 ";
  shop.AgentWrites("7", text);
  shop.Run();
  const ChannelLimits& limits = shop.channel().limits();
  std::string joined;
  int parts = 0;
  for (const Shown& shown : shop.seen) {
    if (shown.address != "7") continue;
    CHECK(CountUnits(shown.text, limits.unit) <= limits.text);
    joined += shown.text + " ";
    ++parts;
  }
  CHECK(parts > 2);
  for (int i = 0; i < 1500; ++i) {
    REQUIRE(joined.find("parola" + std::to_string(i) + " ") !=
            std::string::npos);
  }
}

CHANNEL_TEST("An agent's reply goes out on the chat, once") {
  ChannelFixture<Kind> shop;
  shop.AgentWrites("7", "I am **Anna**.");
  shop.Run();
  shop.Run();
  const std::string seen = shop.SeenBy("7");
  const size_t at = seen.find("Anna");
  REQUIRE(at != std::string::npos);
  CHECK(seen.find("Anna", at + 1) == std::string::npos);
}

CHANNEL_TEST("A button stands for what it says, an old one for nothing") {
  ChannelFixture<Kind> shop;
  shop.Deliver(shop.Text("1", "7", "I want something else entirely, please."));
  shop.Run();
  shop.Deliver(shop.Text("2", "7", "menu."));
  shop.Run();
  const std::vector<std::string> buttons = shop.ButtonsOf("7");
  REQUIRE(!buttons.empty());
  const size_t before = shop.seen.size();
  shop.Deliver(shop.provider.Press("3", "7", buttons.front(), shop.clock.now));
  shop.Run();
  CHECK(shop.seen.size() > before);
  shop.Deliver(shop.provider.Press("4", "7", "b:999:1", shop.clock.now));
  shop.Deliver(shop.provider.Press("5", "7", "' OR 1=1 --", shop.clock.now));
  shop.Run();
  CHECK(*shop.store->channels().CountEvents() == 0);
}

CHANNEL_TEST("What was accepted is answered by whoever comes after a crash") {
  ChannelFixture<Kind> shop;
  shop.Deliver(shop.Text("1", "7", kOrder));
  shop.Restart();  // nothing was answered
  shop.Answer();
  shop.Restart();  // nothing was sent
  shop.Run();
  CHECK(shop.SeenBy("7").find("It is on its way.") != std::string::npos);
  CHECK(shop.CustomerTexts("7").size() == 1);
}

CHANNEL_TEST("What is too old is stored and not answered") {
  ChannelFixture<Kind> shop;
  shop.Deliver(shop.provider.Text("1", "7", kOrder,
                                  shop.clock.now - std::chrono::hours(12)));
  shop.Deliver(shop.provider.Text("2", "8", kOrder,
                                  shop.clock.now - std::chrono::hours(24 * 9)));
  shop.Run();
  CHECK(shop.calls.empty());
  CHECK(shop.CustomerTexts("7").size() == 1);
  CHECK(shop.CustomerTexts("8").empty());
}

CHANNEL_TEST("A body of anything is no reason to fail") {
  ChannelFixture<Kind> shop;
  for (const char* body : {"", "{", "[]", "null", "{\"entry\":[null,{}]}",
                           "{\"message\":{\"chat\":[]},\"update_id\":\"x\"}"}) {
    HttpRequest request = shop.Text("1", "7", kOrder);
    request.body = body;
    const int status = shop.Deliver(request);
    CHECK_MESSAGE((status == 200 || status == 400 || status == 401 ||
                   status == 403 || status == 404),
                  body);
  }
  CHECK(*shop.store->channels().CountEvents() == 0);
}

}  // namespace
}  // namespace sportello
