// A step that nobody answers in time, and who comes back.
#include <doctest/doctest.h>

#include "dialogue/idle.h"
#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

using std::chrono::minutes;

std::shared_ptr<const Snapshot> Workshop() {
  static const std::shared_ptr<const Snapshot> workshop = MakeSnapshot({
      {"intents/en/repair.yaml", "en", false,
       "intents:\n"
       "  repair:\n"
       "    description: \"A repair\"\n"
       "    phrases: [\"repair my lamp\"]\n"
       "    timeout_minutes: 30\n"
       "    slots:\n"
       "      model: {type: text, ask: \"MODEL?\"}\n"
       "      size: {type: number, ask: \"SIZE?\"}\n"
       "    reply: \"REPAIRED {model} {size}\"\n"},
      {"faq/en/hours.yaml", "en", true,
       "faq:\n"
       "  - id: hours\n"
       "    question: \"When are you open?\"\n"
       "    answer: \"ALWAYS\"\n"},
      {"intents/en/_shared.yaml", "en", false,
       "texts: {notice: N, timed_out: \"CLOSED {question}\", resume_offer: "
       "\"RESUME?\", greeting_back: BACK, button_yes: Y, button_menu: M, "
       "menu: MENU, anything_else: ELSE, status_closed: OVER}\n"},
  });
  return workshop;
}

// A repair with the model told, then so much time.
Talk Waited(minutes time) {
  Talk talk(Workshop());
  talk.input.now = Time(minutes(100'000));
  talk.Say("repair my lamp");
  talk.conversation.updated_at = talk.input.now;
  CHECK(talk.Say("tall one") == "SIZE?");
  talk.conversation.updated_at = talk.input.now;
  talk.input.now += time;
  return talk;
}

TEST_CASE("An answer in time is taken") {
  Talk talk = Waited(minutes(29));
  CHECK(talk.Say("12") == "REPAIRED tall one 12 / ELSE");
}

TEST_CASE("An answer too late closes the request, which can be taken up") {
  Talk talk = Waited(minutes(30));
  CHECK(talk.Say("12") == "CLOSED A repair / RESUME? [Y] [M]");
  CHECK(talk.turn.owner == Owner::kBot);
  talk.conversation.updated_at = talk.input.now;
  CHECK(talk.Say("yes") == "SIZE?");
  CHECK(talk.Say("12") == "REPAIRED tall one 12 / ELSE");
}

TEST_CASE("A new question after the time is answered, then it is offered") {
  Talk talk = Waited(minutes(31));
  CHECK(talk.Say("when are you open?") ==
        "CLOSED A repair / ALWAYS / RESUME? [Y] [M]");
}

TEST_CASE("Who wants a person after the time gets one") {
  Talk talk = Waited(minutes(31));
  talk.Say("person");
  CHECK(talk.turn.owner == Owner::kQueue);
}

TEST_CASE("A button of the closed step offers to go on") {
  Talk talk = Waited(minutes(31));
  CHECK(talk.Say("/repair.size=12") == "CLOSED A repair / RESUME? [Y] [M]");
}

TEST_CASE("Who says hello in the middle hears the question again") {
  Talk talk = Waited(minutes(1));
  CHECK(talk.Say("hello") == "BACK / SIZE?");
}

TEST_CASE("Who says hello later is greeted by what was open") {
  Talk talk = Waited(minutes(31));
  talk.Say("thanks");
  CHECK(talk.Say("hello") == "BACK / RESUME? [Y] [M]");
}

TEST_CASE("Who comes back after a request was closed hears of that") {
  Talk talk = Waited(minutes(1));
  talk.Say("person");
  talk.conversation.owner = Owner::kClosed;
  talk.conversation.ticket = 0;
  CHECK(talk.Say("hello") == "BACK / OVER [M]");
}

// The same, closed while the customer was away.
Talk Closed() {
  Talk talk = Waited(minutes(30));
  const std::optional<Time> idle_at = IdleAt(*Workshop(), talk.conversation);
  REQUIRE(idle_at.has_value());
  CHECK(*idle_at == talk.input.now);
  const Turn closing = CloseIdle(*Workshop(), talk.conversation);
  REQUIRE(closing.replies.size() == 2);
  CHECK(closing.replies[0].text == "CLOSED A repair");
  CHECK(closing.replies[1].text == "RESUME?");
  CHECK(closing.owner == Owner::kBot);
  CHECK_FALSE(closing.answer_within.has_value());
  talk.conversation.state = closing.state;
  talk.conversation.last_seq += 2;
  talk.conversation.updated_at = talk.input.now;
  talk.input.now += minutes(200);
  return talk;
}

TEST_CASE("A step tells how long it may wait, an answer does not") {
  Talk talk(Workshop());
  talk.Say("repair my lamp");
  CHECK(talk.turn.answer_within == minutes(30));
  talk.Say("when are you open?");
  CHECK(talk.turn.answer_within == minutes(30));
  talk.Say("tall one");
  talk.Say("12");
  CHECK_FALSE(talk.turn.answer_within.has_value());
}

TEST_CASE("A request that was closed meanwhile is closed once") {
  Talk talk = Closed();
  CHECK_FALSE(IdleAt(*Workshop(), talk.conversation).has_value());
  CHECK(talk.Say("12") == "RESUME? [Y] [M]");
  talk.conversation.updated_at = talk.input.now;
  CHECK(talk.Say("yes") == "SIZE?");
  CHECK(talk.Say("12") == "REPAIRED tall one 12 / ELSE");
}

TEST_CASE("The offer to go on can be taken at once") {
  for (const char* yes : {"yes", "1", "Y", "/resume"}) {
    CAPTURE(yes);
    CHECK(Closed().Say(yes) == "SIZE?");
  }
  CHECK(Closed().Say("no") == "ELSE [M]");
}

TEST_CASE("Who comes back after the closing is met with what was open") {
  CHECK(Closed().Say("hello") == "BACK / RESUME? [Y] [M]");
  CHECK(Closed().Say("/repair.size=12") == "RESUME? [Y] [M]");
}

TEST_CASE("A question after the closing is answered before the offer") {
  Talk talk = Closed();
  CHECK(talk.Say("when are you open?") == "ALWAYS / RESUME? [Y] [M]");
  CHECK(talk.Say("when are you open?") == "ALWAYS");
  talk.Say("person");
  CHECK(talk.turn.owner == Owner::kQueue);
}

TEST_CASE("What a person has is never idle") {
  Talk talk = Waited(minutes(30));
  for (const Owner owner : {Owner::kQueue, Owner::kAgent, Owner::kClosed}) {
    talk.conversation.owner = owner;
    CHECK_FALSE(IdleAt(*Workshop(), talk.conversation).has_value());
  }
}

TEST_CASE("Without a clock nothing is closed") {
  Talk talk = Waited(minutes(31));
  talk.input.now = Time();
  CHECK(talk.Say("12") == "REPAIRED tall one 12 / ELSE");
}

}  // namespace
}  // namespace sportello
