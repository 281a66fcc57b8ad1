// A step that nobody answers in time, and who comes back.
#include <doctest/doctest.h>

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

TEST_CASE("Without a clock nothing is closed") {
  Talk talk = Waited(minutes(31));
  talk.input.now = Time();
  CHECK(talk.Say("12") == "REPAIRED tall one 12 / ELSE");
}

}  // namespace
}  // namespace sportello
