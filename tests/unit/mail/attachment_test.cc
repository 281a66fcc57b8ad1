// Attachments that are read, byte by byte.
#include <doctest/doctest.h>

#include <string>

#include "mail/parsed_mail.h"

namespace sportello {
namespace {

ParseOptions ReadingAll() {
  ParseOptions options;
  options.max_kept_attachments = 10;
  options.max_attachment_bytes = 1000;
  options.max_kept_bytes = 1000;
  return options;
}

std::string MailWithPart(const std::string& type, const std::string& content,
                         const std::string& headers = "") {
  return "From: lucia@mail.example\r\nTo: help@shop.example\r\n" + headers +
         "Message-ID: <m@mail.example>\r\n"
         "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
         "--b\r\nContent-Type: " +
         type + "\r\nContent-Disposition: attachment\r\n\r\n" + content +
         "\r\n--b--\r\n";
}

TEST_CASE("A mail within the mail is read whole, also behind a NUL") {
  const std::string inner =
      std::string("From: anna@mail.example\r\nSubject: Prova\r\n\r\nprima") +
      '\0' + "dopo";
  const auto mail =
      ParseMail(MailWithPart("message/rfc822", inner), ReadingAll());
  REQUIRE(mail.ok());
  REQUIRE(mail->attachments.size() == 1);
  CHECK(mail->attachments[0].name == "Prova");
  CHECK(mail->attachments[0].content.ends_with(std::string("prima\0dopo", 10)));
  CHECK(mail->attachments[0].bytes == mail->attachments[0].content.size());
}

TEST_CASE("An attachment over the limit is measured and not read") {
  ParseOptions options = ReadingAll();
  options.max_attachment_bytes = 4;
  const auto mail = ParseMail(MailWithPart("a/b", "12345"), options);
  REQUIRE(mail.ok());
  REQUIRE(mail->attachments.size() == 1);
  CHECK(mail->attachments[0].bytes == 5);
  CHECK_FALSE(mail->attachments[0].read);
  CHECK(mail->attachments[0].content.empty());
}

TEST_CASE("Of a person's mail files are read, of a machine's only measured") {
  const auto person = ParseMail(MailWithPart("a/b", "12345"), ReadingAll());
  REQUIRE(person.ok());
  CHECK(person->attachments.at(0).content == "12345");
  const auto machine = ParseMail(
      MailWithPart("a/b", "12345", "Auto-Submitted: auto-replied\r\n"),
      ReadingAll());
  REQUIRE(machine.ok());
  CHECK(machine->kind == MailKind::kAutoReply);
  CHECK(machine->attachments.at(0).bytes == 5);
  CHECK_FALSE(machine->attachments.at(0).read);
}

}  // namespace
}  // namespace sportello
