#include "language/enclitics.h"

#include <doctest/doctest.h>

#include "language/stemmer.h"

namespace sportello {
namespace {

TEST_CASE("Orders to several people lose the pronouns at their end") {
  CHECK(WithoutEnclitics("rimborsatemi") == "rimborsate");
  CHECK(WithoutEnclitics("mandatemelo") == "mandate");
  CHECK(WithoutEnclitics("spediteglielo") == "spedite");
  CHECK(WithoutEnclitics("mandateme") == "mandate");
  CHECK(WithoutEnclitics("rimettetele") == "rimettete");
}

TEST_CASE("Orders to one person lose two pronouns, never one") {
  CHECK(WithoutEnclitics("rimborsamelo") == "rimborsa");
  CHECK(WithoutEnclitics("spediscimela") == "spedisci");
  CHECK(WithoutEnclitics("mandami") == "mandami");
  CHECK(WithoutEnclitics("reclami") == "reclami");
  CHECK(WithoutEnclitics("esami") == "esami");
}

TEST_CASE("Short infinitives become whole") {
  CHECK(WithoutEnclitics("farmelo") == "fare");
  CHECK(WithoutEnclitics("averlo") == "avere");
  CHECK(WithoutEnclitics("dirci") == "dire");
}

TEST_CASE("Nouns that end like pronouns stay whole") {
  for (const char* noun :
       {"catene", "candela", "fratelli", "matematici", "articoli", "cautela",
        "rate", "clientela", "sconti", "mele", "ordine", "rivelo", "lo", ""}) {
    CHECK(WithoutEnclitics(noun) == noun);
  }
}

TEST_CASE("Forms of an Italian verb with and without pronouns share a stem") {
  const Stemmer italian("it");
  for (const char* form : {"rimborsarmelo", "rimborsatemi", "rimborsatemelo",
                           "rimborsamelo", "rimborsandolo", "rimborsate"}) {
    CHECK(italian.Stem(form) == italian.Stem("rimborsare"));
  }
  const Stemmer spanish("es");
  CHECK(spanish.Stem("catedralmelo") != spanish.Stem("catedral"));
}

}  // namespace
}  // namespace sportello
