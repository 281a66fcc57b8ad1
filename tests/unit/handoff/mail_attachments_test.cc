#include "handoff/mail_attachments.h"

#include <string>

#include "store/attachment_limit.h"
#include "unit/handoff/mail_fixture.h"

namespace sportello {
namespace {

TEST_CASE("A file that the store refuses does not cost its mail") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("lucia@mail.example");
  const std::string conversation = shop.FindTicket(number).conversation;
  ParsedMail mail;
  const std::string large(kMaxAttachmentBytes + 1, 'x');
  mail.attachments.push_back({"large", "a/b", large.size(), true, large});
  mail.attachments.push_back({"small", "a/b", 1, true, "x"});
  shop.Do([&](Transaction& transaction) {
    return KeepAttachments(transaction, shop.rules.attachments, mail,
                           conversation, 1, shop.clock.now);
  });
  const auto kept = *shop.store->attachments().List(conversation);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].name == "small");
}

}  // namespace
}  // namespace sportello
