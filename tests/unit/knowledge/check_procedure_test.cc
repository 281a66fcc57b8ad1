// What is wrong with the steps of a procedure, as a maintainer reads it.
#include "knowledge/check_procedure.h"

#include <doctest/doctest.h>

#include "knowledge/condition.h"
#include "unit/knowledge/content_testing.h"

namespace sportello {
namespace {

// An intent with these lines below its slots.
std::string ProblemsOfSteps(const std::string& steps,
                            const std::string& rest = "") {
  return ProblemsOf(
      {Intents("intents:\n"
               "  refund:\n"
               "    phrases: [\"refund please\"]\n"
               "    reply: \"On its way.\"\n" +
               rest + "    slots:\n" + steps)});
}

constexpr char kWhy[] =
    "      why: {type: choice, ask: \"Why?\", "
    "choices: {damaged: \"Damaged\", size: \"Wrong size\"}}\n";

TEST_CASE("A good procedure has no problems") {
  CHECK(
      ProblemsOfSteps(
          std::string(kWhy) +
              "      note: {type: text, ask: \"What is broken?\", when: \"why "
              "is damaged\", on_failure: skip}\n",
          "    confirm: \"{summary} Right?\"\n") == "");
}

TEST_CASE("A condition that is none is refused") {
  CHECK(ProblemsOfSteps(std::string(kWhy) +
                        "      note: {type: text, ask: \"What?\", when: \"why "
                        "= damaged\"}\n") ==
        "intents/en/a.yaml:7:46: error: 'why = damaged' is no condition\n"
        "        note: {type: text, ask: \"What?\", when: \"why = damaged\"}\n"
        "                                               ^\n"
        "  hint: write 'slot is value', 'slot is not value', 'slot is known', "
        "'open' or 'closed'\n");
}

TEST_CASE("A condition on an unknown slot or value names the one meant") {
  const std::string step = "      note: {type: text, ask: \"What?\", when: \"";
  CHECK(ProblemsOfSteps(kWhy + step + "whi is damaged\"}\n")
            .find("error: unknown slot 'whi'\n") != std::string::npos);
  CHECK(ProblemsOfSteps(kWhy + step + "whi is damaged\"}\n")
            .find("hint: did you mean 'why'?\n") != std::string::npos);
  CHECK(ProblemsOfSteps(kWhy + step + "why is damagd\"}\n")
            .find("error: 'why' is never 'damagd'\n") != std::string::npos);
  CHECK(ProblemsOfSteps(step + "why is damaged\"}\n" + kWhy)
            .find("error: 'why' is not known before 'note' is asked\n") !=
        std::string::npos);
}

TEST_CASE("A question that is never asked is a warning") {
  CHECK(ProblemsOfSteps("      order: {type: number, ask: \"Which?\", "
                        "required: false}\n")
            .find("warning: the question of slot 'order' is never asked\n") !=
        std::string::npos);
}

TEST_CASE("A step whose question was forgotten is a warning") {
  const std::string problems = ProblemsOfSteps(
      std::string(kWhy) + "      day: {type: date, label: \"Day\"}\n");
  CHECK(
      problems.find("warning: slot 'day' is never asked and in no phrase\n") !=
      std::string::npos);
  CHECK(problems.find("hint: write 'ask' to make it a step, or {day} in a "
                      "phrase\n") != std::string::npos);
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund [{day}]\"]\n"
                            "    reply: \"On its way.\"\n"
                            "    slots: {day: {type: date}}\n")}) == "");
}

TEST_CASE("What is near to nothing gets a list of what there is") {
  CHECK(ProblemsOfSteps("      a: {type: zzzzz, ask: \"What?\"}\n")
            .find("hint: known here: choice, codice_fiscale, ") !=
        std::string::npos);
  CHECK(ProblemsOfSteps(std::string(kWhy) +
                        "      note: {type: text, ask: \"What?\", when: "
                        "\"negozio is open\"}\n")
            .find("hint: known here: why\n") != std::string::npos);
}

TEST_CASE("A step that may be left out cannot be in the only text") {
  CHECK(ProblemsOfSteps(std::string(kWhy) +
                            "      note: {type: text, ask: \"What?\", when: "
                            "\"why is damaged\"}\n",
                        "    confirm: \"{note}, right?\"\n")
            .find("error: this text cannot be said while one of its variables "
                  "is unknown\n") != std::string::npos);
}

TEST_CASE("Choices and their type belong together") {
  CHECK(ProblemsOfSteps("      why: {type: choice, ask: \"Why?\"}\n")
            .find("error: slot 'why' of type choice lacks 'choices'\n") !=
        std::string::npos);
  CHECK(ProblemsOfSteps("      why: {type: text, ask: \"Why?\", choices: {a: "
                        "\"A\"}}\n")
            .find("error: slot 'why' has 'choices' but its type is 'text'\n") !=
        std::string::npos);
  CHECK(ProblemsOfSteps("      why: {type: text, ask: \"Why?\", on_failure: "
                        "handof}\n")
            .find("error: 'on_failure' cannot be 'handof'\n") !=
        std::string::npos);
}

TEST_CASE("An action has a fixed host and known variables") {
  const auto action = [](const std::string& lines) {
    return ProblemsOfSteps(kWhy, "    action: {" + lines + "}\n");
  };
  CHECK(action("url: \"https://api.example.org/o/{why}\"") == "");
  CHECK(action("url: \"https://{why}.example.org/o\"")
            .find("error: the host of 'https://{why}.example.org/o' must be "
                  "fixed\n") != std::string::npos);
  CHECK(action("url: \"api.example.org/o\"")
            .find("is no address of an "
                  "interface") != std::string::npos);
  CHECK(action("url: \"https://api.example.org/o/{whi}\"")
            .find("error: unknown variable '{whi}'\n") != std::string::npos);
  CHECK(action("url: \"https://api.example.org/o\", result: {why: a}")
            .find("error: the result 'why' has the name of a slot or "
                  "variable\n") != std::string::npos);
  CHECK(action("url: \"https://api.example.org/o\", body: {a: b}")
            .find("has a body, but is a get\n") != std::string::npos);
}

TEST_CASE("A case may look at results, and its condition makes values known") {
  const std::string reply =
      "    action: {url: \"https://api.example.org/o\", result: {status: s}}\n";
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund please\"]\n" +
                            reply +
                            "    reply:\n"
                            "      text: \"It is {status}.\"\n"
                            "      cases:\n"
                            "        - {when: \"status is sent\", text: "
                            "\"Sent: {status}.\"}\n")}) == "");
  CHECK(ProblemsOf({Intents("intents:\n"
                            "  refund:\n"
                            "    phrases: [\"refund please\"]\n"
                            "    reply:\n"
                            "      text: \"Yes.\"\n"
                            "      cases:\n"
                            "        - {when: \"status is sent\", text: "
                            "\"Sent.\"}\n")})
            .find("error: unknown slot 'status'\n") != std::string::npos);
}

TEST_CASE("Two conditions in one text are told to be a list") {
  const std::string problems =
      ProblemsOf({Intents("intents:\n"
                          "  refund:\n"
                          "    phrases: [\"refund please\"]\n"
                          "    slots:\n"
                          "      sure: {type: yes_no, ask: \"Sure?\"}\n"
                          "      why: {type: text, ask: \"Why?\", "
                          "when: \"sure is yes and open\"}\n"
                          "    reply: \"Done.\"\n")});
  CHECK(problems.find("'sure' is never 'yes and open'") != std::string::npos);
  CHECK(problems.find("hint: several conditions are a list: "
                      "[\"sure is …\", \"…\"], and all must hold") !=
        std::string::npos);
}

TEST_CASE("Conditions look at values and hours") {
  const SlotValues values = {{"why", "damaged"}, {"skipped", ""}};
  const auto holds = [&](const char* text, bool open = true) {
    return Hold({*ParseCondition(text)}, values, open);
  };
  CHECK(holds("why is damaged"));
  CHECK_FALSE(holds("why is not damaged"));
  CHECK(holds("why is not size"));
  CHECK(holds("why is known"));
  CHECK_FALSE(holds("skipped is known"));
  CHECK(holds("skipped is not known"));
  CHECK(holds("open"));
  CHECK_FALSE(holds("closed"));
  CHECK(holds("closed", false));
  CHECK(Hold({}, values, true));
}

}  // namespace
}  // namespace sportello
