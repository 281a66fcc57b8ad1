// What is exported, and which answers change.
#include "cli/content_replay.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "cli/anonymizer.h"
#include "cli/command.h"
#include "cli/export_command.h"
#include "unit/cli/content_testing.h"

namespace sportello {
namespace {

Message Said(Author from, std::string text, std::string id = "") {
  Message message;
  message.from = from;
  message.text = std::move(text);
  if (from == Author::kBot) {
    message.reason = Reason{};
    message.reason->id = std::move(id);
    message.reason->decision = "answer";
  }
  return message;
}

struct Replayed {
  int status = 0;
  std::string out;
};

Replayed Run(const ContentFolder& folder, const std::string& lines,
             bool json = false) {
  folder.Write("told.jsonl", lines);
  ReplayOptions options;
  options.place = folder.place();
  options.file = folder.path() + "/told.jsonl";
  options.json = json;
  Printed printed;
  const int status = RunReplay(options, printed.streams());
  return {status, printed.out.str() + printed.err.str()};
}

constexpr char kTold[] =
    R"({"language":"en","channel":"web","turns":[)"
    R"({"day":"2026-11-20","say":"how much does delivery cost?",)"
    R"("id":"shipping_cost","decision":"answer","replies":["NOTICE","PRICE"]}]})"
    "\n";

std::string Told(std::string price) {
  std::string line = kTold;
  const std::string notice =
      "I'm the automatic assistant; write “person” at any time to speak to one "
      "of us.";
  line.replace(line.find("NOTICE"), 6, notice);
  line.replace(line.find("PRICE"), 5, price);
  return line;
}

TEST_CASE("An answer that stays the same is not printed") {
  const ContentFolder folder;
  const Replayed replayed = Run(folder, Told("Five euro."));
  CHECK(replayed.status == kExitDone);
  CHECK(replayed.out == "1 answer of 1 conversation: 0 would change\n");
}

TEST_CASE("An answer that changes is printed, with the one of then") {
  const ContentFolder folder;
  const Replayed replayed = Run(folder, Told("Six euro."));
  CHECK(
      replayed.out.starts_with("conversation 1, turn 1\n"
                               "  customer: how much does delivery cost?\n"
                               "  before (shipping_cost):\n"));
  CHECK(replayed.out.find("    Six euro.\n  now (shipping_cost):\n") !=
        std::string::npos);
  CHECK(replayed.out.ends_with("1 answer of 1 conversation: 1 would change\n"));
}

TEST_CASE("The changes can be read by a program") {
  const ContentFolder folder;
  const auto json = ParseJson(Run(folder, Told("Six euro."), true).out);
  REQUIRE(json.ok());
  CHECK((*json)["changed"] == 1);
  CHECK((*json)["changes"][0]["id_now"] == "shipping_cost");
}

TEST_CASE("A line that is no conversation is named") {
  const ContentFolder folder;
  const Replayed replayed = Run(folder, Told("Five euro.") + "{}\n");
  CHECK(replayed.status == kExitFailed);
  CHECK(replayed.out.find("told.jsonl:2: this is no conversation: it has no "
                          "'turns'\n") != std::string::npos);
}

TEST_CASE("The number of a request is no change") {
  const ContentFolder folder;
  folder.Write("intents/en/orders.yaml",
               "intents:\n"
               "  broken:\n"
               "    phrases: [\"it is broken\"]\n"
               "    reply: \"Request {ticket}, sorry.\"\n"
               "    handoff: {queue: orders}\n");
  std::string line = Told("Request 1234, sorry.");
  line.replace(line.find("how much does delivery cost?"), 28, "it is broken");
  CHECK(Run(folder, line).out.ends_with("0 would change\n"));
  line.replace(line.find("sorry"), 5, "alas!");
  CHECK(Run(folder, line).out.ends_with("1 would change\n"));
}

TEST_CASE("What tells who the customer is does not reach the export") {
  Conversation conversation;
  conversation.language = "it";
  conversation.channel = "web";
  conversation.customer = {"Mario Rossi", "mario@example.com"};
  const auto recorded = Record(
      conversation,
      {Said(Author::kCustomer,
            "sono Mario Rossi, ordine 778899, mario@example.com, 333 1234567"),
       Said(Author::kBot, "Ciao Mario Rossi! L'ordine 778899. Tel. 051 0000000",
            "order_status"),
       Said(Author::kCustomer, "grazie"), Said(Author::kBot, "Prego!"),
       Said(Author::kCustomer, "aspetto"), Said(Author::kAgent, "Eccomi")},
      "salt");
  REQUIRE(recorded.has_value());
  const std::string line = DumpRecorded(*recorded);
  for (const char* secret : {"Mario", "Rossi", "778899", "mario@", "1234567"}) {
    CHECK_MESSAGE(line.find(secret) == std::string::npos, line);
  }
  CHECK(recorded->turns.size() == 2);
  CHECK(recorded->named);
  // One number stays one number, and the company's own stays as it is.
  const std::string& said = recorded->turns[0].say;
  const std::string order = said.substr(said.find("ordine ") + 7, 6);
  CHECK(recorded->turns[0].replies[0] ==
        "Ciao Anna! L'ordine " + order + ". Tel. 051 0000000");
  CHECK(*ParseRecorded(line) == *recorded);
}

TEST_CASE("A conversation that a person had from the beginning is left out") {
  CHECK_FALSE(Record({},
                     {Said(Author::kCustomer, "hello"),
                      Said(Author::kAgent, "Here I am")},
                     "salt")
                  .has_value());
}

TEST_CASE("A number becomes another one of the same length") {
  const ContentFolder folder;
  const auto recorded =
      Record({},
             {Said(Author::kCustomer, "where is my order 778899"),
              Said(Author::kBot, "x")},
             "salt");
  REQUIRE(recorded.has_value());
  CHECK(recorded->turns[0].say.size() ==
        std::string("where is my order 778899").size());
  CHECK(recorded->turns[0].say.find("778899") == std::string::npos);
}

}  // namespace
}  // namespace sportello
