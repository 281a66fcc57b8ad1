// A procedure from the first question to its outcome, and all that customers
// do on the way.
#include "dialogue/procedure.h"

#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

const char kReturns[] = R"(
intents:
  return_start:
    description: "Return something"
    phrases: ["i want to return [my] order [{order}]"]
    slots:
      order: {type: order_number, label: "order", ask: "Which order?", retries: 1}
      why:
        type: choice
        ask: "Why?"
        choices:
          damaged: ["It is damaged", "broken"]
          size: ["Wrong size", "too small"]
      what: {type: text, ask: "What is broken?", when: "why is damaged"}
      day: {type: future_date, ask: "When may we collect it?", on_failure: skip, retries: 0}
      email: {type: email, ask: "Your e-mail?", profile: email}
    confirm: "{summary}\nRight?"
    reply:
      - "Collected on {day}: {order}, {why}."
      - "We will write to {email}: {order}, {why}."
  track:
    phrases: ["track order [{order}]"]
    slots:
      order: {type: order_number, ask: "Order?", retries: 1}
    action:
      url: "https://api.shop.example/orders/{order}"
      result: {status: "order.status", day: "order.days.0"}
      not_found: "NO ORDER {order}"
    reply:
      text: "It is {status} ({day})."
      cases:
        - {when: "status is sent", text: "SENT on {day}."}
  hours:
    phrases: ["when are you open"]
    reply: "Always."
)";

class Returns : public Talk {
 public:
  Returns() : Talk(MakeShop()) {
    input.today = *ParseDay("2026-11-23");
    Say("hello");
  }

  static std::shared_ptr<const Snapshot> MakeShop() {
    static const std::shared_ptr<const Snapshot> shop = [] {
      std::vector<SourceFile> sources = ShopSources();
      sources.push_back({"intents/en/returns.yaml", "en", false, kReturns});
      sources[1].text +=
          "  corrected: \"NOW {label} {value}\"\n"
          "  change_which: \"CHANGE?\"\n"
          "  anything_else: \"ELSE?\"\n"
          "  slot_choice_hint: \"CHOOSE\"\n"
          "  slot_skipped: \"SKIPPED\"\n"
          "  resume_offer: \"BACK TO {question}?\"\n"
          "  old_button: \"OLD\"\n"
          "  action_failed: \"FAILS\"\n"
          "  back_first_step: \"FIRST\"\n"
          "  procedure_restarted: \"ANEW\"\n";
      return MakeSnapshot(std::move(sources));
    }();
    return shop;
  }
};

const char kWhy[] = "Why? [It is damaged] [Wrong size]";

TEST_CASE("Steps are asked in order, those of another case are left out") {
  Returns talk;
  CHECK(talk.Say("i want to return my order") == "Which order?");
  CHECK(talk.Say("123456") == kWhy);
  CHECK(talk.Say("too small") == "When may we collect it?");
  CHECK(talk.Say("tomorrow") == "Your e-mail?");
  CHECK(talk.Say("a@b.it") ==
        "- order: **123456**\n- why: **Wrong size**\n- day: **Tuesday 24 "
        "November 2026**\n- email: **a@b.it**\nRight? [Yes] [No]");
  CHECK(talk.Say("yes") ==
        "Collected on Tuesday 24 November 2026: 123456, Wrong size. / ELSE?");
}

TEST_CASE("Several values in one message are all taken") {
  Returns talk;
  CHECK(talk.Say("i want to return my order 123456") == kWhy);
  CHECK(talk.Say("broken, collect it on friday, a@b.it") == "What is broken?");
  CHECK(talk.Say("The heel").starts_with("- order: **123456**\n"));
  CHECK(talk.turn.slots.at("what") == "The heel");
  CHECK(talk.turn.slots.at("day") == "2026-11-27");
  CHECK(talk.turn.slots.at("email") == "a@b.it");
}

TEST_CASE("What the profile or an earlier request says is not asked") {
  Returns talk;
  talk.input.customer.email = "anna@shop.example";
  talk.Say("where is my order 654321");
  CHECK(talk.Say("i want to return my order") == kWhy);
  talk.Say("too small");
  CHECK(talk.Say("tomorrow").find("anna@shop.example") != std::string::npos);
  talk.Say("yes");
  CHECK(talk.Say("track order").empty());
  REQUIRE(talk.turn.action.has_value());
  CHECK(talk.turn.action->url == "https://api.shop.example/orders/654321");
}

TEST_CASE("A correction goes to the step that was answered last") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  CHECK(talk.Say("no, i meant 123457") ==
        std::string("NOW order 123457 / ") + kWhy);
  CHECK(talk.Say("wrong size") == "When may we collect it?");
  CHECK(talk.Say("sorry, it is broken") ==
        "NOW why It is damaged / What is broken?");
}

TEST_CASE("At the confirmation a no asks what to change") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  talk.Say("too small, friday, a@b.it");
  CHECK(talk.Say("no") == "CHANGE? [Order] [Why] [Day] [Email] [Cancel]");
  CHECK(talk.Say("the second") == kWhy);
  CHECK(talk.Say("broken") == "What is broken?");
  CHECK(talk.Say("heel").find("**It is damaged**") != std::string::npos);
  CHECK(talk.Say("no, c@d.it").starts_with("NOW email c@d.it / "));
  CHECK(talk.Say("yes").starts_with("Collected on Friday"));
}

TEST_CASE("Back asks the question before") {
  Returns talk;
  CHECK(talk.Say("i want to return my order") == "Which order?");
  CHECK(talk.Say("back") == "FIRST [Cancel] / Which order?");
  talk.Say("123456");
  CHECK(talk.Say("go back") == "Which order?");
  CHECK(talk.Say("123457") == kWhy);
  CHECK(talk.turn.slots.at("order") == "123457");
}

TEST_CASE("Start again begins with the first question") {
  Returns talk;
  talk.Say("i want to return my order");
  talk.Say("123456");
  CHECK(talk.Say("start again") == "ANEW / Which order?");
}

TEST_CASE("What did you ask says the question once more") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  CHECK(talk.Say("what did you ask?") == kWhy);
}

TEST_CASE("A value that is never read is skipped where the content says so") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  CHECK(talk.Say("dunno") == std::string("CHOOSE / ") + kWhy);
  talk.Say("1");
  talk.Say("the heel");
  CHECK(talk.Say("whenever") == "SKIPPED / Your e-mail?");
  talk.Say("a@b.it");
  CHECK(talk.Say("yes").starts_with("We will write to a@b.it: 123456"));
}

TEST_CASE("A question in between is answered, then the step stands again") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  CHECK(talk.Say("delivery costs") == std::string("Five euro. / ") + kWhy);
  CHECK(talk.Say("when are you open") == std::string("Always. / ") + kWhy);
  talk.Say("broken");
  CHECK(talk.Say("how much does delivery cost?") ==
        "Five euro. / What is broken?");
}

TEST_CASE("A procedure that another one interrupts can be resumed") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  CHECK(talk.Say("track order 123456").empty());
  talk.Perform(200, R"({"order":{"status":"sent","days":["Monday"]}})");
  CHECK(talk.said ==
        "SENT on Monday. / BACK TO Return something? [Yes] [Menu]");
  CHECK(talk.Say("yes") == kWhy);
}

TEST_CASE("A person is one message away at every step") {
  for (int steps = 0; steps < 5; ++steps) {
    Returns talk;
    talk.Say("i want to return my order");
    const char* answers[] = {"123456", "too small", "friday", "a@b.it"};
    for (int i = 0; i < steps; ++i) talk.Say(answers[i]);
    CHECK(talk.Say("operator") == "PERSON 1");
    CHECK(talk.turn.ticket->summary.starts_with("intent: return_start\n"));
  }
}

TEST_CASE("An old button keeps its meaning, or says that it has none") {
  Returns talk;
  talk.Say("i want to return my order 123456");
  const std::string damaged = talk.turn.replies.back().buttons[0].value;
  talk.Say("too small");
  CHECK(talk.Say(damaged) == "NOW why It is damaged / What is broken?");
  talk.Say("cancel");
  CHECK(talk.Say(damaged).starts_with("OLD"));
  CHECK(talk.Say("/return_start.nothing=x").starts_with("OLD"));
}

TEST_CASE("An action asks the company and says what it answers") {
  Returns talk;
  CHECK(talk.Say("track order 123456").empty());
  REQUIRE(talk.turn.action.has_value());
  CHECK_FALSE(talk.turn.action->post);
  talk.Perform(200, R"({"order":{"status":"packed","days":["Monday"]}})");
  CHECK(talk.said == "It is packed (Monday).");
}

TEST_CASE("An unknown number is asked again, a failure offers a person") {
  Returns talk;
  talk.Say("track order 123456");
  talk.Perform(404, "");
  CHECK(talk.said == "NO ORDER 123456 / Order?");
  talk.Say("123457");
  CHECK(talk.turn.action->url == "https://api.shop.example/orders/123457");
  talk.Perform(500, "");
  CHECK(talk.said == "FAILS [Talk to a person] [Menu]");
  CHECK(talk.Say("yes") == "PERSON 1");
  CHECK(talk.turn.ticket->summary == "intent: track\norder: 123457\n");
}

TEST_CASE("An answer without the promised fields is a failure") {
  for (const char* body : {"", "[]", R"({"order":{"status":"sent"}})",
                           R"({"order":{"status":{},"days":["x"]}})"}) {
    Returns talk;
    talk.Say("track order 123456");
    talk.Perform(200, body);
    CHECK_MESSAGE(talk.said.starts_with("FAILS"), body);
  }
}

TEST_CASE("After the end a correction runs it again") {
  Returns talk;
  talk.Say("track order 123456");
  talk.Perform(200, R"({"order":{"status":"sent","days":["Monday"]}})");
  CHECK(talk.Say("no, 123457").empty());
  REQUIRE(talk.turn.action.has_value());
  CHECK(talk.turn.action->url == "https://api.shop.example/orders/123457");
}

}  // namespace
}  // namespace sportello
