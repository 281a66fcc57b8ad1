#include "handoff/mail_attachments.h"

#include <string>

#include "store/attachment_limit.h"
#include "store/file_parts.h"
#include "unit/handoff/mail_fixture.h"

namespace sportello {
namespace {

ParsedMail LargeAndSmall() {
  ParsedMail mail;
  const std::string large(kMaxAttachmentBytes + 1, 'x');
  mail.attachments.push_back({"large", "a/b", large.size(), true, large});
  mail.attachments.push_back({"small", "a/b", 1, true, "x"});
  return mail;
}

TEST_CASE("A file that the store refuses does not cost its mail") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("lucia@mail.example");
  const std::string conversation = shop.FindTicket(number).conversation;
  ParsedMail mail = LargeAndSmall();
  mail.attachments[0].content = "not what was written";
  ChosenFiles chosen{{"f1", "f2"}, {FileFate::kKept, FileFate::kKept}};
  REQUIRE(WriteLooseFile(*shop.store, "f1", "x").ok());
  REQUIRE(WriteLooseFile(*shop.store, "f2", "x").ok());
  shop.Do([&](Transaction& transaction) {
    return KeepAttachments(transaction, mail, chosen, conversation, 1,
                           shop.clock.now);
  });
  const auto kept = *shop.store->attachments().List(conversation);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].name == "small");
  CHECK(chosen.refused == 1);
}

TEST_CASE("A file that the store would refuse is not chosen") {
  MailShop shop;
  const ParsedMail mail = LargeAndSmall();
  const auto chosen =
      WriteAttachments(*shop.store, shop.rules.attachments, mail);
  REQUIRE(chosen.ok());
  REQUIRE(chosen->ids.size() == 2);
  CHECK(chosen->ids[0].empty());
  CHECK(*shop.store->attachments().ListLoose() ==
        std::vector<std::string>{chosen->ids[1]});
  CHECK(chosen->over_total == 0);
}

TEST_CASE("What a mail left without a message is dropped with the next files") {
  MailShop shop;
  const ParsedMail mail = LargeAndSmall();
  REQUIRE(WriteLooseFile(*shop.store, "lost", "x").ok());
  const auto chosen =
      WriteAttachments(*shop.store, shop.rules.attachments, mail);
  REQUIRE(chosen.ok());
  CHECK(*shop.store->attachments().ListLoose() ==
        std::vector<std::string>{chosen->ids[1]});
}

// A mail with so many files of one byte, and one that is empty.
std::string MailWithFiles(int files) {
  std::string mail =
      "From: lucia@mail.example\r\nTo: help@shop.example\r\nSubject: Foto\r\n"
      "Message-ID: <files@mail.example>\r\n"
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  for (int i = 0; i <= files; ++i) {
    mail +=
        "--b\r\nContent-Type: image/png\r\nContent-Disposition: "
        "attachment; filename=f" +
        std::to_string(i) + "\r\n\r\n" + (i == 0 ? "" : "x\r\n");
  }
  return mail + "--b--\r\n";
}

TEST_CASE("Files of a mail that is no customer's are not kept, nor loose") {
  MailShop shop;
  shop.AskForPerson("lucia@mail.example");
  std::string mail = MailWithFiles(1);
  const std::string to = "help@shop.example";
  mail.replace(mail.find(to), to.size(),
               TeamReplyAddress(shop.rules, shop.FindTicket(1).mail_token));
  REQUIRE(shop.receiver.Receive(mail).ok());
  CHECK(shop.EventsOf(1).back() == "note");
  CHECK(shop.store->attachments().ListLoose()->empty());
  CHECK(
      shop.store->attachments().List(shop.FindTicket(1).conversation)->empty());
}

TEST_CASE("Of an empty file and one too many the text says only: not kept") {
  MailShop shop;
  shop.rules.attachments.most = 1;
  REQUIRE(shop.receiver.Receive(MailWithFiles(2)).ok());
  CHECK(shop.MessagesOf(1).back().text.find(
            "[Allegato: f0, non conservato]\n[Allegato: f1, 1 byte]\n"
            "[Allegato: f2, 1 byte, non conservato]") != std::string::npos);
}

TEST_CASE("A shop that keeps no files says so of each") {
  MailShop shop;
  shop.rules.attachments.max_bytes = 0;
  REQUIRE(shop.receiver.Receive(MailWithFiles(1)).ok());
  CHECK(shop.MessagesOf(1).back().text.find(
            "[Allegato: f0, non conservato]\n"
            "[Allegato: f1, 1 byte, non conservato]") != std::string::npos);
}

}  // namespace
}  // namespace sportello
