#include "language/mask.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>

namespace sportello {
namespace {

TEST_CASE("Cards, IBANs, tax codes and passwords are masked") {
  const std::pair<const char*, const char*> cases[] = {
      {"my card is 4111 1111 1111 1111, thanks", "my card is ••••1111, thanks"},
      {"4111-1111-1111-1111", "••••1111"},
      {"378282246310005", "••••0005"},
      {"bonifico su IT60 X054 2811 1010 0000 0123 456 grazie",
       "bonifico su ••••456 grazie"},
      {"it60x0542811101000000123456", "••••3456"},
      {"CF rssmra80a01h501u.", "CF ••••."},
      {"la mia password è Ciao123 e non va", "la mia password è •••• e non va"},
      {"password: segreta", "password: ••••"},
      {"my PIN is 1234", "my PIN is ••••"},
  };
  for (const auto& entry : cases) {
    CHECK_MESSAGE(MaskPersonal(entry.first) == entry.second, entry.first);
  }
}

TEST_CASE("What only looks like one stays") {
  for (const char* text :
       {"order 123456", "4111 1111 1111 1112", "my number is 333 1234567",
        "IT60X0542811101000000123457", "RSSMRA80A01H501X",
        "the password is wrong", "ho dimenticato la password",
        "password reset please", "the order 1234567890123 is late", "",
        "12345678903", "pin", "password:"}) {
    CHECK_MESSAGE(MaskPersonal(text) == text, text);
  }
}

TEST_CASE("What the content asked for is kept") {
  CHECK(MaskPersonal("RSSMRA80A01H501U", {"codice_fiscale"}) ==
        "RSSMRA80A01H501U");
  CHECK(MaskPersonal("IT60X0542811101000000123456", {"codice_fiscale"}) ==
        "••••3456");
}

}  // namespace
}  // namespace sportello
