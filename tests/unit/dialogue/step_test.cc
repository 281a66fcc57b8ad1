#include "dialogue/step.h"

#include <doctest/doctest.h>

#include "dialogue/state.h"
#include "dialogue/text_reading.h"
#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

const char kStatus[] = "See your account. [Cancel an order] [Delivery costs]";

const char kSure[] = "Are you sure? [Yes] [No]";

TEST_CASE("The notice is said once, before the first answer") {
  Talk talk;
  CHECK(talk.Say("where is my order") == std::string("NOTICE / ") + kStatus);
  CHECK(talk.Say("where is my order") == kStatus);
}

TEST_CASE("A greeting is the notice, and is not said twice") {
  Talk talk;
  CHECK(talk.Say("hello") == "GREETING Anna [My order]");
  CHECK(talk.Say("hello") == "AGAIN [My order]");
  CHECK(talk.Say("where is my order") == kStatus);
}

TEST_CASE("A customer without a name is greeted without one") {
  Talk talk;
  talk.input.customer.name.clear();
  CHECK(talk.Say("hello") == "GREETING [My order]");
}

TEST_CASE("Slots are read from the phrase") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("Where is my order 123456?")
            .starts_with("Order 123456 is on its way."));
  CHECK(talk.turn.slots.at("order") == "123456");
  CHECK(talk.turn.reason.source == "intents/en/orders.yaml:3");
}

TEST_CASE("Missing slots are asked for, one after the other") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("cancel my order") == "Which number?");
  CHECK(talk.Say("it is 123456") == kSure);
  CHECK(talk.Say("yes") == "Ticket 1 for 123456, Anna.");
  CHECK(talk.turn.owner == Owner::kQueue);
  REQUIRE(talk.turn.ticket.has_value());
  CHECK(talk.turn.ticket->queue == "orders");
  CHECK(talk.turn.ticket->reason == "intent");
  CHECK(talk.turn.ticket->summary ==
        "intent: order_cancel\norder: 123456\nsure: Yes\n");
}

TEST_CASE("A slot given at once is not asked for") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("cancel order 123456") == kSure);
}

TEST_CASE("A value that cannot be read is asked again, then a person comes") {
  Talk talk;
  talk.Say("hello");
  talk.Say("cancel my order");
  CHECK(talk.Say("12") == "RETRY 123456");
  CHECK(talk.Say("13") == "FAILED 1");
  CHECK(talk.turn.owner == Owner::kQueue);
  CHECK(talk.turn.ticket->reason == "slot");
}

TEST_CASE("A yes or no is asked again in its own words") {
  Talk talk;
  talk.Say("hello");
  talk.Say("cancel order 123456");
  CHECK(talk.Say("maybe 7") == "YESNO / Are you sure? [Yes] [No]");
}

TEST_CASE("An answer may begin with yes or no and go on") {
  const auto say = [](const char* text) {
    Talk talk;
    talk.Say("hello");
    talk.Say("cancel order 123456");
    talk.Say(text);
    const auto sure = talk.turn.slots.find("sure");
    return sure == talk.turn.slots.end() ? "-" : sure->second;
  };
  CHECK(say("yes I thought about it") == "yes");
  CHECK(say("no, I only asked") == "no");
  CHECK(say("sì, ci ho pensato") == "yes");
  CHECK(say("si, ci ho pensato") == "yes");
  CHECK(say("si può ancora") == "-");
  CHECK(say("no problem here") == "-");
  CHECK(say("yes but is shipping free?") == "-");
}

TEST_CASE("Another question is answered and ours is asked again") {
  Talk talk;
  talk.Say("hello");
  talk.Say("cancel my order");
  CHECK(talk.Say("delivery costs") == "Five euro. / Which number?");
  CHECK(talk.Say("123456") == kSure);
}

TEST_CASE("Another intent that asks nothing is answered in between") {
  Talk talk;
  talk.Say("hello");
  talk.Say("cancel my order");
  CHECK(talk.Say("where is my order") == "See your account. / Which number?");
  CHECK(talk.Say("123456") == kSure);
}

TEST_CASE("A question of ours can be cancelled") {
  Talk talk;
  talk.Say("hello");
  talk.Say("cancel my order");
  CHECK(talk.Say("never mind").starts_with("CANCELLED"));
  CHECK(talk.Say("never mind").starts_with("NOTHING"));
}

TEST_CASE("A button is pressed by number, ordinal, title, words or value") {
  for (const char* text : {"2", "the second one", "Delivery costs", "costs",
                           "/shipping_cost", "number 2 please"}) {
    Talk talk;
    talk.Say("hello");
    talk.Say("where is my order");
    CHECK_MESSAGE(talk.Say(text) == "Five euro.", text);
    CHECK(talk.turn.reason.stage == "button");
    CHECK(talk.turn.reason.id == "shipping_cost");
  }
}

TEST_CASE("A number without its button is not a choice") {
  Talk talk;
  talk.Say("hello");
  talk.Say("where is my order");
  CHECK(talk.Say("7").starts_with("MISS1"));
}

TEST_CASE("A button of content that is gone says so") {
  Talk talk;
  CHECK(talk.Say("/no_such_thing").find("UNKNOWN") != std::string::npos);
}

TEST_CASE("The ladder: rephrase, offer a person, hand over") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("zzzz qqqq").starts_with("MISS1"));
  CHECK(talk.turn.unanswered);
  CHECK(talk.Say("kkkk wwww").starts_with("MISS2"));
  CHECK(talk.Say("jjjj xxxx") == "MISS3 1");
  CHECK(talk.turn.owner == Owner::kQueue);
  CHECK(talk.turn.ticket->summary ==
        "not understood: zzzz qqqq\nnot understood: kkkk wwww\n"
        "not understood: jjjj xxxx\n");
}

TEST_CASE("An answer starts the ladder again") {
  Talk talk;
  talk.Say("hello");
  talk.Say("zzzz qqqq");
  talk.Say("where is my order");
  CHECK(talk.Say("kkkk wwww").starts_with("MISS1"));
}

TEST_CASE("A yes to the offered person is a wish for one") {
  Talk talk;
  talk.Say("hello");
  talk.Say("zzzz qqqq");
  talk.Say("kkkk wwww");
  CHECK(talk.Say("yes") == "PERSON 1");
}

TEST_CASE("A person is one message away, once") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("I want to talk to a person") == "PERSON 1");
  CHECK(talk.turn.owner == Owner::kQueue);
  CHECK(talk.turn.ticket->reason == "asked for a person");
  CHECK(talk.Say("are you there") == "WAITING 1");
  CHECK_FALSE(talk.turn.ticket.has_value());
}

TEST_CASE("In the queue the bot still answers what it surely knows") {
  Talk talk;
  talk.Say("hello");
  talk.Say("operator");
  CHECK(talk.Say("is shipping free") == "Five euro.");
  CHECK(talk.turn.owner == Owner::kQueue);
}

TEST_CASE("The bot never talks over an agent") {
  Talk talk;
  talk.Say("hello");
  talk.conversation.owner = Owner::kAgent;
  CHECK(talk.Say("is shipping free") == "");
  CHECK(talk.turn.owner == Owner::kAgent);
}

TEST_CASE("A closed conversation is the bot's again") {
  Talk talk;
  talk.Say("hello");
  talk.conversation.owner = Owner::kClosed;
  CHECK(talk.Say("is shipping free") == "Five euro.");
  CHECK(talk.turn.owner == Owner::kBot);
}

TEST_CASE("An empty message is no miss") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say(" \t ").starts_with("EMPTY"));
  CHECK(talk.Say("zzzz qqqq").starts_with("MISS1"));
}

TEST_CASE("The language is the page's until a text is clearly in another") {
  Talk talk;
  CHECK(talk.Say("is shipping free") == "NOTICE / Five euro.");
  CHECK(talk.Say("quanto costa la spedizione") == "Cinque euro.");
  CHECK(talk.turn.language == "it");
  CHECK(talk.Say("ok").find("MISS") == std::string::npos);
  CHECK(talk.turn.language == "it");
}

TEST_CASE("A language is changed by its button") {
  Talk talk;
  talk.Say("hello");
  CHECK(talk.Say("/language_it") == "CAMBIATA");
  CHECK(talk.Say("zzzz qqqq").starts_with("MANCA1"));
}

TEST_CASE("An unknown customer's first miss asks for the language too") {
  Talk talk;
  talk.input.locale.clear();
  CHECK(talk.Say("zzzz qqqq").find("[English] [Italiano]") !=
        std::string::npos);
}

TEST_CASE("A name cannot bring markup or variables into a reply") {
  Talk talk;
  talk.input.customer.name = "**A**\n{ticket}[x](y)";
  CHECK(talk.Say("hello") == "GREETING Aticketx(y) [My order]");
}

TEST_CASE("The same conversation gives the same turns") {
  const auto run = [] {
    Talk talk;
    std::string all;
    for (const char* text : {"hello", "cancel my order", "x", "delivery costs",
                             "123456", "yes", "thanks"}) {
      all += talk.Say(text) + "\n" + talk.turn.state + "\n";
    }
    return all;
  };
  CHECK(run() == run());
}

TEST_CASE("What is known already changes nothing") {
  Talk talk;
  talk.Say("hello");
  TurnInput input = talk.input;
  input.text = "is shipping free";
  TextReading reading(*Shop(), input.text);
  const DialogueState state = ParseState(talk.conversation.state);
  const StepHints hints{&reading, &state};
  Step(*Shop(), talk.conversation, input, hints);
  const Turn with = Step(*Shop(), talk.conversation, input, hints);
  const Turn without = Step(*Shop(), talk.conversation, input);
  CHECK(with.replies == without.replies);
  CHECK(with.reason == without.reason);
  CHECK(with.state == without.state);
  CHECK(*with.memory == ParseState(with.state));
}

TEST_CASE("Control characters go, newlines and tabs inside stay") {
  CHECK(CleanText(" \n a\x01\x1f b\tc\nd\x7f \t") == "a b\tc\nd");
  CHECK(CleanText("\x02\x03") == "");
}

}  // namespace
}  // namespace sportello
