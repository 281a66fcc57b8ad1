// Every mail of tests/mail/ is what expected.yaml says of it.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "base/yaml.h"
#include "mail/parsed_mail.h"
#include "mail/quote_cutter.h"

namespace sportello {
namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(SPORTELLO_SOURCE_DIR) / "tests" / "mail";
constexpr const char* kAddress = "help@shop.example";

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

ParseOptions Options() {
  ParseOptions options;
  options.own_addresses = {kAddress, "bounce@shop.example"};
  options.authserv_id = "mx.shop.example";
  return options;
}

std::string TokenOf(const ParsedMail& mail) {
  for (const std::string& recipient : mail.recipients) {
    const std::string token = TokenInAddress(recipient, kAddress);
    if (!token.empty()) return token;
  }
  return "";
}

std::string BounceOf(const ParsedMail& mail) {
  if (!mail.bounce.has_value()) return "none";
  return mail.bounce->recipient + " " + mail.bounce->status + " " +
         (mail.bounce->permanent ? "permanent" : "temporary") + " " +
         mail.bounce->message_id;
}

std::string YesNo(bool yes) { return yes ? "yes" : "no"; }

// What the mail is under a key of expected.yaml.
std::string Actual(const ParsedMail& mail, std::string_view key) {
  if (key == "kind") return std::string(MailKindName(mail.kind));
  if (key == "answerable") return YesNo(mail.may_be_answered);
  if (key == "new") return CutQuote(mail.text);
  if (key == "token") return TokenOf(mail);
  if (key == "in_reply_to") return mail.in_reply_to;
  if (key == "sender") return mail.from.address;
  if (key == "sender_name") return mail.from.name;
  if (key == "subject") return mail.subject;
  if (key == "html") return YesNo(mail.text_from_html);
  if (key == "bounce") return BounceOf(mail);
  if (key == "cut") return YesNo(mail.cut);
  if (key == "dmarc") return mail.dmarc;
  return "unknown key";
}

void CheckAttachments(const ParsedMail& mail, const YamlNode& wanted) {
  std::vector<std::string> names;
  for (const YamlNode& item : wanted.items) names.push_back(item.scalar);
  std::vector<std::string> found;
  for (const MailAttachment& one : mail.attachments) {
    found.push_back(one.name + " " + one.type + " " +
                    std::to_string(one.bytes));
  }
  CHECK(found == names);
}

void CheckMail(const std::string& bytes, const YamlNode& wanted) {
  const Result<ParsedMail> mail = ParseMail(bytes, Options());
  REQUIRE(mail.ok());
  CHECK_FALSE(mail->message_id.empty());
  for (const YamlEntry& entry : wanted.entries) {
    if (entry.first.scalar == "attachments") {
      CheckAttachments(*mail, entry.second);
    } else {
      CAPTURE(entry.first.scalar);
      CHECK(Actual(*mail, entry.first.scalar) == entry.second.scalar);
    }
  }
  if (wanted.Find("attachments") == nullptr) CHECK(mail->attachments.empty());
}

const YamlNode& Expected() {
  static const YamlDocument document =
      ParseYaml(ReadFile(kFolder / "expected.yaml"));
  REQUIRE(document.problems.empty());
  return document.root;
}

TEST_CASE("Every mail of the corpus is handled as its expectation says") {
  for (const YamlEntry& entry : Expected().entries) {
    CAPTURE(entry.first.scalar);
    const std::string bytes = ReadFile(kFolder / (entry.first.scalar + ".eml"));
    REQUIRE_FALSE(bytes.empty());
    CheckMail(bytes, entry.second);
  }
}

TEST_CASE("Every mail of the corpus has an expectation, and there are sixty") {
  size_t mails = 0;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    if (file.path().extension() != ".eml") continue;
    ++mails;
    CAPTURE(file.path().filename().string());
    CHECK(Expected().Find(file.path().stem().string()) != nullptr);
  }
  CHECK(mails >= 60);
  CHECK(mails == Expected().entries.size());
}

TEST_CASE("A mail cut at any byte still gives valid text or no mail") {
  for (const char* name : {"outlook_html_it", "bounce_exim_550",
                           "gmail_attachment_it", "utf16_base64"}) {
    const std::string bytes = ReadFile(kFolder / (std::string(name) + ".eml"));
    for (size_t size = 0; size < bytes.size(); size += 7) {
      const auto mail = ParseMail(bytes.substr(0, size), Options());
      if (mail.ok()) CHECK(CutQuote(mail->text).size() <= mail->text.size());
    }
  }
}

TEST_CASE("Bytes without any header are no mail") {
  CHECK_FALSE(ParseMail("", Options()).ok());
  CHECK(ParseMail("", Options()).error().message == "mail: has no header");
}

TEST_CASE("A text over the limit is cut at a whole character") {
  ParseOptions options = Options();
  options.max_text_bytes = 100;
  std::string bytes =
      "From: a@b.it\nContent-Type: text/plain; charset=utf-8\n\n";
  for (int i = 0; i < 200; ++i) bytes += "è";
  const auto mail = ParseMail(bytes, options);
  REQUIRE(mail.ok());
  CHECK(mail->cut);
  CHECK(mail->text.size() <= 103);
  CHECK(mail->text.substr(0, 4) == "èè");
}

}  // namespace
}  // namespace sportello
