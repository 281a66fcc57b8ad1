#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "mail/mail.h"
#include "mail/markdown.h"
#include "mail/parsed_mail.h"

namespace sportello {
namespace {

Mail Letter() {
  Mail mail;
  mail.from = {"Negozio via Chat", "help@shop.example"};
  mail.to = {"Anna", "anna@example.it"};
  mail.subject = "[#1042] Rimborso";
  mail.text = "Ciao";
  mail.message_id = "c.1@shop.example";
  mail.date = Time(std::chrono::seconds(1'794'825'600));
  return mail;
}

std::string Bytes(const Mail& mail) {
  auto bytes = ComposeMail(mail);
  REQUIRE_MESSAGE(bytes.ok(), bytes.error().message);
  return *bytes;
}

ParsedMail Read(const Mail& mail) {
  auto parsed = ParseMail(Bytes(mail), {});
  REQUIRE(parsed.ok());
  return *parsed;
}

std::string Why(const Mail& mail) {
  const auto bytes = ComposeMail(mail);
  return bytes.ok() ? "" : bytes.error().message;
}

// The header lines, folded ones joined.
std::vector<std::string> Headers(const std::string& bytes) {
  std::vector<std::string> headers;
  const std::string head = bytes.substr(0, bytes.find("\r\n\r\n"));
  for (size_t at = 0; at < head.size();) {
    const size_t end = std::min(head.find("\r\n", at), head.size());
    const std::string line = head.substr(at, end - at);
    if (line[0] == ' ' && !headers.empty()) {
      headers.back() += line;
    } else {
      headers.push_back(line);
    }
    at = end + 2;
  }
  return headers;
}

std::string Header(const std::string& bytes, const std::string& name) {
  for (const std::string& line : Headers(bytes)) {
    if (line.substr(0, name.size() + 2) == name + ": ") {
      return line.substr(name.size() + 2);
    }
  }
  return "";
}

void CheckWire(const std::string& bytes) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n') REQUIRE((i > 0 && bytes[i - 1] == '\r'));
    if (bytes[i] == '\r')
      REQUIRE((i + 1 < bytes.size() && bytes[i + 1] == '\n'));
    REQUIRE(static_cast<signed char>(bytes[i]) > 0);
  }
}

TEST_CASE("What is composed is read back as it was") {
  Mail mail = Letter();
  mail.subject = "Perché l'ordine 551 è in ritardo? 📦";
  mail.from.name = "Anna \"la capa\", Negozio";
  mail.text = "Riga 1\n.\n\nperché =20 \ntrailing  \n" + std::string(5000, 'x');
  const ParsedMail read = Read(mail);
  CHECK(read.subject == mail.subject);
  CHECK(read.from == mail.from);
  CHECK(read.text == mail.text + "\n");
  CHECK(read.message_id == mail.message_id);
  CHECK(read.date == mail.date);
  CheckWire(Bytes(mail));
}

TEST_CASE("A text of any script comes back byte for byte") {
  for (const char* text : {"Здравствуйте, где мой заказ?\n", "你好\n", "ả\n",
                           "\xF0\x9F\x98\x80\n", "\n", "a\tb \n"}) {
    Mail mail = Letter();
    mail.text = text;
    CHECK(Read(mail).text == text);
  }
}

TEST_CASE("A long subject is folded between characters, 75 to a word") {
  Mail mail = Letter();
  for (int i = 0; i < 60; ++i) mail.subject += "è€";
  const std::string bytes = Bytes(mail);
  CHECK(Read(mail).subject == HeaderLine(mail.subject));
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = bytes.find("\r\n", at);
    CHECK(end - at <= 78);
    at = end + 2;
  }
}

TEST_CASE("A customer's name cannot become a header or a recipient") {
  for (const char* name :
       {"x\r\nBcc: evil@example.com", "\"a\" <evil@example.com>,",
        "=?utf-8?q?=0d=0aBcc:_evil@example.com?=", "a\nb\rc",
        "x\xE2\x80\xA8y: z", "<>,;:@[]()"}) {
    Mail mail = Letter();
    mail.to.name = name;
    mail.from.name = name;
    mail.subject = name;
    const std::string bytes = Bytes(mail);
    std::set<std::string> names;
    for (const std::string& line : Headers(bytes)) {
      names.insert(line.substr(0, line.find(':')));
    }
    CHECK(names == std::set<std::string>{"Date", "From", "To", "Subject",
                                         "Message-ID", "Auto-Submitted",
                                         "X-Auto-Response-Suppress",
                                         "MIME-Version", "Content-Type",
                                         "Content-Transfer-Encoding"});
    CHECK(Read(mail).recipients == std::vector<std::string>{"anna@example.it"});
    CHECK(Read(mail).from.address == "help@shop.example");
  }
}

TEST_CASE("A name of 5 kB is a short phrase") {
  Mail mail = Letter();
  mail.to.name = std::string(5000, 'n');
  const std::string bytes = Bytes(mail);
  CHECK(Header(bytes, "To").size() < 200);
  CheckWire(bytes);
}

TEST_CASE("Who speaks stands in the headers, as RFC 3834 wants it") {
  Mail mail = Letter();
  mail.origin = MailOrigin::kReplied;
  mail.loop_mark = "help@shop.example";
  CHECK(Header(Bytes(mail), "Auto-Submitted") == "auto-replied");
  CHECK(Header(Bytes(mail), "Precedence") == "bulk");
  CHECK(Header(Bytes(mail), "X-Loop") == "help@shop.example");
  CHECK(Header(Bytes(mail), "X-Auto-Response-Suppress") == "All");
  mail.origin = MailOrigin::kGenerated;
  CHECK(Header(Bytes(mail), "Auto-Submitted") == "auto-generated");
  mail.origin = MailOrigin::kPerson;
  CHECK(Header(Bytes(mail), "Auto-Submitted").empty());
}

TEST_CASE("The thread is told by In-Reply-To and References") {
  Mail mail = Letter();
  mail.in_reply_to = "parent@example.it";
  mail.references = ReferencesOfAnswer({"first@example.it"}, mail.in_reply_to);
  const ParsedMail read = Read(mail);
  CHECK(read.in_reply_to == "parent@example.it");
  CHECK(read.references ==
        std::vector<std::string>{"first@example.it", "parent@example.it"});
}

TEST_CASE("Long references keep the first and the last") {
  std::vector<std::string> all;
  for (int i = 0; i < 50; ++i) all.push_back(std::to_string(i) + "@x");
  const auto cut = ReferencesOfAnswer(all, "last@x", 5);
  CHECK(cut ==
        std::vector<std::string>{"0@x", "47@x", "48@x", "49@x", "last@x"});
}

TEST_CASE("Ids that are none never become headers") {
  Mail mail = Letter();
  mail.in_reply_to = "x@y>\r\nBcc: evil@example.com";
  mail.references = {"a b@c", "ok@example.it"};
  const std::string bytes = Bytes(mail);
  CHECK(Header(bytes, "In-Reply-To").empty());
  CHECK(Header(bytes, "References") == "<ok@example.it>");
  mail.message_id = "a b";
  CHECK(Why(mail) == "message_id: is none");
}

TEST_CASE("An address that is none is refused without being repeated") {
  Mail mail = Letter();
  mail.to.address = "a@b\r\nRCPT TO:<evil@x>";
  CHECK(Why(mail) == "to: is no address");
  mail = Letter();
  mail.reply_to = "a b@c.it";
  CHECK(Why(mail) == "reply_to: is no address");
}

TEST_CASE("A mail with HTML says the same in both forms") {
  Mail mail = Letter();
  mail.text = MarkdownToPlain("Ciao **Anna**, [qui](https://shop.example/x)");
  mail.html = MarkdownToHtml("Ciao **Anna**, [qui](https://shop.example/x)");
  const ParsedMail read = Read(mail);
  CHECK(read.text == "Ciao Anna, qui: https://shop.example/x\n");
  CHECK_FALSE(read.text_from_html);
  CHECK(read.attachments.empty());
  CheckWire(Bytes(mail));
}

TEST_CASE("Markdown becomes escaped HTML of few elements") {
  CHECK(MarkdownToHtml("a < b & **c** `d*e*`") ==
        "<p>a &lt; b &amp; <strong>c</strong> <code>d*e*</code></p>\n");
  CHECK(MarkdownToHtml("- uno\n- *due*\n\n1. tre") ==
        "<ul><li>uno</li><li><em>due</em></li></ul>\n"
        "<ol><li>tre</li></ol>\n");
  CHECK(MarkdownToHtml("[x](javascript:alert)") == "<p>x</p>\n");
  CHECK(MarkdownToHtml("<script>alert('1')</script>") ==
        "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</p>\n");
}

TEST_CASE("Markdown as plain text keeps lists and addresses") {
  CHECK(MarkdownToPlain("Passi:\n\n1. **Apri** il link\n2. Premi\n") ==
        "Passi:\n\n1. Apri il link\n2. Premi\n");
  CHECK(MarkdownToPlain("[a@b.it](mailto:a@b.it) nome_di_file 2*3*4") ==
        "a@b.it: mailto:a@b.it nome_di_file 2*3*4\n");
}

TEST_CASE("Ids of mails are never the same") {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(NewMessageId("shop.example"));
  CHECK(ids.size() == 1000);
  CHECK(IsMessageId(*ids.begin()));
}

}  // namespace
}  // namespace sportello
