#include "dialogue/understand.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

const LanguageKnowledge& English() { return *Shop()->Find("en"); }

// "answer order_status by intent".
std::string Meaning(const LanguageKnowledge& knowledge, std::string_view text) {
  const Understanding meaning = Understand(knowledge, text);
  std::string said(DecisionName(meaning.decision));
  if (meaning.target.has_value()) {
    said += " " + knowledge.IdOf(*meaning.target) + " by " + meaning.stage;
  }
  for (const Target target : meaning.suggestions) {
    said += " " + knowledge.IdOf(target);
  }
  return said;
}

std::string Meaning(std::string_view text) { return Meaning(English(), text); }

SourceFile Topic(const std::string& name, const std::string& intents) {
  return {"intents/en/" + name + ".yaml", "en", false, "intents:\n" + intents};
}

TEST_CASE("A phrase is the whole text, whatever its spelling") {
  CHECK(Meaning("WHERE is my   parcel?!") == "answer order_status by intent");
  const Understanding meaning = Understand(English(), "where is my parcel");
  CHECK(meaning.source == "intents/en/orders.yaml:3");
  CHECK(meaning.confidence == "high");
}

TEST_CASE("Skip words are removed for the second try") {
  CHECK(Meaning("Dear shop, where is my parcel") ==
        "answer order_status by intent");
}

TEST_CASE("Typos are corrected towards known words") {
  CHECK(Meaning("where is my parxcel") == "answer order_status by fuzzy");
  const Understanding meaning = Understand(English(), "where is my parxcel");
  CHECK(meaning.corrections == std::vector<std::pair<std::string, std::string>>{
                                   {"parxcel", "parcel"}});
}

TEST_CASE("Numbers are never corrected") {
  CHECK(Understand(English(), "cancel order 123457").slots.at("order") ==
        "123457");
}

TEST_CASE("A 'not' keeps its intent out") {
  const Understanding meaning =
      Understand(English(), "where is my order to cancel");
  CHECK((!meaning.target.has_value() ||
         English().IdOf(*meaning.target) != "order_status"));
}

TEST_CASE("A question of the content is answered word for word") {
  CHECK(Meaning("How much does delivery cost?") ==
        "answer shipping_cost by faq");
  CHECK(Understand(English(), "delivery costs").score == 1.0);
}

TEST_CASE("Global words are understood at any time") {
  CHECK(Meaning("hello") == "answer greeting by global");
  CHECK(Meaning("thank you") == "answer thanks by global");
  CHECK(Meaning("talk to a person") == "answer person by global");
}

TEST_CASE("Nothing is made of nothing") {
  CHECK(Meaning("") == "fallback");
  CHECK(Meaning("!!! ???") == "fallback");
  CHECK(Meaning("zzzz qqqq") == "fallback");
}

TEST_CASE("A tie is asked back, whatever the order of the files") {
  const SourceFile a = Topic("a",
                             "  zebra:\n"
                             "    phrases: [\"(my|the) bill please\"]\n"
                             "    examples: [\"print a copy of the bill\"]\n"
                             "    reply: \"Z.\"\n");
  const SourceFile b = Topic("b",
                             "  ant:\n"
                             "    phrases: [\"(no|the) bill please\"]\n"
                             "    examples: [\"send the bill by mail\"]\n"
                             "    reply: \"A.\"\n");
  for (const auto& sources :
       {std::vector<SourceFile>{a, b}, std::vector<SourceFile>{b, a}}) {
    const auto snapshot = MakeSnapshot(sources);
    const LanguageKnowledge& knowledge = *snapshot->Find("en");
    CHECK(Meaning(knowledge, "the bill please") == "clarify ant zebra");
    CHECK(Meaning(knowledge, "my bill please") == "answer zebra by intent");
    CHECK(Meaning(knowledge, "no bill please") == "answer ant by intent");
  }
}

TEST_CASE(
    "The phrase with more literal text wins, then the one with fewer "
    "slots") {
  const auto snapshot =
      MakeSnapshot({Topic("a",
                          "  any:\n"
                          "    phrases: [\"track {what}\"]\n"
                          "    slots: {what: {type: text}}\n"
                          "    reply: \"Any.\"\n"
                          "  gift:\n"
                          "    phrases: [\"track gift {code}\"]\n"
                          "    slots: {code: {type: number}}\n"
                          "    reply: \"Gift.\"\n")});
  const LanguageKnowledge& knowledge = *snapshot->Find("en");
  CHECK(Meaning(knowledge, "track gift 12") == "answer gift by intent");
  CHECK(Meaning(knowledge, "track anything else") == "answer any by intent");
}

TEST_CASE("A pattern finds what a phrase cannot say") {
  const auto snapshot = MakeSnapshot({Topic("a",
                                            "  tracking:\n"
                                            "    patterns: ['\\btracking\\b']\n"
                                            "    not: [fitness]\n"
                                            "    reply: \"T.\"\n")});
  const LanguageKnowledge& knowledge = *snapshot->Find("en");
  CHECK(Meaning(knowledge, "so what about this Tracking thing") ==
        "answer tracking by intent");
  CHECK(Meaning(knowledge, "a fitness tracking watch") == "fallback");
}

TEST_CASE("An FAQ entry that is a global word answers instead of it") {
  const auto snapshot =
      MakeSnapshot({{"faq/en/a.yaml", "en", true,
                     "faq:\n"
                     "  - id: thank_you\n"
                     "    question: \"thank you\"\n"
                     "    variants: [\"thanks a lot\", \"many thanks\"]\n"
                     "    answer: \"You are welcome.\"\n"
                     "  - id: price\n"
                     "    question: \"What does it cost?\"\n"
                     "    answer: \"Nothing.\"\n"}});
  const LanguageKnowledge& knowledge = *snapshot->Find("en");
  CHECK(Meaning(knowledge, "thank you") == "answer thank_you by faq");
  CHECK(Meaning(knowledge, "hello") == "answer greeting by global");
}

TEST_CASE("The same text always means the same") {
  for (const char* text : {"where is my parxcel", "hello", "shoes", "x y z"}) {
    const Understanding a = Understand(English(), text);
    const Understanding b = Understand(English(), text);
    CHECK(a.decision == b.decision);
    CHECK(a.target == b.target);
    CHECK(a.score == b.score);
    CHECK(a.suggestions == b.suggestions);
  }
}

}  // namespace
}  // namespace sportello
