// Contexts: what the conversation is about for some turns.
#include <doctest/doctest.h>

#include "dialogue/gate.h"
#include "dialogue/text_reading.h"
#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

std::shared_ptr<const Snapshot> Lamps() {
  static const std::shared_ptr<const Snapshot> lamps = MakeSnapshot({
      {"faq/en/lamps.yaml", "en", true,
       "faq:\n"
       "  - id: lamp\n"
       "    question: \"Do you sell lamps?\"\n"
       "    answer: \"LAMPS\"\n"
       "    sets: {lamp: 2}\n"
       "  - id: lamp_price\n"
       "    question: \"How much is it?\"\n"
       "    requires: lamp\n"
       "    answer: \"LAMP PRICE\"\n"
       "  - id: chair\n"
       "    question: \"Do you sell chairs?\"\n"
       "    answer: \"CHAIRS\"\n"
       "    sets: {chair: 2}\n"
       "  - id: chair_price\n"
       "    question: \"How much is it?\"\n"
       "    requires: chair\n"
       "    answer: \"CHAIR PRICE\"\n"},
      {"intents/en/bulb.yaml", "en", false,
       "intents:\n"
       "  bulb:\n"
       "    phrases: [\"which bulb\"]\n"
       "    reply: \"ANY BULB\"\n"
       "  lamp_bulb:\n"
       "    phrases: [\"which [one] bulb\"]\n"
       "    requires: [lamp]\n"
       "    reply: \"LAMP BULB\"\n"},
      {"intents/en/_shared.yaml", "en", false,
       "texts: {notice: N, fallback_1: MISS}\n"},
  });
  return lamps;
}

TEST_CASE("An entry that requires a context is not meant without it") {
  Talk talk(Lamps());
  talk.Say("how much is it?");
  CHECK(talk.turn.reason.decision != "answer");
  CHECK(talk.turn.reason.id != "lamp_price");
}

TEST_CASE("The same question means what the conversation is about") {
  Talk lamp(Lamps());
  lamp.Say("do you sell lamps?");
  CHECK(lamp.Say("how much is it?") == "LAMP PRICE");
  Talk chair(Lamps());
  chair.Say("do you sell chairs?");
  CHECK(chair.Say("how much is it?") == "CHAIR PRICE");
}

TEST_CASE("A context ends after its turns") {
  Talk talk(Lamps());
  talk.Say("do you sell lamps?");
  talk.Say("hello");
  CHECK(talk.Say("how much is it?") == "LAMP PRICE");
  talk.Say("hello");
  talk.Say("how much is it?");
  CHECK(talk.turn.reason.decision != "answer");
  CHECK(talk.turn.reason.id != "lamp_price");
}

TEST_CASE("A phrase that requires what holds comes before one that does not") {
  Talk talk(Lamps());
  CHECK(talk.Say("which bulb") == "N / ANY BULB");
  talk.Say("do you sell lamps?");
  CHECK(talk.Say("which bulb") == "LAMP BULB");
}

TEST_CASE("In two contexts at once the same question is asked back") {
  Talk talk(Lamps());
  talk.Say("do you sell lamps?");
  talk.Say("do you sell chairs?");
  talk.Say("how much is it?");
  CHECK(talk.turn.reason.stage == "clarify");
  CHECK(talk.turn.reason.suggestions ==
        std::vector<std::string>{"chair_price", "lamp_price"});
}

TEST_CASE("What was understood without a context is not used within one") {
  Talk talk(Lamps());
  talk.Say("do you sell lamps?");
  TurnInput input = talk.input;
  input.text = "how much is it?";
  TextReading reading(*Lamps(), input.text);
  CHECK(reading.Meaning(*Lamps()->Find("en")).decision != Decision::kAnswer);
  StepHints hints;
  hints.reading = &reading;
  const Turn turn = Step(*Lamps(), talk.conversation, input, hints);
  CHECK(turn.reason.id == "lamp_price");
}

TEST_CASE("A test sentence is asked where its contexts hold") {
  const LanguageKnowledge& knowledge = *Lamps()->Find("en");
  const Target target = *knowledge.FindTarget("lamp_price");
  CHECK(UnderstandInContext(knowledge, "how much is it", target).target ==
        target);
}

}  // namespace
}  // namespace sportello
