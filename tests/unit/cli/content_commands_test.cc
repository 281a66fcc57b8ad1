// The content commands over a small folder, without the command line.
#include <doctest/doctest.h>

#include "base/json.h"
#include "cli/command.h"
#include "cli/content_ask.h"
#include "cli/content_build.h"
#include "cli/content_chat.h"
#include "cli/content_check.h"
#include "cli/content_eval.h"
#include "cli/content_test.h"
#include "unit/cli/content_testing.h"

namespace sportello {
namespace {

const char kGoodConversation[] =
    "conversations:\n"
    "  - name: \"The order is found\"\n"
    "    customer: {name: Anna}\n"
    "    turns:\n"
    "      - say: \"where is my order 12\"\n"
    "        expect: {id: order_status, text: \"Order 12\", owner: queue,\n"
    "          ticket: true, slots: {order: \"12\"}, buttons: [Costs]}\n";

struct Ran {
  int status = 0;
  std::string out;
  std::string err;
};

Ran Check(const ContentFolder& folder, bool strict = false, bool json = false) {
  CheckOptions options;
  options.place = folder.place();
  options.strict = strict;
  options.json = json;
  options.today = "2027-01-01";
  Printed printed;
  const int status = RunCheck(options, printed.streams());
  return {status, printed.out.str(), printed.err.str()};
}

Ran Test(const ContentFolder& folder, const std::string& filter = "",
         bool json = false) {
  TestOptions options;
  options.place = folder.place();
  options.filter = filter;
  options.json = json;
  Printed printed;
  const int status = RunTests(options, printed.streams());
  return {status, printed.out.str(), printed.err.str()};
}

Ran Eval(const ContentFolder& folder, bool json = false) {
  EvalOptions options;
  options.place = folder.place();
  options.queries = folder.path() + "/q.tsv";
  options.out = folder.path() + "/p.tsv";
  options.json = json;
  Printed printed;
  const int status = RunEval(options, printed.streams());
  return {status, printed.out.str(), printed.err.str()};
}

TEST_CASE("check passes good content and counts it") {
  ContentFolder folder;
  folder.Write("tests/conversations/en/intents/orders.yaml", kGoodConversation);
  const Ran ran = Check(folder);
  CHECK_MESSAGE(ran.status == kExitDone, ran.out);
  CHECK(ran.out.starts_with("1 intent, 1 FAQ entry, 1 conversation\n"));
  CHECK(ran.out.ends_with("0 errors, 0 warnings\n"));
}

TEST_CASE("check tells warnings, and fails for them when it is strict") {
  ContentFolder folder;
  folder.Write("faq/en/more.yaml",
               "faq:\n  - id: jobs\n    question: \"Are you hiring?\"\n"
               "    answer: \"No.\"\n");
  const Ran ran = Check(folder);
  CHECK(ran.status == kExitDone);
  CHECK(ran.out.starts_with(
      "faq/en/more.yaml:2:9: warning: FAQ entry 'jobs' has no tests\n"
      "    - id: jobs\n"
      "          ^\n"
      "  hint: add sentences of real customers under 'tests'\n\n"));
  CHECK(Check(folder, /*strict=*/true).status == kExitFailed);
}

TEST_CASE("check tells broken content and broken tests at once") {
  ContentFolder folder;
  folder.Write("faq/en/more.yaml", "faq:\n  - idd: jobs\n");
  folder.Write("tests/conversations/en/faq/more.yaml",
               "conversations:\n"
               "  - name: \"x\"\n"
               "    turns:\n"
               "      - say: \"hello\"\n"
               "        expect: {stag: faq, decision: maybe}\n");
  const Ran ran = Check(folder);
  CHECK(ran.status == kExitFailed);
  CHECK(ran.out.find("unknown key 'idd'") != std::string::npos);
  CHECK(ran.out.find("tests/conversations/en/faq/more.yaml:5:18: error: "
                     "unknown key 'stag' in 'expect'\n") != std::string::npos);
  CHECK(ran.out.find("'decision' cannot be 'maybe'") != std::string::npos);
  CHECK(ran.out.find("the test sentences were not asked: mend the errors "
                     "first\n") != std::string::npos);
}

TEST_CASE("check knows the ids that conversations expect") {
  ContentFolder folder;
  folder.Write("tests/conversations/en/faq/more.yaml",
               "conversations:\n"
               "  - name: \"x\"\n"
               "    turns:\n"
               "      - say: \"hello\"\n"
               "        expect: {id: shiping_cost}\n");
  const Ran ran = Check(folder);
  CHECK(ran.status == kExitFailed);
  CHECK(ran.out.find("error: unknown id 'shiping_cost' is expected\n"
                     "          expect: {id: shiping_cost}\n"
                     "                       ^\n"
                     "  hint: did you mean 'shipping_cost'?\n") !=
        std::string::npos);
}

TEST_CASE("check writes JSON that a program can read") {
  ContentFolder folder;
  folder.Write("faq/en/more.yaml", "faq: 1\n");
  const Ran ran = Check(folder, false, /*json=*/true);
  CHECK(ran.status == kExitFailed);
  const Result<Json> json = ParseJson(ran.out);
  REQUIRE(json.ok());
  REQUIRE(json->size() == 1);
  CHECK((*json)[0]["severity"] == "error");
  CHECK((*json)[0]["file"] == "faq/en/more.yaml");
  CHECK((*json)[0]["line"] == 1);
}

TEST_CASE("A folder that is missing is named") {
  ContentFolder folder;
  folder.Remove("intents");
  CHECK(Check(folder).err == "note: " + folder.path() +
                                 "/intents: there is no such folder, so there "
                                 "are no intents\n");
  folder.Remove("faq");
  const Ran ran = Check(folder);
  CHECK(ran.status == kExitFailed);
  CHECK(ran.err.find("there is no such folder") != std::string::npos);
}

TEST_CASE("test runs sentences and conversations") {
  ContentFolder folder;
  folder.Write("tests/conversations/en/intents/orders.yaml", kGoodConversation);
  const Ran ran = Test(folder);
  CHECK_MESSAGE(ran.status == kExitDone, ran.out);
  CHECK(Test(folder, "The order is").out == "1 passed, 0 failed\n");
}

TEST_CASE("test shows the first wrong turn with what was expected and got") {
  ContentFolder folder;
  folder.Write("tests/conversations/en/intents/orders.yaml",
               "conversations:\n"
               "  - name: \"Costs\"\n"
               "    turns:\n"
               "      - say: \"hello\"\n"
               "      - say: \"delivery costs\"\n"
               "        expect: {id: order_status, text: [\"Five\", Six],\n"
               "          not_text: euro, ticket: true, buttons: [More],\n"
               "          slots: {order: \"1\"}, owner: queue}\n");
  const Ran ran = Test(folder, "Costs");
  CHECK(ran.status == kExitFailed);
  CHECK(ran.out ==
        "tests/conversations/en/intents/orders.yaml:5: conversation 'Costs' "
        "fails at turn 2\n"
        "  customer: delivery costs\n"
        "  bot:      Five euro.\n"
        "  id: expected 'order_status', got 'shipping_cost' (faq, "
        "faq/en/delivery.yaml:2)\n"
        "  owner: expected 'queue', got 'bot'\n"
        "  ticket: expected 'opened', got 'none'\n"
        "  text: 'Six' is in no reply\n"
        "  not_text: 'euro' is in a reply\n"
        "  buttons: 'More' is not offered; got none\n"
        "  slot order: expected '1', got nothing\n"
        "\n"
        "0 passed, 1 failed\n");
  const Result<Json> json = ParseJson(Test(folder, "Costs", true).out);
  REQUIRE(json.ok());
  CHECK((*json)["failed"] == 1);
  CHECK((*json)["failures"][0]["turn"] == 2);
}

TEST_CASE("eval writes a line a query and names bad ones") {
  ContentFolder folder;
  folder.Write("q.tsv",
               "en\tshipping_cost\tdelivery costs\n"
               "en\tother|order_status\twhere is my order\n"
               "broken\n"
               "en\tOOS\tzzzz qqqq\n");
  const Ran ran = Eval(folder);
  CHECK(ran.status == kExitFailed);
  CHECK(ran.err.find("q.tsv:3: there must be three columns") !=
        std::string::npos);
  CHECK(ran.err.find("1 expected id is not in the content: other") !=
        std::string::npos);
  const std::string predictions = folder.Read("p.tsv");
  CHECK(predictions.starts_with(
      "expected\tdecision\tid\tscore\ttext\n"
      "shipping_cost\tanswer\tshipping_cost\t1.000000\tdelivery costs\n"
      "other|order_status\tanswer\torder_status\t0.990000\twhere is my "
      "order\n"
      "OOS\tfallback\t"));
  const Result<Json> json = ParseJson(Eval(folder, /*json=*/true).out);
  REQUIRE(json.ok());
  CHECK((*json)["top1"] == 2);
  CHECK((*json)["bad_lines"] == 1);
}

TEST_CASE("eval refuses queries in a language without content") {
  ContentFolder folder;
  folder.Write("q.tsv", "en\tOOS\thello\nit\tOOS\tciao\nit\tOOS\tsalve\n");
  const Ran ran = Eval(folder);
  CHECK(ran.status == kExitFailed);
  CHECK(ran.err == "eval: " + folder.path() +
                       "/q.tsv:2: there is no content in language 'it' (2 "
                       "queries): put some in " +
                       folder.path() + "/faq/it/ or " + folder.path() +
                       "/intents/it/\n");
}

TEST_CASE("ask answers and explains") {
  ContentFolder folder;
  AskOptions options;
  options.place = folder.place();
  options.text = "delivery costs";
  options.json = true;
  options.explain = true;
  Printed printed;
  CHECK(RunAsk(options, printed.streams()) == kExitDone);
  const Result<Json> json = ParseJson(printed.out.str());
  REQUIRE(json.ok());
  CHECK((*json)["answer"]["id"] == "shipping_cost");
  CHECK((*json)["explanation"].contains("near misses"));
  options.language = "fr";
  CHECK(RunAsk(options, printed.streams()) == kExitFailed);
  CHECK(printed.err.str() == "ask: there is no content in language 'fr'\n");
}

TEST_CASE("chat numbers its buttons and takes the number") {
  ContentFolder folder;
  ChatOptions options;
  options.place = folder.place();
  options.language = "en";
  std::istringstream in("where is my order 7\n1\n");
  Printed printed;
  CHECK(Converse(options, in, printed.streams()) == kExitDone);
  const std::string out = printed.out.str();
  CHECK(out.find("bot> Order 7 is on its way.\n     [1] Costs\n"
                 "     (a ticket was opened for orders)\n") !=
        std::string::npos);
}

TEST_CASE("build writes a file that serve can load") {
  ContentFolder folder;
  ContentBuildOptions options;
  options.place = folder.place();
  options.out = folder.path() + "/data/new/knowledge.db";
  Printed printed;
  CHECK(RunBuild(options, printed.streams()) == kExitDone);
  const auto sources = ReadSources(options.place.paths);
  REQUIRE(sources.ok());
  CHECK(LoadKnowledgeFile(options.out, HashSources(*sources), {}).ok());
}

TEST_CASE("schema wants to know which one") {
  Printed printed;
  CHECK(RunSchema({}, printed.streams()) == kExitUsage);
  CHECK(RunSchema({"faq", ""}, printed.streams()) == kExitDone);
  CHECK(ParseJson(printed.out.str()).ok());
}

TEST_CASE("A failing conversation is a failure in JUnit's file") {
  const ContentFolder folder;
  folder.Write("tests/conversations/en/intents/orders.yaml",
               "conversations:\n"
               "  - name: \"A & B\"\n"
               "    turns: [{say: \"where is my order\", expect: {text: "
               "\"<never>\"}}]\n");
  TestOptions options;
  options.place = folder.place();
  options.junit = folder.path() + "/junit.xml";
  Printed printed;
  CHECK(RunTests(options, printed.streams()) == 1);
  const std::string xml = folder.Read("junit.xml");
  CHECK(xml.find("tests=\"3\" failures=\"1\"") != std::string::npos);
  CHECK(xml.find("name=\"A &amp; B\"") != std::string::npos);
  CHECK(xml.find("'&lt;never&gt;' is in no reply") != std::string::npos);
}

TEST_CASE("A conversation has a calendar, buttons and a stub of the company") {
  const ContentFolder folder;
  folder.Write(
      "intents/en/track.yaml",
      "intents:\n"
      "  track:\n"
      "    phrases: [\"track it\"]\n"
      "    slots:\n"
      "      day: {type: date, ask: \"Day?\"}\n"
      "      sure: {type: yes_no, ask: \"Sure?\"}\n"
      "    action: {url: \"https://a.example/{day}\", result: {s: s}}\n"
      "    reply: \"It is {s}.\"\n");
  folder.Write("tests/conversations/en/intents/track.yaml",
               "conversations:\n"
               "  - name: \"Tracked\"\n"
               "    today: 2026-05-01\n"
               "    actions: [{url: 2026-05-02, answer: '{\"s\": \"fine\"}'}]\n"
               "    turns:\n"
               "      - {say: \"track it\", expect: {text: \"Day?\"}}\n"
               "      - {say: \"tomorrow\", expect: {text: \"Sure?\"}}\n"
               "      - {say: \"[Yes]\", expect: {text: \"It is fine.\"}}\n");
  TestOptions options;
  options.place = folder.place();
  Printed printed;
  CHECK_MESSAGE(RunTests(options, printed.streams()) == 0, printed.out.str());
}

}  // namespace
}  // namespace sportello
