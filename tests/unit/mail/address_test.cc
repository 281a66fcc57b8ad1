#include "mail/address.h"

#include <doctest/doctest.h>

#include "mail/mail_server.h"

namespace sportello {
namespace {

TEST_CASE("Only plain addresses are addresses") {
  CHECK(IsMailAddress("anna.rossi+shop@example.co.it"));
  CHECK(IsMailAddress("o'neill@example.ie"));
  CHECK(IsMailAddress("a@localhost"));
  for (const char* text :
       {"", "a", "@b.it", "a@", "a@b@c.it", "a b@c.it", "a@b\r\nRCPT TO:<e@x>",
        "a@b>\r\nDATA", "<a@b> NOTIFY=NEVER", "a@b.it, c@d.it", "\"a\"@b.it",
        "a@-b.it", "a@b..it", ".a@b.it", "a.@b.it", "a..b@c.it", "è@b.it",
        "a@città.it", "a@[127.0.0.1]"}) {
    CAPTURE(text);
    CHECK_FALSE(IsMailAddress(text));
  }
  CHECK_FALSE(IsMailAddress(std::string("a@b.it\0x", 8)));
  CHECK_FALSE(IsMailAddress("a@" + std::string(320, 'b') + ".it"));
}

TEST_CASE("An address is found in what a customer writes") {
  CHECK(FindMailAddress("la mia mail è anna@example.it, grazie") ==
        "anna@example.it");
  CHECK(FindMailAddress("<mailto:a.b@c.example>") == "a.b@c.example");
  CHECK(FindMailAddress("scrivimi @casa: x@y.it.") == "x@y.it");
  CHECK(FindMailAddress("«anna@example.it»") == "anna@example.it");
  CHECK_FALSE(FindMailAddress("anna@example").has_value());
  CHECK_FALSE(FindMailAddress("non ho la mail").has_value());
}

TEST_CASE("A masked address tells its owner and nobody else") {
  CHECK(MaskMailAddress("anna.rossi@example.it") == "a***@example.it");
  CHECK(MaskMailAddress("ab@example.it") == "***@example.it");
  CHECK(MaskMailAddress("nothing") == "***");
}

TEST_CASE("A token is found again in the address that carries it") {
  const std::string address = AddressWithToken("Help@shop.it", "k7q2");
  CHECK(address == "Help+k7q2@shop.it");
  CHECK(TokenInAddress("HELP+K7Q2@SHOP.IT", "help@shop.it") == "k7q2");
  CHECK(TokenInAddress("help@shop.it", "help@shop.it").empty());
  CHECK(TokenInAddress("help+k7q2@other.it", "help@shop.it").empty());
  CHECK(TokenInAddress("xhelp+k7q2@shop.it", "help@shop.it").empty());
}

TEST_CASE("A mail server's url has a scheme and a host and nothing more") {
  CHECK(CheckMailUrl("smtp://mail.shop.it:587", "smtp").ok());
  CHECK(CheckMailUrl("imaps://mail.shop.it/Assistenza", "imap").ok());
  CHECK(HostOfMailUrl("smtps://[::1]:465/x") == "[::1]");
  CHECK(HostOfMailUrl("imap://mail.shop.it:143/INBOX") == "mail.shop.it");
  for (const char* url : {"", "http://x", "smtp://", "smtp://u:p@host",
                          "smtp://host\r\nx", "imap://host"}) {
    CAPTURE(url);
    CHECK_FALSE(CheckMailUrl(url, "smtp").ok());
  }
}

}  // namespace
}  // namespace sportello
