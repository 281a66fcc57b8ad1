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
    return ReadFollowUp(english, english.analyzer.Normalize(text), last);
  };
  CHECK(read("what about abroad", "shipping_cost").has_value());
  CHECK_FALSE(read("what about abroad", "").has_value());
  CHECK_FALSE(read("abroad zzzz", "shipping_cost").has_value());
  CHECK_FALSE(read("and", "shipping_cost").has_value());
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
