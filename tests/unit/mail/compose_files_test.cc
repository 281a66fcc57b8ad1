// Letters with files: what is composed is what is read.
#include <doctest/doctest.h>

#include <string>

#include "mail/mail.h"
#include "mail/parsed_mail.h"

namespace sportello {
namespace {

Mail WithFile(const std::string& name, const std::string& type,
              const std::string& content) {
  Mail mail;
  mail.from = {"Negozio", "help@shop.example"};
  mail.to = {"Lucia", "lucia@mail.example"};
  mail.subject = "Re: Rimborso";
  mail.text = "Ecco la bolla.\n";
  mail.message_id = "c.1@shop.example";
  mail.origin = MailOrigin::kPerson;
  mail.files.push_back({name, type, content});
  return mail;
}

std::string WireOf(const Mail& mail) {
  const auto bytes = ComposeMail(mail);
  REQUIRE_MESSAGE(bytes.ok(), bytes.error().message);
  return *bytes;
}

ParsedMail ReadBack(const Mail& mail) {
  ParseOptions options;
  options.max_kept_attachments = 10;
  options.max_attachment_bytes = 10'000'000;
  options.max_kept_bytes = 10'000'000;
  auto parsed = ParseMail(WireOf(mail), options);
  REQUIRE(parsed.ok());
  return *parsed;
}

std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 2560; ++i) bytes += static_cast<char>(i % 256);
  return bytes;
}

TEST_CASE("A file comes back byte for byte, with its name and its type") {
  for (const std::string& content :
       {AllBytes(), std::string("a\r\nb\nc\r"), std::string(1, '\0'),
        std::string(300'000, 'x')}) {
    const ParsedMail read =
        ReadBack(WithFile("bolla.pdf", "application/pdf", content));
    REQUIRE(read.attachments.size() == 1);
    CHECK(read.attachments[0].name == "bolla.pdf");
    CHECK(read.attachments[0].type == "application/pdf");
    CHECK((read.attachments[0].content == content));
    CHECK(read.text.find("Ecco la bolla.\n") == 0);
  }
}

TEST_CASE("A text file is attached, not part of what the letter says") {
  const ParsedMail read =
      ReadBack(WithFile("nota.txt", "text/plain", "perch\xE9\r\nno\n"));
  REQUIRE(read.attachments.size() == 1);
  CHECK(read.attachments[0].content == "perch\xE9\r\nno\n");
  CHECK(read.text.find("perch") == std::string::npos);
}

TEST_CASE("A name of any letters comes back, in plain ASCII on the way") {
  for (const std::string name :
       {"Fattura n° 12 – più IVA.pdf", "l'ordine \"551\"; è tutto.jpg",
        "a b=c%20.png", "发票.pdf",
        "un nome molto lungo perché così lo ha chiamato la segreteria, "
        "già approvato.pdf"}) {
    const Mail mail = WithFile(name, "image/png", "x");
    const ParsedMail read = ReadBack(mail);
    REQUIRE(read.attachments.size() == 1);
    CHECK(read.attachments[0].name == name);
    for (const char c : WireOf(mail)) REQUIRE(static_cast<signed char>(c) > 0);
  }
}

TEST_CASE("Neither a file's name nor its type becomes a header") {
  for (const char* evil : {"a.pdf\r\nBcc: x@evil.example", "a\"\nX: y",
                           "a/b\r\n\r\n--", "image/png; name=x", ""}) {
    const std::string wire = WireOf(WithFile(evil, evil, "x"));
    CHECK(wire.find("\nBcc:") == std::string::npos);
    CHECK(wire.find("\nX:") == std::string::npos);
    const ParsedMail read = ReadBack(WithFile(evil, evil, "x"));
    REQUIRE(read.attachments.size() == 1);
    CHECK(read.attachments[0].type == "application/octet-stream");
    CHECK(read.attachments[0].content == "x");
  }
}

TEST_CASE("A mail that was attached goes as a file") {
  const std::string inner = "From: a@b.example\r\nSubject: x\r\n\r\ny\r\n";
  const ParsedMail read = ReadBack(WithFile("x", "message/rfc822", inner));
  REQUIRE(read.attachments.size() == 1);
  CHECK(read.attachments[0].type == "application/octet-stream");
  CHECK(read.attachments[0].content == inner);
}

TEST_CASE("Files follow both forms of the text, in their order") {
  Mail mail = WithFile("uno.pdf", "application/pdf", "1");
  mail.html = "<p>Ecco la bolla.</p>\n";
  mail.files.push_back({"due.png", "image/png", "2"});
  const ParsedMail read = ReadBack(mail);
  CHECK(read.text == "Ecco la bolla.\n");
  CHECK_FALSE(read.text_from_html);
  REQUIRE(read.attachments.size() == 2);
  CHECK(read.attachments[0].name == "uno.pdf");
  CHECK(read.attachments[1].name == "due.png");
}

}  // namespace
}  // namespace sportello
