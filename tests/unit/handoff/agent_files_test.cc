#include "handoff/agent_files.h"

#include <string>
#include <vector>

#include "unit/handoff/mail_fixture.h"

namespace sportello {
namespace {

std::string PartOf(const std::string& headers, const std::string& content) {
  return "--b\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}

std::string Words(const std::string& text) {
  return PartOf("Content-Type: text/plain; charset=utf-8", text);
}

std::string Pdf(const std::string& name, const std::string& content) {
  return PartOf(
      "Content-Type: application/pdf\r\nContent-Disposition: attachment; "
      "filename=" +
          name,
      content);
}

// A mail of Anna's to the team's address, with these parts.
std::string AnnaSends(MailShop& shop, int64_t number,
                      const std::string& parts) {
  return "From: " + std::string(kAnna) + "\r\nTo: " +
         TeamReplyAddress(shop.rules, shop.FindTicket(number).mail_token) +
         "\r\nMessage-ID: <" + std::to_string(parts.size()) +
         "@team.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
         parts + "--b--\r\n";
}

void AnnaAnswers(MailShop& shop, int64_t number, const std::string& parts) {
  REQUIRE(shop.receiver.Receive(AnnaSends(shop, number, parts)).ok());
}

std::vector<Attachment> KeptOf(MailShop& shop, int64_t number) {
  return *shop.store->attachments().List(shop.FindTicket(number).conversation);
}

std::vector<SentMail> SentTo(MailShop& shop, const std::string& recipient) {
  shop.clock.now += shop.rules.reply_delay;
  std::vector<SentMail> found;
  for (const SentMail& mail : shop.Send()) {
    if (mail.recipient == recipient) found.push_back(mail);
  }
  return found;
}

std::string LastNote(MailShop& shop, int64_t number) {
  const auto events = shop.store->tickets().ListEvents(number);
  return events->back().what == "note" ? events->back().detail : "";
}

TEST_CASE("A file that an agent mails goes to the customer with the letter") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string mail = AnnaSends(
      shop, open.number, Words("Ecco la bolla.") + Pdf("bolla.pdf", "%PDF-1"));
  REQUIRE(shop.receiver.Receive(mail).ok());
  const Message last = shop.MessagesOf(open.number).back();
  CHECK(last.text == "Ecco la bolla.");
  const auto kept = KeptOf(shop, open.number);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].seq == last.seq);
  const auto sent = SentTo(shop, "lucia@mail.example");
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].mail.text.find("Ecco la bolla.") != std::string::npos);
  REQUIRE(sent[0].mail.attachments.size() == 1);
  CHECK(sent[0].mail.attachments[0].name == "bolla.pdf");
  CHECK(sent[0].mail.attachments[0].type == "application/pdf");
  CHECK(sent[0].mail.attachments[0].content == "%PDF-1");
  // Nothing was left, so nobody hears of it.
  CHECK(shop.EventsOf(open.number).back() == "reply");
  CHECK(shop.store->attachments().ListLoose()->empty());
}

TEST_CASE("A mail that is read twice has its files kept and sent once") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string mail =
      AnnaSends(shop, open.number, Words("Ecco.") + Pdf("bolla.pdf", "%PDF-1"));
  REQUIRE(shop.receiver.Receive(mail).ok());
  REQUIRE(shop.receiver.Receive(mail).ok());
  CHECK(KeptOf(shop, open.number).size() == 1);
  CHECK(shop.store->attachments().ListLoose()->empty());
  CHECK(SentTo(shop, "lucia@mail.example").size() == 1);
}

TEST_CASE("A letter that is tried again has the same file and the same id") {
  MailShop shop;
  const OpenTicket open(shop);
  AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("a.pdf", "%PDF-1"));
  shop.answer.outcome = SendOutcome::kRetry;
  const auto first = SentTo(shop, "lucia@mail.example");
  shop.clock.now += std::chrono::minutes(2);
  shop.answer.outcome = SendOutcome::kSent;
  const auto second = SentTo(shop, "lucia@mail.example");
  REQUIRE(first.size() == 1);
  REQUIRE(second.size() == 1);
  CHECK(second[0].mail.message_id == first[0].mail.message_id);
  REQUIRE(first[0].mail.attachments.size() == 1);
  CHECK(second[0].mail.attachments == first[0].mail.attachments);
  CHECK(SentTo(shop, "lucia@mail.example").empty());
}

TEST_CASE("A file without words is a message of its own") {
  MailShop shop;
  const OpenTicket open(shop);
  AnnaAnswers(shop, open.number, Pdf("bolla.pdf", "%PDF-1"));
  CHECK(shop.MessagesOf(open.number).back().text == "Vedi allegato.");
  const auto sent = SentTo(shop, "lucia@mail.example");
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].mail.attachments.size() == 1);
}

TEST_CASE("The words that a customer saw in the chat are mailed with a file") {
  MailShop shop;
  const OpenTicket open(shop);
  AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("a.pdf", "%PDF-1"));
  shop.seen = 1000;
  CHECK(SentTo(shop, "lucia@mail.example").size() == 1);
  shop.AgentWrites(open.number, "Un'altra cosa");
  CHECK(SentTo(shop, "lucia@mail.example").empty());
}

TEST_CASE("What the customer mailed does not come back to him") {
  MailShop shop;
  const OpenTicket open(shop);
  std::string mail = AnnaSends(shop, open.number, Pdf("mia.pdf", "%PDF-0"));
  mail.replace(6, std::string(kAnna).size(), kLucia);
  const std::string to =
      TeamReplyAddress(shop.rules, shop.FindTicket(1).mail_token);
  mail.replace(mail.find(to), to.size(),
               CustomerReplyAddress(shop.rules, shop.FindTicket(1).mail_token));
  REQUIRE(shop.receiver.Receive(mail).ok());
  AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("sua.pdf", "%PDF-1"));
  CHECK(KeptOf(shop, open.number).size() == 2);
  const auto sent = SentTo(shop, "lucia@mail.example");
  REQUIRE(sent.size() == 1);
  REQUIRE(sent[0].mail.attachments.size() == 1);
  CHECK(sent[0].mail.attachments[0].name == "sua.pdf");
}

TEST_CASE("An agent hears which of his files are over the limits, and why") {
  MailShop shop;
  shop.rules.attachments.max_bytes = 2'000'000;
  shop.rules.attachments.most = 1;
  const OpenTicket open(shop);
  REQUIRE(
      shop.receiver
          .Receive(AnnaSends(
              shop, open.number,
              Words("Ecco.") + Pdf("grande.pdf", std::string(2'000'001, 'x')) +
                  Pdf("a.pdf", "1") + Pdf("b.pdf", "2") + Pdf("c.pdf", "")))
          .ok());
  const std::string left =
      "Allegati non arrivati al cliente: grande.pdf (supera 2 MB); b.pdf "
      "(troppi allegati in una sola mail); c.pdf (è vuoto)";
  CHECK(LastNote(shop, open.number) == left);
  CHECK(KeptOf(shop, open.number).size() == 1);
  const auto sent = shop.Send();
  const SentMail told = [&] {
    for (const SentMail& one : sent) {
      if (one.recipient == "anna@team.example") return one;
    }
    return SentMail();
  }();
  CHECK(told.mail.subject == "[#1] Allegati non inoltrati");
  CHECK(told.mail.text.find("Non tutti gli allegati") != std::string::npos);
  CHECK(told.mail.text.find(left) != std::string::npos);
  CHECK(told.mail.in_reply_to == open.team.mail.message_id);
  const auto reached = SentTo(shop, "lucia@mail.example");
  REQUIRE(reached.size() == 1);
  REQUIRE(reached[0].mail.attachments.size() == 1);
  CHECK(reached[0].mail.attachments[0].name == "a.pdf");
}

TEST_CASE("Where no room is left or none is kept the words go out alone") {
  for (const bool full : {true, false}) {
    MailShop shop;
    (full ? shop.rules.attachments.max_total_bytes
          : shop.rules.attachments.max_mail_bytes) = 3;
    const OpenTicket open(shop);
    AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("a.pdf", "%PDF-1"));
    CHECK(LastNote(shop, open.number) ==
          "Allegati non arrivati al cliente: a.pdf (" +
              std::string(full ? "lo spazio per gli allegati è finito"
                               : "troppi allegati in una sola mail") +
              ")");
    const auto sent = SentTo(shop, "lucia@mail.example");
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].mail.attachments.empty());
  }
}

TEST_CASE(
    "Without an address the file stays at the desk, and the agent hears") {
  for (const bool words : {true, false}) {
    MailShop shop;
    const int64_t number = shop.AskForPerson("", "telegram");
    AnnaAnswers(shop, number,
                (words ? Words("Ecco.") : "") + Pdf("bolla.pdf", "%PDF-1"));
    CHECK(shop.MessagesOf(number).size() == (words ? 2 : 1));
    CHECK(KeptOf(shop, number).size() == (words ? 1 : 0));
    CHECK(shop.store->attachments().ListLoose()->empty());
    const std::string left =
        "bolla.pdf (il cliente è in una chat che non riceve file e non ha "
        "lasciato un indirizzo mail)";
    CHECK(LastNote(shop, number).find(left) != std::string::npos);
    const auto told = SentTo(shop, "anna@team.example");
    REQUIRE(told.size() == 1);
    CHECK(told[0].mail.text.find(left) != std::string::npos);
  }
}

TEST_CASE("A letter that is refused for its files goes without them, once") {
  MailShop shop;
  const OpenTicket open(shop);
  AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("a.pdf", "%PDF-1"));
  shop.answer = {SendOutcome::kPermanent, 552, "the server answered 552", false,
                 true};
  shop.clock.now += shop.rules.reply_delay;
  CHECK(shop.mailer.SendDue() == 1);
  CHECK(LastNote(shop, open.number) ==
        "Allegati non arrivati al cliente: a.pdf (rifiutato dal server di "
        "posta)");
  shop.answer = {SendOutcome::kSent, 250, "", false, false};
  const std::vector<SentMail> sent = shop.Send();
  REQUIRE(sent.size() == 2);
  const bool customer_first = sent[0].recipient == "lucia@mail.example";
  const SentMail& alone = sent[customer_first ? 0 : 1];
  const SentMail& told = sent[customer_first ? 1 : 0];
  CHECK(alone.mail.text.find("Ecco.") != std::string::npos);
  CHECK(alone.mail.attachments.empty());
  CHECK(told.recipient == "anna@team.example");
  CHECK(told.mail.text.find("a.pdf (rifiutato dal server di posta)") !=
        std::string::npos);
  CHECK(shop.Send().empty());
}

TEST_CASE("Without its files a letter that is refused again is dead") {
  MailShop shop;
  const OpenTicket open(shop);
  AnnaAnswers(shop, open.number, Words("Ecco.") + Pdf("a.pdf", "%PDF-1"));
  shop.answer = {SendOutcome::kPermanent, 554, "the server answered 554", false,
                 true};
  shop.clock.now += shop.rules.reply_delay;
  while (shop.mailer.SendDue() > 0) {
  }
  int letters = 0;
  for (const SentMail& mail : shop.sent) {
    if (mail.recipient == "lucia@mail.example") ++letters;
  }
  CHECK(letters == 2 + 1);  // the acknowledgement stands first
  CHECK(shop.EventsOf(open.number).back() == "mail_failed");
}

TEST_CASE("In the web chat a file reaches a customer without an address") {
  for (const bool words : {true, false}) {
    MailShop shop;
    const int64_t number = shop.AskForPerson("", "web");
    AnnaAnswers(shop, number,
                (words ? Words("Ecco.") : "") + Pdf("bolla.pdf", "%PDF-1"));
    const Message last = shop.MessagesOf(number).back();
    CHECK(last.text == (words ? "Ecco." : "Vedi allegato."));
    const auto kept = KeptOf(shop, number);
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].seq == last.seq);
    CHECK(shop.EventsOf(number).back() == "reply");
    CHECK(SentTo(shop, "anna@team.example").empty());
  }
}

TEST_CASE("The picture and the proof of a signature are not sent on") {
  const std::string proof = PartOf(
      "Content-Type: application/pkcs7-signature; name=smime.p7s\r\n"
      "Content-Disposition: attachment; filename=smime.p7s",
      "x");
  const std::string picture =
      "Content-Type: image/png\r\nContent-ID: <logo@x>\r\n"
      "Content-Disposition: inline; filename=logo.png";
  for (const size_t bytes : {size_t{10'000}, size_t{60'000}}) {
    MailShop shop;
    const OpenTicket open(shop);
    REQUIRE(
        shop.receiver
            .Receive(AnnaSends(shop, open.number,
                               Words("Eccomi.") + proof +
                                   PartOf(picture, std::string(bytes, 'x'))))
            .ok());
    const size_t meant = bytes > 50'000 ? 1 : 0;
    CHECK(KeptOf(shop, open.number).size() == meant);
    CHECK(shop.store->attachments().ListLoose()->empty());
    CHECK(shop.EventsOf(open.number).back() == "reply");
    const auto sent = SentTo(shop, "lucia@mail.example");
    REQUIRE(sent.size() == 1);
    CHECK(sent[0].mail.attachments.size() == meant);
  }
}

}  // namespace
}  // namespace sportello
