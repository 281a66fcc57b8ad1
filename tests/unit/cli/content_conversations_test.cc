// What conversation tests can say: several messages in one turn, the hosts
// that may be called, and how mistakes in them are told.
#include "cli/content_conversations.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/content_check.h"
#include "cli/content_test.h"
#include "unit/cli/content_testing.h"

namespace sportello {
namespace {

// The outcome of one conversation over the content of `folder`.
std::string RunOne(const ContentFolder& folder, const std::string& turns,
                   bool json = false) {
  folder.Write("tests/conversations/en/intents/orders.yaml",
               "conversations:\n  - name: \"One\"\n" + turns);
  TestOptions options;
  options.place = folder.place();
  options.filter = "One";
  options.json = json;
  Printed printed;
  static_cast<void>(RunTests(options, printed.streams()));
  return printed.out.str();
}

void WriteTracked(const ContentFolder& folder) {
  folder.Write("intents/en/track.yaml",
               "intents:\n"
               "  track:\n"
               "    phrases: [\"track {order}\"]\n"
               "    slots: {order: {type: number, ask: \"Order?\"}}\n"
               "    action:\n"
               "      url: \"https://api.shop.example/orders/{order}\"\n"
               "      result: {state: state}\n"
               "    reply: \"It is {state}.\"\n"
               "    tests: [\"track 7\", \"track 8\"]\n");
}

TEST_CASE("Several messages of a push channel are one turn") {
  const ContentFolder folder;
  CHECK(RunOne(folder,
               "    channel: telegram\n"
               "    turns: [{say: [\"where is\", \"my order 7\"], expect: "
               "{id: order_status, slots: {order: \"7\"}}}]\n") ==
        "1 passed, 0 failed\n");
}

TEST_CASE("A turn of several messages that fails shows each of them") {
  const ContentFolder folder;
  const std::string turns =
      "    channel: telegram\n"
      "    turns: [{say: [\"where is\", \"my order 7\"], expect: "
      "{id: shipping_cost}}]\n";
  const std::string out = RunOne(folder, turns);
  CHECK_MESSAGE(out.find("  customer: where is\n"
                         "  customer: my order 7\n"
                         "  bot:      ") != std::string::npos,
                out);
  const Result<Json> json = ParseJson(RunOne(folder, turns, true));
  REQUIRE(json.ok());
  CHECK((*json)["failures"][0]["say"] == "where is\nmy order 7");
}

TEST_CASE("On the web each message is a turn of its own") {
  const ContentFolder folder;
  CHECK(RunOne(folder, "    turns:\n      - say: [\"a\", \"b\"]\n") ==
        "tests/conversations/en/intents/orders.yaml:4:14: error: several "
        "messages are one turn only where a provider brings them, not on "
        "channel 'web'\n"
        "        - say: [\"a\", \"b\"]\n"
        "               ^\n"
        "  hint: write `channel: telegram` in the conversation (one of "
        "telegram, messenger, whatsapp, bridge), or a turn for each message\n"
        "\n"
        "0 passed, 1 failed\n");
}

TEST_CASE("A pressed button never joins other messages") {
  const ContentFolder folder;
  for (const char* press : {"[Costs]", "/menu"}) {
    const std::string out = RunOne(
        folder, "    channel: whatsapp\n    turns:\n      - say: [\"a\", \"" +
                    std::string(press) + "\"]\n");
    CHECK_MESSAGE(out.find("orders.yaml:5:20: error: '" + std::string(press) +
                           "' is a turn of its own: a pressed button never "
                           "joins other messages\n") != std::string::npos,
                  out);
  }
}

TEST_CASE("A customer who says nothing says an empty text, not an empty list") {
  const ContentFolder folder;
  const std::string out =
      RunOne(folder, "    channel: whatsapp\n    turns:\n      - say: []\n");
  CHECK_MESSAGE(out.find("orders.yaml:5:14: error: 'say' is an empty list") !=
                    std::string::npos,
                out);
}

TEST_CASE("A host that is not allowed is not called") {
  const ContentFolder folder;
  WriteTracked(folder);
  const std::string actions =
      "    actions: [{url: /orders/7, answer: '{\"state\": \"fine\"}'}]\n";
  const std::string fine =
      "    turns: [{say: \"track 7\", expect: {text: \"It is fine.\"}}]\n";
  CHECK(RunOne(folder, actions + fine) == "1 passed, 0 failed\n");
  CHECK(RunOne(folder, "    action_hosts: [api.shop.example]\n" + actions +
                           fine) == "1 passed, 0 failed\n");
  const std::string refused =
      "    turns: [{say: \"track 7\", expect: {decision: fallback, not_text: "
      "\"fine\", buttons: [\"Talk to a person\"]}}]\n";
  for (const char* hosts : {"[]", "[shop.example, api.shop.example:8443]"}) {
    CHECK(RunOne(folder, "    action_hosts: " + std::string(hosts) + "\n" +
                             actions + refused) == "1 passed, 0 failed\n");
  }
}

TEST_CASE("What the ticket holds and what is stored can be expected") {
  const ContentFolder folder;
  CHECK(RunOne(folder,
               "    turns: [{say: \"where is my order 7\", expect: {queue: "
               "orders, summary: \"order: 7\"}}]\n") == "1 passed, 0 failed\n");
  CHECK(RunOne(folder,
               "    turns: [{say: \"my card is 4111 1111 1111 1111\", expect: "
               "{stored: \"••••1111\", not_stored: \"4111 1\"}}]\n") ==
        "1 passed, 0 failed\n");
  const std::string wrong = RunOne(
      folder,
      "    turns: [{say: \"where is my order 7\", expect: {queue: returns, "
      "summary: \"order: 8\", stored: \"order 8\", not_stored: \"7\"}}]\n");
  for (const char* line :
       {"  queue: expected 'returns', got 'orders'\n",
        "  summary: 'order: 8' is not in 'intent: order_status\norder: 7\n'\n",
        "  stored: 'order 8' is not in 'where is my order 7'\n",
        "  not_stored: '7' is in 'where is my order 7'\n"}) {
    CHECK_MESSAGE(wrong.find(line) != std::string::npos, wrong);
  }
  const std::string none = RunOne(
      folder,
      "    turns: [{say: \"delivery costs\", expect: {summary: \"x\"}}]\n");
  CHECK_MESSAGE(
      none.find("  summary: 'x' is not in it: no ticket is opened\n") !=
          std::string::npos,
      none);
}

TEST_CASE("The ids of a file that cannot be read are not called unknown") {
  const ContentFolder folder;
  folder.Write("tests/conversations/en/intents/orders.yaml",
               "conversations:\n"
               "  - name: \"One\"\n"
               "    turns: [{say: \"hi\", expect: {id: shipping_cost}}]\n");
  folder.Write("faq/en/delivery.yaml",
               "faq:\n"
               "  - id: shipping_cost\n"
               "     question: \"How much?\"\n");
  CheckOptions options;
  options.place = folder.place();
  Printed printed;
  CHECK(RunCheck(options, printed.streams()) == kExitFailed);
  const std::string out = printed.out.str();
  CHECK_MESSAGE(out.find("delivery.yaml:3:14: error: ") != std::string::npos,
                out);
  CHECK_MESSAGE(out.find("is expected") == std::string::npos, out);
}

TEST_CASE("check names actions that the service would refuse to call") {
  const ContentFolder folder;
  WriteTracked(folder);
  CheckOptions options;
  options.place = folder.place();
  Printed unknown;
  CHECK_MESSAGE(RunCheck(options, unknown.streams()) == kExitDone,
                unknown.out.str());
  options.action_hosts = {"api.shop.example"};
  Printed allowed;
  CHECK(RunCheck(options, allowed.streams()) == kExitDone);
  options.action_hosts = {"erp.other.example"};
  Printed refused;
  CHECK(RunCheck(options, refused.streams()) == kExitFailed);
  CHECK_MESSAGE(
      refused.out.str().find(
          "track.yaml:6:12: error: the host 'api.shop.example' is not in the "
          "setting 'action_hosts', so it would never be called\n"
          "        url: \"https://api.shop.example/orders/{order}\"\n"
          "             ^\n"
          "  hint: write one of erp.other.example, or ask whoever runs the "
          "service to add it\n") != std::string::npos,
      refused.out.str());
}

}  // namespace
}  // namespace sportello
