// In the middle of a procedure: what changes the language and what does not.
#include "dialogue/step_language.h"

#include <doctest/doctest.h>

#include "unit/dialogue/talk_testing.h"

namespace sportello {
namespace {

const char kEnglishClaim[] = R"(
intents:
  claim:
    phrases: ["file a claim"]
    examples: ["the thing that you sent me was broken when it came"]
    slots:
      pieces: {type: number, ask: "How many?", retries: 1}
      story: {type: text, ask: "What happened?"}
      day: {type: future_date, ask: "Which day?"}
    confirm: "{summary} Right?"
    reply: "Done."
  only_here:
    phrases: ["order a catalogue"]
    slots: {copies: {type: number, ask: "How many copies?"}}
    reply: "Sent."
)";

const char kItalianClaim[] = R"(
intents:
  claim:
    phrases: ["apro un reclamo"]
    examples: ["la cosa che mi avete mandato era rotta quando è arrivata"]
    slots:
      pieces: {type: number, ask: "Quanti?", retries: 1}
      story: {type: text, ask: "Che cosa è successo?"}
      day: {type: future_date, ask: "Quale giorno?"}
    confirm: "{summary} Giusto?"
    reply: "Fatto."
)";

class Claim : public Talk {
 public:
  Claim() : Talk(MakeShop()) {
    input.today = *ParseDay("2026-11-23");
    Say("hello");
    Say("file a claim");
  }

  static std::shared_ptr<const Snapshot> MakeShop() {
    static const std::shared_ptr<const Snapshot> shop = [] {
      std::vector<SourceFile> sources = ShopSources();
      sources.push_back({"intents/en/claim.yaml", "en", false, kEnglishClaim});
      sources.push_back({"intents/it/claim.yaml", "it", false, kItalianClaim});
      return MakeSnapshot(std::move(sources));
    }();
    return shop;
  }
};

TEST_CASE("A clear sentence switches a request, and what was said stays") {
  Claim talk;
  talk.Say("3");
  talk.Say("It fell");
  CHECK(talk.Say("la cosa che mi avete mandato era per domani") ==
        "- pieces: **3**\n- story: **It fell**\n"
        "- day: **martedì 24 novembre 2026** Giusto? [Sì] [No]");
  CHECK(talk.turn.language == "it");
}

TEST_CASE("A switch that says nothing else costs no try") {
  Claim talk;
  for (int i = 0; i < 5; ++i) {
    CHECK(talk.Say("la cosa che mi avete mandato era rotta") ==
          "CAMBIATA / Quanti?");
    CHECK(talk.Say("the thing that you sent me was broken") ==
          "CHANGED / How many?");
  }
}

TEST_CASE("In the language of before the same words are a try") {
  Claim talk;
  CHECK(talk.Say("zzzz qqqq wwww kkkk") == "RETRY 3");
  CHECK(talk.Say("zzzz qqqq wwww kkkk") == "FAILED 1");
}

TEST_CASE("Short texts and values never switch a request") {
  Claim talk;
  CHECK(talk.Say("sono rotti") == "RETRY 3");
  CHECK(talk.turn.language == "en");
  CHECK(talk.Say("3 cose rotte") == "What happened?");
  CHECK(talk.Say("la cosa che mi avete mandato era rotta") == "Which day?");
  CHECK(talk.turn.language == "en");
  CHECK(talk.Say("dopodomani").ends_with("Right? [Yes] [No]"));
  CHECK(talk.turn.language == "en");
}

TEST_CASE("A clear question to a step of type text switches and is answered") {
  Claim talk;
  talk.Say("3");
  CHECK(talk.Say("quanto costa la spedizione?") ==
        "Cinque euro. / Che cosa è successo?");
  CHECK(talk.Say("It fell") == "Quale giorno?");
}

TEST_CASE("A request that the other language lacks goes on in its own") {
  Claim talk;
  talk.Say("order a catalogue");
  CHECK(talk.Say("la cosa che mi avete mandato era rotta") == "RETRY 3");
  CHECK(talk.turn.language == "en");
}

TEST_CASE("The language that the caller chose is never left") {
  Claim talk;
  talk.input.explicit_language = "en";
  CHECK(talk.Say("la cosa che mi avete mandato era rotta") == "RETRY 3");
}

TEST_CASE("A button of the language says the question again in it") {
  Claim talk;
  CHECK(talk.Say("/language_it") == "CAMBIATA / Quanti?");
  CHECK(talk.Say("tre") == "Che cosa è successo?");
}

TEST_CASE("At the confirmation a clear yes switches and confirms") {
  Claim talk;
  talk.Say("3");
  talk.Say("It fell");
  talk.Say("tomorrow");
  CHECK(talk.Say("sì, la cosa era rotta quando è arrivata")
            .starts_with("Fatto."));
}

}  // namespace
}  // namespace sportello
