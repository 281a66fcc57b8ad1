#include "dialogue/open_words.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

std::optional<Aspect> Open(const char* language, const char* text) {
  const LanguageKnowledge& knowledge = *Shop()->Find(language);
  return ReadOpenQuestion(knowledge, knowledge.analyzer.Normalize(text));
}

TEST_CASE("A question without a subject is open, in English") {
  CHECK(Open("en", "how much is it?") == Aspect::kPrice);
  CHECK(Open("en", "and how much does that cost?") == Aspect::kPrice);
  CHECK(Open("en", "is it free?") == Aspect::kPrice);
  CHECK(Open("en", "do I have to pay for it?") == Aspect::kPrice);
  CHECK(Open("en", "how long does it take?") == Aspect::kDuration);
  CHECK(Open("en", "how much time does it take?") == Aspect::kDuration);
  CHECK(Open("en", "since when?") == Aspect::kMoment);
  CHECK(Open("en", "where is it?") == Aspect::kPlace);
  CHECK(Open("en", "how do I do that?") == Aspect::kManner);
}

TEST_CASE("A question without a subject is open, in Italian") {
  CHECK(Open("it", "quanto costa?") == Aspect::kPrice);
  CHECK(Open("it", "e quanto viene?") == Aspect::kPrice);
  CHECK(Open("it", "ma quanto ci costa?") == Aspect::kPrice);
  CHECK(Open("it", "è gratis?") == Aspect::kPrice);
  CHECK(Open("it", "si paga?") == Aspect::kPrice);
  CHECK(Open("it", "quanto ci mette?") == Aspect::kDuration);
  CHECK(Open("it", "in quanto tempo arriva?") == Aspect::kDuration);
  CHECK(Open("it", "da quando?") == Aspect::kMoment);
  CHECK(Open("it", "dove lo trovo?") == Aspect::kPlace);
  CHECK(Open("it", "come si fa?") == Aspect::kManner);
}

TEST_CASE("A word that names something closes a question") {
  CHECK_FALSE(Open("en", "how much is the courier?").has_value());
  CHECK_FALSE(Open("en", "how long does a refund take?").has_value());
  CHECK_FALSE(Open("en", "is it too expensive?").has_value());
  CHECK_FALSE(Open("it", "quanto costa la spedizione?").has_value());
  CHECK_FALSE(Open("it", "dove lo restituisco?").has_value());
}

TEST_CASE("What asks for nothing is no open question") {
  CHECK_FALSE(Open("en", "can I do that?").has_value());
  CHECK_FALSE(Open("en", "").has_value());
  CHECK_FALSE(Open("it", "e quello?").has_value());
  CHECK_FALSE(Open("it", "si può?").has_value());
}

TEST_CASE("What is complete without a subject is no open question") {
  CHECK_FALSE(Open("en", "where are you?").has_value());
  CHECK_FALSE(Open("en", "what time is it?").has_value());
  CHECK_FALSE(Open("it", "dove siete?").has_value());
  CHECK_FALSE(Open("it", "che ore sono?").has_value());
}

TEST_CASE("An open question is known in spite of typos and courtesies") {
  CHECK(Open("en", "dear shop, how mcuh does it cost") == Aspect::kPrice);
  CHECK(Open("it", "quanto cotsa") == Aspect::kPrice);
}

TEST_CASE("A long text is no open question, whatever its words") {
  CHECK(Open("en", "and how much is it then for us now") == Aspect::kPrice);
  CHECK_FALSE(
      Open("en", "and how much is it then for us now here").has_value());
}

TEST_CASE("A sentence asks for a price or a time in many words") {
  CHECK(AsksFor("en", "delivery costs", Aspect::kPrice));
  CHECK_FALSE(AsksFor("en", "can i pay by card", Aspect::kPrice));
  CHECK_FALSE(AsksFor("en", "costume hire", Aspect::kPrice));
  CHECK(AsksFor("it", "spese di spedizione", Aspect::kPrice));
  CHECK_FALSE(AsksFor("it", "posso pagare a rate", Aspect::kPrice));
  CHECK(AsksFor("it", "tempi di consegna", Aspect::kDuration));
  CHECK(AsksFor("it", "tempi di consegna", Aspect::kMoment));
  CHECK_FALSE(AsksFor("it", "quando arriva", Aspect::kDuration));
  CHECK_FALSE(AsksFor("de", "was kostet das", Aspect::kPrice));
}

TEST_CASE("An answer tells a price, or how long something takes") {
  const LanguageKnowledge& english = *Shop()->Find("en");
  const LanguageKnowledge& italian = *Shop()->Find("it");
  CHECK(Tells(english, "It is €4.90.", Aspect::kPrice));
  CHECK(Tells(english, "It is **free**.", Aspect::kPrice));
  CHECK(Tells(english, "You get 10% off.", Aspect::kPrice));
  CHECK_FALSE(Tells(english, "It takes 10 days.", Aspect::kPrice));
  CHECK(Tells(english, "In **3-6 working days**.", Aspect::kDuration));
  CHECK(Tells(english, "It comes by noon.", Aspect::kMoment));
  CHECK_FALSE(Tells(english, "Within 30 days.", Aspect::kDuration));
  CHECK_FALSE(Tells(english, "In 2 shops.", Aspect::kDuration));
  CHECK_FALSE(Tells(english, "In 3 days for €5.", Aspect::kPlace));
  CHECK(Tells(italian, "In **24/48 ore** lavorative.", Aspect::kDuration));
  CHECK_FALSE(Tells(italian, "Entro 30 giorni.", Aspect::kDuration));
}

TEST_CASE("The subject of a title is what it names") {
  const LanguageKnowledge& english = *Shop()->Find("en");
  const auto subject = [&](const char* title) {
    return SubjectWords(english, english.analyzer.Normalize(title));
  };
  CHECK(subject("How do returns work?") == std::vector<std::string>{"returns"});
  CHECK(subject("How much does delivery cost?") ==
        std::vector<std::string>{"delivery"});
  CHECK(subject("How can I pay?") == std::vector<std::string>{"pay"});
  CHECK(subject("What is it?").empty());
}

TEST_CASE("A fragment is a preposition and what it goes with") {
  const LanguageKnowledge& english = *Shop()->Find("en");
  const auto fragment = [&](const char* text) {
    return IsFragment(english, english.analyzer.Normalize(text));
  };
  CHECK(fragment("for gifts?"));
  CHECK(fragment("to the islands"));
  CHECK_FALSE(fragment("gifts?"));
  CHECK_FALSE(fragment("for"));
  CHECK_FALSE(fragment("for it"));
  CHECK_FALSE(fragment("for real?"));
  CHECK_FALSE(fragment("in which shops near Rome"));
}

}  // namespace
}  // namespace sportello
