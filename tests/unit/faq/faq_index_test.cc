#include "faq/faq_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace sportello {
namespace {

std::vector<FaqDocument> Shop() {
  return {
      {"refund",
       {"How do I get a refund?", "I want my money back",
        "give me back what I paid"},
       "Refunds take five days.",
       {"returns"},
       0},
      {"delivery",
       {"Where is my parcel?", "my order has not arrived",
        "when will it be delivered"},
       "Track it in your account.",
       {"shipping"},
       0},
      {"hours",
       {"What are your opening hours?", "when are you open",
        "are you open on sunday"},
       "Monday to Friday.",
       {},
       0},
      {"password",
       {"I forgot my password", "how can I reset the password",
        "cannot log in"},
       "Use the link below the form.",
       {"account"},
       0},
  };
}

struct Fixture {
  Analyzer analyzer{"en"};

  FaqIndex Build(std::vector<FaqDocument> documents) const {
    return FaqIndex::Build(analyzer, std::move(documents), {}, nullptr);
  }
  FaqRanking Rank(const FaqIndex& index, std::string_view text) const {
    return index.Rank(analyzer.Normalize(text));
  }
};

void CheckEqual(const FaqRanking& a, const FaqRanking& b) {
  REQUIRE(a.candidates.size() == b.candidates.size());
  CHECK(a.confidence == b.confidence);
  CHECK(a.band == b.band);
  for (size_t i = 0; i < a.candidates.size(); ++i) {
    CHECK(a.candidates[i].document == b.candidates[i].document);
    CHECK(a.candidates[i].score == b.candidates[i].score);
  }
}

TEST_CASE_FIXTURE(Fixture, "An entry's own questions find it, and surely") {
  const std::vector<FaqDocument> shop = Shop();
  const FaqIndex index = Build(shop);
  for (uint32_t d = 0; d < shop.size(); ++d) {
    for (const std::string& question : shop[d].questions) {
      CAPTURE(question);
      const FaqRanking ranking = Rank(index, question);
      REQUIRE_FALSE(ranking.candidates.empty());
      CHECK(ranking.candidates[0].document == d);
      CHECK(ranking.band == Band::kHigh);
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "Among many entries each question finds its own") {
  std::vector<FaqDocument> documents;
  for (char first = 'b'; first <= 'z'; ++first) {
    for (const char* rest : {"uvopan", "elitor"}) {
      const std::string word = first + std::string(rest);
      documents.push_back({word,
                           {"how do I clean the " + word, word + " is dirty",
                            "stains on my " + word},
                           "",
                           {},
                           0});
    }
  }
  const FaqIndex index = Build(documents);
  for (uint32_t d = 0; d < documents.size(); ++d) {
    const FaqRanking ranking = Rank(index, documents[d].questions.back());
    REQUIRE_FALSE(ranking.candidates.empty());
    CHECK(ranking.candidates[0].document == d);
  }
}

TEST_CASE_FIXTURE(Fixture, "Other words for the same thing find the entry") {
  const FaqIndex index = Build(Shop());
  CHECK(Rank(index, "please reimburse me").candidates.at(0).document == 0);
  CHECK(Rank(index, "has the package shipped").candidates.at(0).document == 1);
}

TEST_CASE_FIXTURE(Fixture, "Typos are read as the content's words") {
  const FaqIndex index = Build(Shop());
  const FaqRanking ranking = Rank(index, "i forgot my pasword");
  REQUIRE_FALSE(ranking.candidates.empty());
  CHECK(ranking.candidates[0].document == 3);
  CHECK(ranking.band == Band::kHigh);
}

TEST_CASE_FIXTURE(Fixture, "A message about other things is refused") {
  const FaqIndex index = Build(Shop());
  for (const char* text : {"tell me a story about dragons and castles",
                           "xyzzy plugh frobnicate", "12345", ""}) {
    CAPTURE(text);
    CHECK(Rank(index, text).band == Band::kLow);
  }
}

TEST_CASE_FIXTURE(Fixture, "Nothing is found in an empty index") {
  for (const FaqIndex& index : {FaqIndex(), Build({})}) {
    const FaqRanking ranking = Rank(index, "where is my parcel");
    CHECK(ranking.candidates.empty());
    CHECK(ranking.band == Band::kLow);
    CHECK(ranking.confidence == 0);
    CHECK(index.Explain(analyzer.Normalize("parcel")).candidates.empty());
  }
}

TEST_CASE_FIXTURE(Fixture, "Entries without a usable question do no harm") {
  std::vector<FaqDocument> shop = Shop();
  shop.push_back({"empty", {}, "", {}, 0});
  shop.push_back({"marks", {"???", ""}, "", {}, 0});
  const FaqIndex index = Build(shop);
  CHECK(Rank(index, "where is my parcel").candidates.at(0).document == 1);
}

TEST_CASE_FIXTURE(Fixture, "Answers and tags help entries of one question") {
  const FaqIndex index = Build({
      {"a", {"What about contracts?"}, "Bring your passport.", {}, 0},
      {"b", {"What about meters?"}, "A technician comes.", {"leak"}, 0},
  });
  CHECK(Rank(index, "passport").candidates.at(0).document == 0);
  CHECK(Rank(index, "there is a leak").candidates.at(0).document == 1);
}

struct Foreign {
  const char* language;
  std::vector<FaqDocument> documents;
  // Forms that stand in no question, and the document that is meant.
  std::vector<std::pair<std::string, uint32_t>> asked;
};

std::vector<Foreign> ForeignShops() {
  return {
      {"de",
       {{"return",
         {"Wie kann ich einen Artikel zurücksenden?",
          "Ich möchte etwas zurückschicken"},
         "Innerhalb von 30 Tagen.",
         {},
         0},
        {"delivery",
         {"Wie lange dauert die Lieferung?", "Wann kommt mein Paket an?"},
         "Zwei Werktage.",
         {},
         0}},
       {{"artikel zurucksenden", 0}, {"wie lange dauern lieferungen", 1}}},
      {"fr",
       {{"return",
         {"Comment retourner un article ?", "Je veux renvoyer ma commande"},
         "Sous 30 jours.",
         {},
         0},
        {"delivery",
         {"Quand arrive mon colis ?", "Combien de temps dure la livraison ?"},
         "Deux jours.",
         {},
         0}},
       {{"retourner des articles", 0}, {"quand arriveront les colis", 1}}},
      {"es",
       {{"return",
         {"¿Cómo puedo devolver un artículo?", "Quiero devolver mi pedido"},
         "En 30 días.",
         {},
         0},
        {"delivery",
         {"¿Cuándo llega mi paquete?", "¿Cuánto tarda el envío?"},
         "Dos días.",
         {},
         0}},
       {{"devolver unos articulos", 0}, {"cuando llegan los paquetes", 1}}}};
}

TEST_CASE("A language without anything of its own here has its stemmer") {
  for (const Foreign& shop : ForeignShops()) {
    const Analyzer analyzer(shop.language);
    const FaqIndex index =
        FaqIndex::Build(analyzer, shop.documents, {}, nullptr);
    for (const auto& asked : shop.asked) {
      const std::string& text = asked.first;
      CAPTURE(text);
      const FaqRanking ranking = index.Rank(analyzer.Normalize(text));
      REQUIRE_FALSE(ranking.candidates.empty());
      CHECK(ranking.candidates[0].document == asked.second);
      CHECK(ranking.band != Band::kLow);
    }
    CHECK(index.Rank(analyzer.Normalize("zzyzx qwrtp")).band == Band::kLow);
  }
}

TEST_CASE_FIXTURE(Fixture, "The order of entries and questions is nothing") {
  const std::vector<FaqDocument> shop = Shop();
  const FaqIndex index = Build(shop);
  std::mt19937 random(7);
  for (int round = 0; round < 5; ++round) {
    std::vector<FaqDocument> shuffled = shop;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (FaqDocument& document : shuffled) {
      std::shuffle(document.questions.begin(), document.questions.end(),
                   random);
    }
    const FaqIndex other = Build(shuffled);
    for (const char* text : {"money back", "when open", "my order and login"}) {
      const FaqRanking a = Rank(index, text);
      const FaqRanking b = Rank(other, text);
      REQUIRE(a.candidates.size() == b.candidates.size());
      CHECK(a.confidence == b.confidence);
      for (size_t i = 0; i < a.candidates.size(); ++i) {
        CHECK(a.candidates[i].score == b.candidates[i].score);
        CHECK(shop[a.candidates[i].document].id ==
              shuffled[b.candidates[i].document].id);
      }
    }
  }
}

TEST_CASE_FIXTURE(Fixture, "Entries that are alike leave no confidence") {
  const FaqIndex index = Build({
      {"a", {"where is my parcel"}, "", {}, 0},
      {"b", {"where is my parcel"}, "", {}, 0},
      {"c", {"how do I pay"}, "", {}, 0},
  });
  const FaqRanking ranking = Rank(index, "where is my parcel");
  REQUIRE(ranking.candidates.size() >= 2);
  CHECK(ranking.candidates[0].score == ranking.candidates[1].score);
  CHECK(ranking.band != Band::kHigh);
}

TEST_CASE("A word of the same family finds an entry that lacks the word") {
  const Analyzer analyzer("it");
  const FaqIndex index =
      FaqIndex::Build(analyzer,
                      {{"paint", {"Quanto dura la verniciatura?"}, "", {}, 0},
                       {"wood", {"Quanto dura il legno?"}, "", {}, 0},
                       {"glass", {"Di che spessore sono i vetri?"}, "", {}, 0}},
                      {}, nullptr);
  const FaqExplanation explanation =
      index.Explain(analyzer.Normalize("vorrei verniciare"));
  REQUIRE_FALSE(explanation.candidates.empty());
  const FaqCandidateExplanation& first = explanation.candidates.front();
  CHECK(first.document == 0);
  CHECK(first.fields > 0);
  CHECK(std::any_of(first.reasons.begin(), first.reasons.end(),
                    [](const FaqReason& reason) {
                      return reason.kind == FaqReason::Kind::kField &&
                             reason.name == "vernic (a word like it)";
                    }));
}

TEST_CASE_FIXTURE(Fixture, "Numbers that begin alike are no family") {
  const FaqIndex index =
      Build({{"pump", {"Is there a manual of the 778812?"}, "", {}, 0},
             {"desk", {"Is there a lamp for a desk?"}, "", {}, 0}});
  const FaqExplanation other =
      index.Explain(analyzer.Normalize("manual 778899"));
  REQUIRE_FALSE(other.candidates.empty());
  for (const FaqReason& reason : other.candidates.front().reasons) {
    CHECK_FALSE((reason.kind == FaqReason::Kind::kField &&
                 reason.name.starts_with("7788")));
  }
}

TEST_CASE_FIXTURE(Fixture,
                  "Codes that begin with the same word are no family") {
  const FaqIndex index =
      Build({{"pump", {"Is there a manual of the pump7788?"}, "", {}, 0},
             {"desk", {"Is there a lamp for a desk?"}, "", {}, 0}});
  const FaqExplanation other =
      index.Explain(analyzer.Normalize("manual pump2211"));
  REQUIRE_FALSE(other.candidates.empty());
  for (const FaqReason& reason : other.candidates.front().reasons) {
    CHECK_FALSE((reason.kind == FaqReason::Kind::kField &&
                 reason.name.starts_with("pump2211")));
  }
}

TEST_CASE_FIXTURE(Fixture, "An index read back ranks exactly the same") {
  const FaqIndex index = Build(Shop());
  const std::string bytes = index.Serialize();
  const Result<FaqIndex> loaded = FaqIndex::Load(bytes);
  REQUIRE(loaded.ok());
  CHECK(loaded->Serialize() == bytes);
  for (const char* text : {"refund pls", "pasword", "open on monday", "?"}) {
    CheckEqual(Rank(index, text), Rank(*loaded, text));
  }
}

TEST_CASE_FIXTURE(Fixture, "Damaged bytes are refused") {
  const std::string bytes = Build(Shop()).Serialize();
  CHECK(FaqIndex::Load("").error().message ==
        "ranking: compiled knowledge: written by another version");
  for (size_t at = 30; at < bytes.size(); at += 97) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x20);
    CHECK_FALSE(FaqIndex::Load(damaged).ok());
    CHECK_FALSE(FaqIndex::Load(bytes.substr(0, at)).ok());
  }
}

TEST_CASE_FIXTURE(Fixture, "A huge message is ranked like its beginning") {
  const FaqIndex index = Build(Shop());
  std::string huge;
  for (int i = 0; i < 20'000; ++i) huge += "parcel arrived ";
  const FaqRanking ranking = Rank(index, huge);
  REQUIRE_FALSE(ranking.candidates.empty());
  CHECK(ranking.candidates[0].document == 1);
}

TEST_CASE_FIXTURE(Fixture, "The content's synonyms count") {
  const std::vector<FaqDocument> shop = Shop();
  const FaqIndex index =
      FaqIndex::Build(analyzer, shop, {{"parcel", "thingamajig"}}, nullptr);
  CHECK(Rank(index, "my thingamajig please").candidates.at(0).document == 1);
}

TEST_CASE_FIXTURE(Fixture, "An explanation adds up to the score") {
  const FaqIndex index = Build(Shop());
  const FaqExplanation explanation =
      index.Explain(analyzer.Normalize("parcel dragon"));
  REQUIRE_FALSE(explanation.candidates.empty());
  const FaqCandidateExplanation& first = explanation.candidates[0];
  CHECK(first.document == 1);
  CHECK(first.nearest == "Where is my parcel?");
  CHECK(first.score == doctest::Approx(first.learned + first.fields));
  double sum = 0;
  for (const FaqReason& reason : first.reasons) sum += reason.weight;
  CHECK(sum == doctest::Approx(first.score).epsilon(1e-4));
  CHECK(explanation.unknown == std::vector<std::string>{"dragon"});
}

}  // namespace
}  // namespace sportello
