// What several entries say together.
#include "knowledge/check_content.h"

#include <doctest/doctest.h>

#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

std::string Upkeep(std::vector<SourceFile> sources, std::string_view today) {
  BuildOutcome outcome = BuildSnapshot(std::move(sources), {});
  REQUIRE(outcome.problems.empty());
  CheckUpkeep(outcome.content, today, outcome.problems);
  SortProblems(outcome.problems);
  return Report(outcome);
}

TEST_CASE("A broken phrase has a caret under the mistake") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"where is <my_refund>\"]\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:3:25: error: unknown rule 'my_refund': declare it "
        "under 'rules'\n"
        "      phrases: [\"where is <my_refund>\"]\n"
        "                          ^\n"
        "  hint: the rules of a language are in its _shared.yaml\n");
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases:\n"
                            "      - where è (my|the refund\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:4:18: error: '(' is never closed\n"
        "        - where è (my|the refund\n"
        "                  ^\n");
}

TEST_CASE("A slot that the intent does not declare is refused") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund {ordr}\"]\n"
                            "    slots: {order: {type: number}}\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:3:23: error: unknown slot 'ordr', did you mean "
        "'order'?\n"
        "      phrases: [\"refund {ordr}\"]\n"
        "                        ^\n");
}

TEST_CASE("An unknown type is named with the one that was meant") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund {order}\"]\n"
                            "    slots: {order: {type: numbr}}\n"
                            "    reply: \"On its way.\"\n")}) ==
        "intents/en/a.yaml:4:13: error: unknown type 'numbr' of slot "
        "'order'\n"
        "      slots: {order: {type: numbr}}\n"
        "              ^\n"
        "  hint: did you mean 'number'?\n");
}

TEST_CASE("A broken pattern says what RE2 says") {
  const std::string report =
      ProblemsOf({Intents("intents:\n"
                          "  refund:\n"
                          "    patterns: ['refund(']\n"
                          "    reply: \"On its way.\"\n")});
  CHECK(report.starts_with("intents/en/a.yaml:3:16: error: 'refund(': "));
}

TEST_CASE("An unknown variable is named with the one that was meant") {
  CHECK(ProblemsOf({Faq("faq:\n"
                        "  - id: a\n"
                        "    question: \"Who are you?\"\n"
                        "    answer: \"Hello {customer_nam}.\"\n")}) ==
        "faq/en/b.yaml:4:13: error: unknown variable '{customer_nam}'\n"
        "      answer: \"Hello {customer_nam}.\"\n"
        "              ^\n"
        "  hint: did you mean 'customer_name'?\n");
}

TEST_CASE("The number of a request needs a hand-over") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  broken:\n"
                            "    phrases: [\"it is broken\"]\n"
                            "    reply: \"Request {ticket}.\"\n")})
            .find("only an intent with 'handoff' has a {ticket}\n") !=
        std::string::npos);
}

TEST_CASE("A line that begins with a tab is said to") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  broken:\n"
                            "    phrases: [\"it is broken\"]\n"
                            "\treply: \"Sorry.\"\n")})
            .find("hint: the line begins with a tab: use blanks\n") !=
        std::string::npos);
}

TEST_CASE("A key that is like none is answered with those that are known") {
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  broken:\n"
                            "    phrases: [\"it is broken\"]\n"
                            "    handoff: {zzzzzz: a, queue: b}\n"
                            "    reply: \"Sorry.\"\n")})
            .find("hint: known here: queue\n") != std::string::npos);
}

TEST_CASE("A reply needs an alternative for slots that may be empty") {
  const std::string intent =
      "intents:\n"
      "  status:\n"
      "    phrases: [\"status [{order}]\"]\n"
      "    slots: {order: {type: number}}\n";
  CHECK(ProblemsOf({Intents(intent + "    reply: \"Order {order}.\"\n")}) ==
        "intents/en/a.yaml:5:12: error: this text cannot be said while one of "
        "its variables is unknown\n"
        "      reply: \"Order {order}.\"\n"
        "             ^\n"
        "  hint: add an alternative without the variables that may be "
        "missing: {order}; a slot with 'ask' is never missing, unless it "
        "may be skipped\n");
  CHECK(ProblemsOf({Intents(
            intent + "    reply: [\"Order {order}.\", \"Look.\"]\n")}) == "");
}

TEST_CASE("A button that leads nowhere is named with the id that was meant") {
  CHECK(ProblemsOf(
            {Faq("faq:\n"
                 "  - id: refund_time\n"
                 "    question: \"When do I get my money?\"\n"
                 "    answer: \"Soon.\"\n"
                 "    buttons: [{title: \"When?\", to: refund_tim}]\n")}) ==
        "faq/en/b.yaml:5:15: error: the button 'When?' leads to the unknown "
        "id 'refund_tim'\n"
        "      buttons: [{title: \"When?\", to: refund_tim}]\n"
        "                ^\n"
        "  hint: did you mean 'refund_time'?\n");
}

TEST_CASE("A button may lead to a global word") {
  CHECK(ProblemsOf({Faq("faq:\n"
                        "  - id: a\n"
                        "    question: \"Can I talk to somebody?\"\n"
                        "    answer: \"Yes.\"\n"
                        "    buttons: [{title: \"Yes\", to: person}]\n")}) ==
        "");
}

TEST_CASE("A sentence that two entries claim names both places") {
  CHECK(ProblemsOf({Faq("faq:\n"
                        "  - id: a\n"
                        "    question: \"Is it free?\"\n"
                        "    answer: \"Yes.\"\n"
                        "  - id: b\n"
                        "    question: \"What does it cost?\"\n"
                        "    variants: [\"is it FREE\"]\n"
                        "    answer: \"Nothing.\"\n")}) ==
        "faq/en/b.yaml:7:16: error: 'is it FREE' belongs to 'a' already "
        "(faq/en/b.yaml:3)\n"
        "      variants: [\"is it FREE\"]\n"
        "                 ^\n"
        "  hint: one sentence can lead to one entry only: remove or change "
        "one\n");
}

TEST_CASE("Rules and types that nothing uses are warnings") {
  CHECK(ProblemsOf({Shared("rules: {my_order: \"my order\"}\n"
                           "types: {code: {pattern: '[0-9]{5}'}}\n")}) ==
        "intents/en/_shared.yaml:1:19: warning: no phrase uses the rule "
        "'my_order'\n"
        "  rules: {my_order: \"my order\"}\n"
        "                    ^\n"
        "  hint: remove it, or use it\n"
        "intents/en/_shared.yaml:2:9: warning: no slot uses the type 'code'\n"
        "  types: {code: {pattern: '[0-9]{5}'}}\n"
        "          ^\n"
        "  hint: remove it, or use it\n");
}

TEST_CASE("Upkeep: tests, translations and days") {
  const std::string one =
      "faq:\n"
      "  - id: a\n"
      "    question: \"Is it free?\"\n"
      "    answer: \"Yes.\"\n"
      "    tests: [\"free?\"]\n";
  CHECK(Upkeep({Faq(one)}, "2027-01-01") == "");
  CHECK(Upkeep({Faq("faq:\n"
                    "  - id: b\n"
                    "    question: \"Is it good?\"\n"
                    "    answer: \"Yes.\"\n"
                    "    review_by: 2026-12-31\n"
                    "    valid_until: 2026-12-30\n"),
                Faq("faq: []\n", "b", "it")},
               "2027-01-01") ==
        "faq/en/b.yaml:2:9: error: FAQ entry 'b' was valid until 2026-12-30\n"
        "    - id: b\n"
        "          ^\n"
        "  hint: update the answer, or remove the entry\n"
        "faq/en/b.yaml:2:9: warning: FAQ entry 'b' has no tests\n"
        "    - id: b\n"
        "          ^\n"
        "  hint: add sentences of real customers under 'tests'\n"
        "faq/en/b.yaml:2:9: warning: FAQ entry 'b' was to be reviewed by "
        "2026-12-31\n"
        "    - id: b\n"
        "          ^\n"
        "  hint: read it again and set a new date\n");
}

}  // namespace
}  // namespace sportello
