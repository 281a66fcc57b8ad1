#include "language/check_digits.h"

#include <doctest/doctest.h>

#include <string>

namespace sportello {
namespace {

TEST_CASE("IBANs of several countries are good, one changed digit is not") {
  for (const char* good :
       {"IT60X0542811101000000123456", "DE89370400440532013000",
        "GB82WEST12345698765432", "FR1420041010050500013M02606",
        "NO9386011117947", "MT84MALT011000012345MTLCAST001S"}) {
    CHECK_MESSAGE(IsIban(good), good);
    std::string wrong = good;
    wrong.back() = wrong.back() == '1' ? '2' : '1';
    CHECK_MESSAGE(!IsIban(wrong), wrong);
  }
  CHECK_FALSE(IsIban("IT60X054281110100000012345"));  // one too few
  CHECK_FALSE(IsIban("XX60X0542811101000000123456"));
  CHECK_FALSE(IsIban(""));
}

TEST_CASE("A tax code has the right last letter") {
  CHECK(IsPersonalTaxCode("RSSMRA80A01H501U"));
  CHECK(IsPersonalTaxCode("MRTMTT91D08F205J"));
  CHECK_FALSE(IsPersonalTaxCode("RSSMRA80A01H501V"));
  CHECK_FALSE(IsPersonalTaxCode("RSSMRA80A01H50U1"));
  CHECK_FALSE(IsPersonalTaxCode("RSSMRA80A01H501"));
}

TEST_CASE("A VAT number has the right last digit") {
  CHECK(IsPartitaIva("12345678903"));
  CHECK(IsPartitaIva("00743110157"));
  CHECK_FALSE(IsPartitaIva("12345678904"));
  CHECK_FALSE(IsPartitaIva("00000000000"));
  CHECK_FALSE(IsPartitaIva("1234567890A"));
}

TEST_CASE("Every single wrong digit of a card is found") {
  const std::string good = "4111111111111111";
  CHECK(IsCardNumber(good));
  for (size_t i = 0; i < good.size(); ++i) {
    std::string wrong = good;
    wrong[i] = wrong[i] == '9' ? '0' : static_cast<char>(wrong[i] + 1);
    CHECK_FALSE(IsCardNumber(wrong));
  }
  CHECK_FALSE(IsCardNumber("0000000000000000"));
  CHECK_FALSE(IsCardNumber("411111111111"));
}

}  // namespace
}  // namespace sportello
