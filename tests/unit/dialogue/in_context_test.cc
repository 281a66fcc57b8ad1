#include "dialogue/in_context.h"

#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

std::shared_ptr<const Snapshot> Parcels() {
  static const std::shared_ptr<const Snapshot> shop = [] {
    std::vector<SourceFile> sources = ShopSources();
    sources.push_back(
        {"faq/en/abroad.yaml", "en", true,
         "faq:\n"
         "  - id: shipping_abroad\n"
         "    question: \"How much does delivery cost abroad?\"\n"
         "    variants: [\"delivery abroad\", \"cost of shipping abroad\"]\n"
         "    answer: \"Ten euro.\"\n"});
    return MakeSnapshot(std::move(sources));
  }();
  return shop;
}

TEST_CASE("A short follow-up is read with the entry before") {
  Talk talk(Parcels());
  talk.Say("hello");
  CHECK(talk.Say("is shipping free") == "Five euro.");
  CHECK(talk.Say("and abroad?") == "Ten euro.");
  CHECK(talk.turn.reason.id == "shipping_abroad");
}

TEST_CASE("A follow-up of nothing is none") {
  Talk talk(Parcels());
  talk.Say("hello");
  CHECK(talk.Say("and zzzz?").starts_with("MISS1"));
  talk.Say("is shipping free");
  CHECK(talk.Say("and zzzz?").starts_with("MISS1"));
}

TEST_CASE("A follow-up must follow at once") {
  const LanguageKnowledge& english = *Parcels()->Find("en");
  const auto read = [&](const std::string& text, const std::string& last) {
    return ReadFollowUp(english, Understand(english, text), last);
  };
  CHECK(read("what about abroad", "shipping_cost").has_value());
  CHECK_FALSE(read("what about abroad", "").has_value());
  CHECK_FALSE(read("abroad zzzz", "shipping_cost").has_value());
  CHECK_FALSE(read("and", "shipping_cost").has_value());
}

// Returns whose cost and time have entries of their own, a repair that says
// what it costs, a job that has no price.
std::shared_ptr<const Snapshot> Counter() {
  static const std::shared_ptr<const Snapshot> shop = [] {
    std::vector<SourceFile> sources = ShopSources();
    sources.push_back(
        {"faq/en/counter.yaml", "en", true,
         "faq:\n"
         "  - id: return_how\n"
         "    question: \"How do returns work?\"\n"
         "    variants: [\"ways of returning shoes\", \"make a return\"]\n"
         "    answer: \"Print the label.\"\n"
         "  - id: return_cost\n"
         "    question: \"What do returns cost?\"\n"
         "    variants: [\"price of a return\", \"are returns free\", "
         "\"how much is a return\"]\n"
         "    answer: \"Six euro.\"\n"
         "  - id: repair\n"
         "    question: \"Do you repair heels?\"\n"
         "    variants: [\"broken heel\", \"mend my heels\"]\n"
         "    answer: \"Yes, for €12.\"\n"
         "  - id: jobs\n"
         "    question: \"Are you hiring?\"\n"
         "    variants: [\"send a cv\", \"vacancies\"]\n"
         "    answer: \"Write to us.\"\n"});
    return MakeSnapshot(std::move(sources));
  }();
  return shop;
}

TEST_CASE("An open question is answered by the entry about the same subject") {
  Talk talk(Counter());
  talk.Say("hello");
  CHECK(talk.Say("how do returns work?") == "Print the label.");
  CHECK(talk.Say("how much is it?").starts_with("Six euro."));
  CHECK(talk.turn.reason.stage == "context");
  CHECK(talk.turn.reason.id == "return_cost");
}

TEST_CASE("An open question is answered by the entry before when that tells") {
  Talk talk(Counter());
  talk.Say("hello");
  CHECK(talk.Say("do you repair heels?") == "Yes, for €12.");
  CHECK(talk.Say("is it free?").starts_with("Yes, for €12."));
  CHECK(talk.turn.reason.stage == "context");
}

TEST_CASE("An open question that fits nothing before is asked back") {
  Talk talk(Counter());
  talk.Say("hello");
  CHECK(talk.Say("are you hiring?") == "Write to us.");
  CHECK(talk.Say("how much is it?").starts_with("MEAN"));
  CHECK(talk.turn.reason.decision == "clarify");
  CHECK(talk.Say("do you repair heels?") == "Yes, for €12.");
  CHECK(talk.Say("how long does it take?").find("Yes, for €12.") ==
        std::string::npos);
}

TEST_CASE("An open question must follow at once") {
  Talk talk(Counter());
  talk.Say("hello");
  talk.Say("do you repair heels?");
  talk.Say("thanks");
  CHECK(talk.Say("is it free?").find("€12") == std::string::npos);
}

TEST_CASE("A question with its own subject is not read with the entry before") {
  Talk talk(Counter());
  talk.Say("hello");
  talk.Say("do you repair heels?");
  CHECK(talk.Say("what do returns cost?") == "Six euro.");
  talk.Say("do you repair heels?");
  CHECK(talk.Say("how much is a return?") == "Six euro.");
  CHECK(talk.turn.reason.stage == "faq");
}

TEST_CASE("A sentence of the content is never read with the entry before") {
  std::vector<SourceFile> sources = ShopSources();
  sources.push_back({"faq/en/any.yaml", "en", true,
                     "faq:\n"
                     "  - id: anything\n"
                     "    question: \"How much is it?\"\n"
                     "    answer: \"Ask at the till.\"\n"});
  Talk talk(MakeSnapshot(std::move(sources)));
  talk.Say("hello");
  talk.Say("is shipping free");
  CHECK(talk.Say("how much is it?") == "Ask at the till.");
  CHECK(talk.turn.reason.stage == "faq");
}

TEST_CASE("The same open question means the same each time") {
  for (int i = 0; i < 3; ++i) {
    Talk talk(Counter());
    talk.Say("hello");
    talk.Say("how do returns work?");
    talk.Say("how much is it?");
    CHECK(talk.turn.reason.id == "return_cost");
    CHECK(talk.turn.reason.stage == "context");
  }
}

TEST_CASE("Several questions are answered one after the other") {
  Talk talk(Parcels());
  talk.Say("hello");
  CHECK(talk.Say("Is shipping free? How long can I return shoes?") ==
        "Five euro. / Thirty days.");
  CHECK(talk.Say("is shipping free??").starts_with("Five euro."));
}

TEST_CASE("A question that needs a value comes last") {
  Talk talk(Parcels());
  talk.Say("hello");
  CHECK(talk.Say("cancel my order? is shipping free?") ==
        "Five euro. / Which number?");
}

TEST_CASE("Of several questions none is answered when one is not understood") {
  const LanguageKnowledge& english = *Parcels()->Find("en");
  const auto count = [&](const char* text) {
    return ReadQuestions(english, text).answers.size();
  };
  CHECK(count("is shipping free? zzzz qqqq?") == 0);
  CHECK(count("is shipping free? is shipping free?") == 0);
  CHECK(count("is shipping free?") == 0);
  CHECK(count("???") == 0);
  CHECK(count("is shipping free? how long can i return shoes?") == 2);
}

TEST_CASE("A fourth question is not answered, and the customer is told") {
  const LanguageKnowledge& english = *Parcels()->Find("en");
  const std::string three =
      "is shipping free? how long can i return shoes? cancel my order? ";
  CHECK(ReadQuestions(english, three).answers.size() == 3);
  CHECK_FALSE(ReadQuestions(english, three).more);
  CHECK_FALSE(ReadQuestions(english, three + "is shipping free? ??").more);
  CHECK(ReadQuestions(english, three + "where is my parcel?").more);
  CHECK(ReadQuestions(english, three + "zzzz qqqq?").more);
  Talk talk(Parcels());
  talk.Say("hello");
  CHECK(talk.Say(three + "where is my parcel?") ==
        "Five euro. / Thirty days. / I answer three questions at a time. "
        "Please write me the others in your next message. / Which number?");
}

}  // namespace
}  // namespace sportello
