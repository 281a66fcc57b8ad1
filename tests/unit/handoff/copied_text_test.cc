#include "handoff/copied_text.h"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

namespace sportello {
namespace {

TEST_CASE("No mail program finds a link in a customer's words") {
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"guarda https://evil.example/x", "guarda [link]"},
      {"(HTTP://evil.example), WWW.evil.example", "([link]), [link]"},
      {"[qui](http://evil.example)", "[qui]([link])"},
      {"vai su Evil.com/login.", "vai su [link]"},
      {"vai su evil.com:8080 o evil.com?a=1", "vai su [link] o [link]"},
      {"vai su evil.com.", "vai su evil. com."},
      {"vai su x...sub.evil.com", "vai su x...sub. evil. com"},
      {"mailto:x@evil.com", "[link]"},
      {"x/y@evil.com", "x/y@evil. com"},
      {"fattura.pdf.evil.com", "fattura. pdf. evil. com"},
      {"foto.jpg/evil", "[link]"},
  };
  for (const auto& one : texts) {
    CHECK_MESSAGE(WithoutLinks(one.first) == one.second, one.first);
  }
}

TEST_CASE("What is no link stays as the customer wrote it") {
  for (const std::string text :
       {"", "Il pacco è arrivato. Grazie!", "ordine 12.345, 16.11.2026, 9.50€",
        "scrivi a anna.verdi@mail.example, grazie",
        "aspetto...grazie e/o S.p.A.", "[Allegato: foto.jpg, 120 kB]",
        "v2.0  \n\n  fine."}) {
    CHECK_MESSAGE(WithoutLinks(text) == text, text);
  }
  // A blank was forgotten: every word is still there.
  CHECK(WithoutLinks("è arrivato.Grazie") == "è arrivato. Grazie");
}

TEST_CASE("Of our own words only the links that a customer wrote are cut") {
  CustomerLinks links;
  links.Add("è su \"Evil.com/login\", o bad.example");
  CHECK(links.Without("Codice:evil.com/login e https://shop.example/resi") ==
        "[link] e https://shop.example/resi");
  CHECK(links.Without("bad.example, shop.example.") ==
        "bad. example, shop.example.");
  CHECK(CustomerLinks().Without("evil.com/login") == "evil.com/login");
}

}  // namespace
}  // namespace sportello
