#include "handoff/mail_attachments.h"

#include <string>

#include "store/attachment_limit.h"
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
  const ParsedMail mail = LargeAndSmall();
  ChosenFiles chosen{{true, true}};
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
  ChosenFiles chosen;
  shop.Do([&](Transaction& transaction) {
    chosen = *ChooseAttachments(transaction, shop.rules.attachments, mail);
    return Status();
  });
  CHECK(chosen.kept == std::vector<bool>{false, true});
  CHECK(chosen.over_total == 0);
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
