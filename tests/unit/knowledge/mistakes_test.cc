// Mistakes that people make when they write a procedure: each is told with
// its file, its line and what to do.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

const char kRepairs[] =
    "intents:\n"
    "  repair:\n"
    "    phrases: [\"repair [order {order}]\"]\n"
    "    slots:\n"
    "      order: {type: number, ask: \"Which order?\"}\n"
    "      item:\n"
    "        type: choice\n"
    "        ask: \"What is broken?\"\n"
    "        choices: {shoes: [\"Shoes\"], bag: [\"A bag\"]}\n"
    "      heel: {type: yes_no, ask: \"The heel?\", when: \"item is shoes\"}\n"
    "    reply: \"Ticket {ticket}.\"\n"
    "    handoff: {queue: repairs}\n"
    "    tests: [\"repair\"]\n";

// What is said of the procedure with `from` written as `to`.
std::string AfterMistake(const std::string& from, const std::string& to) {
  std::string text = kRepairs;
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return ProblemsOf({Intents(text.replace(at, from.size(), to))});
}

TEST_CASE("The procedure without a mistake has none") {
  CHECK(AfterMistake("repairs", "repairs").empty());
}

TEST_CASE("Each mistake in a procedure is told with its line and a hint") {
  struct Mistake {
    const char* from;
    const char* to;
    const char* place;
    const char* hint;
  };
  const std::vector<Mistake> mistakes = {
      {"ask: \"What", "asks: \"What", ":8:9: error: unknown key 'asks'",
       "did you mean 'ask'?"},
      {"type: number", "type: numbr", ":5:7: error: unknown type 'numbr'",
       "did you mean 'number'?"},
      {"type: number, ", "", ":5:14: error: slot 'order' lacks 'type'",
       "A built-in type or one of _shared.yaml."},
      {"ask: \"Which order?\"", "ask: \"\"",
       ":5:34: error: 'ask' of slot 'order' is empty",
       "write it, or leave it out"},
      {"ask: \"Which order?\"", "required: yes, ask: \"Which?\"",
       ":5:39: error: 'required' of slot 'order' must be true or false",
       "yes is written true, no is written false"},
      {"ask: \"Which order?\"", "ask: \"Which?\", retries: two",
       ":5:53: error: 'retries' of slot 'order' must be a whole number",
       "write it in digits"},
      {"ask: \"Which order?\"", "ask: \"Which?\", on_failure: stop",
       ":5:56: error: 'on_failure' cannot be 'stop'",
       "one of handoff, skip, cancel"},
      {"        choices: {", "      choices: {",
       ":9:7: error: 'choices' stands among the slots of intent 'repair'",
       "indent it by two blanks more, into the slot above it"},
      {"      heel:", "      item:",
       ":10:7: error: the key 'item' stands here twice", ""},
      {"      heel:", "      the-heel:",
       ":10:7: error: the slot name 'the-heel' must be made of letters",
       "write the_heel"},
      {"item is shoes", "itm is shoes", ":10:52: error: unknown slot 'itm'",
       "did you mean 'item'?"},
      {"item is shoes", "item = shoes",
       ":10:52: error: 'item = shoes' is no condition",
       "write 'slot is value', 'slot is not value', 'slot is known', 'open' "
       "or 'closed'"},
      {"{order}", "{number_of_it}", ":3:30: error: unknown slot 'number_of_it'",
       "known here: heel, item, order"},
      {"{ticket}", "{tiket}", ":11:12: error: unknown variable '{tiket}'",
       "did you mean 'ticket'?"},
      {"handoff: {queue", "handoff: {queues",
       ":12:15: error: unknown key 'queues'", "did you mean 'queue'?"},
      {"    tests:",
       "    buttons: [{title: \"Costs\", to: prices_of_all}]\n"
       "    tests:",
       ":13:15: error: the button 'Costs' leads to the unknown id",
       "name the id of an intent or FAQ entry that there is, or write that "
       "entry"},
      {"        ask: \"What", "         ask: \"What",
       ":8:13: error: illegal map value",
       "keys of one thing stand in one column"},
  };
  for (const Mistake& mistake : mistakes) {
    const std::string report = AfterMistake(mistake.from, mistake.to);
    CAPTURE(report);
    const size_t at =
        report.find("intents/en/a.yaml" + std::string(mistake.place));
    CHECK_MESSAGE(at != std::string::npos, std::string(mistake.place));
    CHECK_MESSAGE(report.find(mistake.hint, at) != std::string::npos,
                  std::string(mistake.hint));
  }
}

TEST_CASE("A type with a broken pattern is told of once, not at each slot") {
  const std::string report =
      ProblemsOf({Shared("types: {code: {pattern: '[0-9{4}'}}\n"),
                  Intents("intents:\n"
                          "  track:\n"
                          "    phrases: [\"track {code}\"]\n"
                          "    slots: {code: {type: code}}\n"
                          "    reply: \"Fine.\"\n")});
  CHECK(report ==
        "intents/en/_shared.yaml:1:9: error: the pattern of type 'code': RE2 "
        "cannot use the pattern: missing ]: [0-9{4})$\n"
        "  types: {code: {pattern: '[0-9{4}'}}\n"
        "          ^\n"
        "  hint: write it as RE2 does, in single quotes; it must fit the whole "
        "value, so ^ and $ are left out\n");
}

}  // namespace
}  // namespace sportello
