#include "language/normalizer.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

std::string Italian(std::string_view text) {
  static const Normalizer normalizer("it", {{"nn", "non"}, {"xké", "perché"}});
  return normalizer.Normalize(text).text;
}

std::string English(std::string_view text) {
  static const Normalizer normalizer("en", {{"wheres", "where is"}});
  return normalizer.Normalize(text).text;
}

TEST_CASE("Italian text is folded as people mean it") {
  CHECK(Italian("Dov'è il mio PACCO?!") == "dove e il mio pacco");
  CHECK(Italian("dov’e’ l’ordine") == "dove e l ordine");
  CHECK(Italian("perche' nn arriva… xke") == "perche non arriva perche");
  CHECK(Italian("xké") == "perche");
  CHECK(Italian("ciaoooo 😀😀") == "ciao");
  CHECK(Italian("citta\u0300") == "citta");
}

TEST_CASE("English apostrophes vanish before abbreviations are read") {
  CHECK(English("Where's my parcel? I don't know") ==
        "where is my parcel i dont know");
  CHECK(English("e-mail T-shirt follow-up") == "email tshirt follow up");
}

TEST_CASE("Numbers, codes, addresses and links stay whole") {
  CHECK(Italian("ordine n.123456 del 21/11/2026") ==
        "ordine n 123456 del 21/11/2026");
  CHECK(Italian("codice AB-1234_X, 12,50€") == "codice ab-1234_x 12,50 euro");
  CHECK(Italian("scrivi a Anna.Rossi@Example.IT.") ==
        "scrivi a anna.rossi@example.it");
  CHECK(Italian("vedi https://a.it/B?c=1!") == "vedi https://a.it/b?c=1");
  CHECK(Italian("1000000") == "1000000");
}

TEST_CASE("Invisible, wide and broken characters do not matter") {
  CHECK(English("ref\u200bund") == "refund");
  CHECK(English("re\u00adfund") == "refund");
  CHECK(English("ｒｅｆｕｎｄ") == "refund");
  CHECK(English("a\xff\xfe b\xc3") == "a b");
  CHECK(English("") == "");
  CHECK(English("?!… \u202e") == "");
}

TEST_CASE("A word knows where it came from") {
  const Normalizer normalizer("it", {});
  const std::string_view original = "è l'Ordine 123456?";
  const NormalizedText text = normalizer.Normalize(original);
  REQUIRE(text.tokens.size() == 4);
  const Token& order = text.tokens[2];
  CHECK(original.substr(order.begin, order.end - order.begin) == "Ordine");
  const Token& number = text.tokens[3];
  CHECK(original.substr(number.begin, number.end - number.begin) == "123456");
  CHECK(text.text.substr(number.offset) == "123456");
}

TEST_CASE("Each step can be shown") {
  const Normalizer normalizer("it", {{"nn", "non"}});
  const auto steps = normalizer.Explain("Dov'è?? nn vaaa");
  REQUIRE(steps.size() == 4);
  CHECK(steps[0].text == "dov'e?? nn vaaa");
  CHECK(steps[1].text == "dov e nn vaaa");
  CHECK(steps[2].text == "dove e nn va");
  CHECK(steps[3].text == "dove e non va");
}

TEST_CASE("Ill-formed UTF-8 is told from well-formed") {
  CHECK(IsValidUtf8("è€😀"));
  CHECK_FALSE(IsValidUtf8("\xc0\x80"));
  CHECK_FALSE(IsValidUtf8("\xed\xa0\x80"));
  CHECK_FALSE(IsValidUtf8("\xf4\x90\x80\x80"));
  CHECK(CountCodePoints("è€😀a") == 4);
}

}  // namespace
}  // namespace sportello
