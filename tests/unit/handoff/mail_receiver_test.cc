#include "handoff/mail_receiver.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/handoff/mail_fixture.h"

namespace sportello {
namespace {

using namespace std::chrono_literals;

bool Says(const std::vector<Message>& messages, std::string_view text) {
  return std::any_of(
      messages.begin(), messages.end(),
      [text](const Message& message) { return message.text == text; });
}

TEST_CASE("An answer of the team goes to the customer and takes the ticket") {
  MailShop shop;
  const OpenTicket open(shop);
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.team, kAnna, "Eccomi!")).ok());
  const auto messages = shop.MessagesOf(open.number);
  CHECK(messages.back().text == "Eccomi!");
  CHECK(messages.back().from == Author::kAgent);
  CHECK(shop.FindTicket(open.number).agent == "anna@team.example");
  CHECK(shop.OwnerOf(open.number) == Owner::kAgent);
  CHECK(shop.changed == std::vector<std::string>{"conversation-1"});
  shop.clock.now += 21s;
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(mail.mail.text.find("Eccomi!") != std::string::npos);
  CHECK(mail.bytes.find("anna@team.example") == std::string::npos);
}

TEST_CASE("A mail that is read twice counts once") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string bytes = shop.AnswerTo(open.team, kAnna, "Eccomi!");
  REQUIRE(shop.receiver.Receive(bytes).ok());
  REQUIRE(shop.receiver.Receive(bytes).ok());
  CHECK(shop.MessagesOf(open.number).size() == 2);
}

TEST_CASE("An answer of the customer goes into the ticket and to the team") {
  MailShop shop;
  const OpenTicket open(shop);
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.customer, kLucia, "Ordine 551"))
          .ok());
  CHECK(shop.MessagesOf(open.number).back().text == "Ordine 551");
  CHECK(shop.MessagesOf(open.number).back().from == Author::kCustomer);
  const SentMail mail = shop.SendAndFind("team@team.example");
  CHECK(mail.mail.text.find("Ordine 551") != std::string::npos);
}

TEST_CASE("The next answer to the customer refers to his last mail") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string his = shop.AnswerTo(open.customer, kLucia, "Ordine 551");
  REQUIRE(shop.receiver.Receive(his).ok());
  shop.clock.now += 1s;
  shop.AgentWrites(open.number, "Grazie");
  shop.clock.now += 21s;
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(mail.mail.in_reply_to == ParseMail(his, {})->message_id);
  CHECK(mail.mail.references.front() == open.customer.mail.message_id);
  for (const std::string& id : mail.mail.references) {
    CHECK_FALSE(IsTeamMessageId(id));
  }
}

TEST_CASE("Nobody but the team can speak as the team") {
  MailShop shop;
  const OpenTicket open(shop);
  // A stranger who was sent the team's mail.
  REQUIRE(shop.receiver
              .Receive(shop.AnswerTo(open.team, "x@evil.example", "Paga qui"))
              .ok());
  CHECK_FALSE(Says(shop.MessagesOf(open.number), "Paga qui"));
  CHECK(shop.EventsOf(open.number).back() == "note");
  // The customer who writes the agent's address into From.
  REQUIRE(shop.receiver.Receive(shop.AnswerTo(open.customer, kAnna, "Sono io"))
              .ok());
  CHECK(shop.MessagesOf(open.number).back().from == Author::kCustomer);
  CHECK(shop.FindTicket(open.number).status == TicketStatus::kWaiting);
}

TEST_CASE("With DMARC asked for, an agent's mail without it is only noted") {
  MailShop shop;
  shop.rules.authserv_id = "mx.shop.example";
  const OpenTicket open(shop);
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.team, kAnna, "Eccomi!")).ok());
  CHECK(shop.MessagesOf(open.number).size() == 1);
  REQUIRE(shop.receiver
              .Receive(shop.AnswerTo(
                  open.team, kAnna, "Di nuovo",
                  "Authentication-Results: mx.shop.example; dmarc=pass\r\n"))
              .ok());
  CHECK(shop.MessagesOf(open.number).back().text == "Di nuovo");
}

TEST_CASE("Without addresses that carry tokens the Message-ID finds the way") {
  MailShop shop;
  shop.rules.plus_addresses = false;
  const OpenTicket open(shop);
  CHECK(open.team.bytes.find("Reply-To: help@shop.example\r\n") !=
        std::string::npos);
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.team, kAnna, "Eccomi!")).ok());
  REQUIRE(shop.receiver.Receive(shop.AnswerTo(open.customer, kLucia, "Grazie"))
              .ok());
  CHECK(shop.MessagesOf(open.number).size() == 3);
}

TEST_CASE("What machines write never reaches a customer") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string away = "Auto-Submitted: auto-replied\r\n";
  REQUIRE(shop.receiver
              .Receive(shop.AnswerTo(open.team, kAnna, "Sono in ferie", away))
              .ok());
  REQUIRE(shop.receiver
              .Receive(shop.AnswerTo(open.customer, kLucia, "In ferie", away))
              .ok());
  CHECK(shop.MessagesOf(open.number).size() == 1);
  CHECK(shop.Send().empty());
  CHECK(shop.EventsOf(open.number) ==
        std::vector<std::string>{"opened", "note", "note"});
}

TEST_CASE("Our own mail that comes back is left alone") {
  MailShop shop;
  const OpenTicket open(shop);
  REQUIRE(shop.receiver.Receive(open.customer.bytes).ok());
  REQUIRE(
      shop.receiver.Receive(shop.NewMail("help@shop.example", "ciao")).ok());
  CHECK(shop.Send().empty());
  CHECK(shop.MessagesOf(open.number).size() == 1);
}

TEST_CASE("A bounce is noted in the ticket of the mail that did not arrive") {
  MailShop shop;
  const OpenTicket open(shop);
  const std::string bounce =
      "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\n"
      "To: help@shop.example\r\nSubject: Undelivered Mail\r\n"
      "Message-ID: <b@mx.example>\r\nContent-Type: multipart/report; "
      "report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
      "Content-Type: message/delivery-status\r\n\r\n"
      "Final-Recipient: rfc822; lucia@mail.example\r\nStatus: 5.1.1\r\n"
      "--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <" +
      open.customer.mail.message_id + ">\r\n\r\nx\r\n--b--\r\n";
  REQUIRE(shop.receiver.Receive(bounce).ok());
  const auto events = shop.store->tickets().ListEvents(open.number);
  CHECK(events->back().detail.find("Mail non consegnata (5.1.1)") !=
        std::string::npos);
  CHECK(shop.Send().empty());
}

TEST_CASE("A new mail is a ticket, and its sender hears when to expect what") {
  MailShop shop;
  REQUIRE(
      shop.receiver.Receive(shop.NewMail(kLucia, "La scarpa è rotta")).ok());
  CHECK(shop.MessagesOf(1).front().text == "Domanda\n\nLa scarpa è rotta");
  CHECK(shop.FindTicket(1).queue == kGeneralQueue);
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(mail.mail.subject == "Re: Domanda");
  CHECK(mail.mail.in_reply_to == "n1@mail.example");
  CHECK(mail.mail.text.find("ha il numero 1") != std::string::npos);
}

TEST_CASE("A sure answer is mailed, and the answer to it opens a ticket") {
  MailShop shop;
  Message answer;
  answer.from = Author::kBot;
  answer.text = "Apriamo alle **9**.";
  shop.thoughts.answer = answer;
  REQUIRE(shop.receiver.Receive(shop.NewMail(kLucia, "A che ora?")).ok());
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(mail.mail.text.find("Apriamo alle 9.") != std::string::npos);
  CHECK(mail.mail.text.find("ti risponde una persona") != std::string::npos);
  CHECK_FALSE((*shop.store->tickets().Find(1)).has_value());
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(mail, kLucia, "Non mi aiuta")).ok());
  CHECK(shop.MessagesOf(1).back().text == "Non mi aiuta");
  CHECK(shop.OwnerOf(1) == Owner::kQueue);
}

TEST_CASE("Newsletters and notes of absence open nothing") {
  MailShop shop;
  REQUIRE(shop.receiver
              .Receive(shop.NewMail("news@promo.example", "Saldi",
                                    "List-Id: <n.promo.example>\r\n"))
              .ok());
  REQUIRE(shop.receiver
              .Receive(shop.NewMail(kLucia, "Assente",
                                    "Auto-Submitted: auto-replied\r\n"))
              .ok());
  CHECK_FALSE((*shop.store->tickets().Find(1)).has_value());
}

TEST_CASE("No-reply senders get a ticket for people and no acknowledgement") {
  MailShop shop;
  REQUIRE(shop.receiver
              .Receive(shop.NewMail("noreply@courier.example", "In consegna"))
              .ok());
  const auto sent = shop.Send();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].recipient == "team@team.example");
}

TEST_CASE("One sender gets few acknowledgements a day, and all his tickets") {
  MailShop shop;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(shop.receiver.Receive(shop.NewMail(kLucia, "Ancora")).ok());
  }
  int acknowledged = 0;
  for (const SentMail& mail : shop.Send()) {
    if (mail.recipient == "lucia@mail.example") ++acknowledged;
  }
  CHECK(acknowledged == 3);
  CHECK((*shop.store->tickets().Find(5)).has_value());
  shop.AgentWrites(5, "Eccoci");
  CHECK(shop.SendAndFind("lucia@mail.example").mail.text.find("Eccoci") !=
        std::string::npos);
}

TEST_CASE("An answer to a closed ticket opens it again, from either side") {
  MailShop shop;
  const OpenTicket open(shop);
  const auto close = [&] {
    shop.AgentWrites(open.number, "Fatto");
    shop.Do([&](Transaction& transaction) {
      const auto closed = shop.work.Close(transaction, open.number, "giulia",
                                          "solved", shop.clock.now);
      return closed.ok() ? Status() : Status(closed.error());
    });
    REQUIRE(shop.FindTicket(open.number).status == TicketStatus::kClosed);
  };
  close();
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.customer, kLucia, "Ancora no"))
          .ok());
  CHECK(shop.FindTicket(open.number).status == TicketStatus::kWaiting);
  CHECK(shop.OwnerOf(open.number) == Owner::kQueue);
  close();
  REQUIRE(
      shop.receiver.Receive(shop.AnswerTo(open.team, kAnna, "Un'ultima cosa"))
          .ok());
  CHECK(shop.FindTicket(open.number).status == TicketStatus::kClaimed);
  CHECK(Says(shop.MessagesOf(open.number), "Un'ultima cosa"));
}

TEST_CASE("A ticket's number in the subject is believed of its customer only") {
  MailShop shop;
  const OpenTicket open(shop);
  const auto with_number = [&](const std::string& from) {
    std::string mail = shop.NewMail(from, "Con il numero");
    mail.replace(mail.find("Subject: Domanda"), 16, "Subject: Re: [#1] x");
    return mail;
  };
  REQUIRE(shop.receiver.Receive(with_number("x@evil.example")).ok());
  CHECK(shop.MessagesOf(open.number).size() == 1);
  REQUIRE(shop.receiver.Receive(with_number(kLucia)).ok());
  CHECK(shop.MessagesOf(open.number).size() == 2);
}

TEST_CASE("A customer's attachments are told by name and kept") {
  MailShop shop;
  const OpenTicket open(shop);
  const auto attach = [](std::string mail) {
    const std::string type = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    const size_t at = mail.find(type);
    mail.insert(at + type.size(), "");
    mail.replace(
        at, type.size(),
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + type);
    return mail +
           "--b\r\nContent-Type: image/png; name=a.png\r\n"
           "Content-Disposition: attachment; filename=a.png\r\n\r\n"
           "x\r\n--b--\r\n";
  };
  REQUIRE(shop.receiver
              .Receive(attach(shop.AnswerTo(open.customer, kLucia, "Foto")))
              .ok());
  CHECK(shop.MessagesOf(open.number).back().text ==
        "Foto\n[Allegato: a.png, 1 byte]");
  const auto kept = *shop.store->attachments().List(
      shop.FindTicket(open.number).conversation);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].name == "a.png");
  CHECK(kept[0].seq == shop.MessagesOf(open.number).back().seq);
  CHECK(*shop.store->attachments().Read(kept[0].id) == "x");
}

TEST_CASE("What is over the limits is named and not kept") {
  MailShop shop;
  shop.rules.attachments.max_bytes = 4;
  shop.rules.attachments.max_mail_bytes = 6;
  shop.rules.attachments.max_total_bytes = 9;
  const auto part = [](const std::string& name, const std::string& content) {
    return "--b\r\nContent-Type: image/png\r\nContent-Disposition: "
           "attachment; filename=" +
           name + "\r\n\r\n" + content + "\r\n";
  };
  const auto mail = [&](const std::string& id) {
    return "From: " + std::string(kLucia) +
           "\r\nTo: help@shop.example\r\nSubject: Foto\r\nMessage-ID: <" + id +
           "@mail.example>\r\nContent-Type: multipart/mixed; boundary=b\r\n" +
           "\r\n" + part("big", "12345") + part("one", "1234") +
           part("two", "1234") + part("three", "12") + "--b--\r\n";
  };
  const auto names = [&](int64_t number) {
    const auto kept =
        shop.store->attachments().List(shop.FindTicket(number).conversation);
    std::string all;
    for (const Attachment& one : *kept) all += one.name + " ";
    return all;
  };
  REQUIRE(shop.receiver.Receive(mail("x1")).ok());
  CHECK(names(1) == "one three ");
  const std::string text = shop.MessagesOf(1).back().text;
  CHECK(text.find("[Allegato: big, 5 byte, non conservato]") !=
        std::string::npos);
  CHECK(text.find("[Allegato: one, 4 byte]") != std::string::npos);
  // Six bytes are there, three are left for all: the text says so.
  REQUIRE(shop.receiver.Receive(mail("x2")).ok());
  CHECK(names(2) == "three ");
  const std::string second = shop.MessagesOf(2).back().text;
  CHECK(second.find("[Allegato: one, 4 byte, non conservato]\n"
                    "[Allegato: two, 4 byte, non conservato]\n"
                    "[Allegato: three, 2 byte]") != std::string::npos);
}

TEST_CASE("A customer's mail keeps no number of a card, an agent's does") {
  const std::string iban = "IT60X0542811101000000123456";
  MailShop shop;
  const OpenTicket open(shop);
  const auto last = [&](const std::string& mail, int64_t number) {
    REQUIRE(shop.receiver.Receive(mail).ok());
    return shop.MessagesOf(number).back().text;
  };
  CHECK(last(shop.AnswerTo(open.customer, kLucia, "IBAN " + iban), 1) ==
        "IBAN ••••3456");
  CHECK(last(shop.AnswerTo(open.team, kAnna, "Versi su " + iban), 1) ==
        "Versi su " + iban);
  std::string mail = shop.NewMail(kLucia, "La carta 4111 1111 1111 1111");
  mail.replace(mail.find("Domanda"), 7, iban);
  CHECK(last(mail, 2) == "••••3456\n\nLa carta ••••1111");
  CHECK(shop.FindTicket(2).summary == "••••3456");
}

TEST_CASE("A code where a long mail is cut is masked too") {
  MailShop shop;
  REQUIRE(shop.receiver
              .Receive(shop.NewMail(
                  kLucia, std::string(19'990, 'x') + " 4111 1111 1111 1111 ok"))
              .ok());
  const std::string text = shop.MessagesOf(1).back().text;
  CHECK(text.find("xx ••") != std::string::npos);
  CHECK(text.find("41") == std::string::npos);
  CHECK(text.ends_with("…"));
}

TEST_CASE("What is no mail is refused and changes nothing") {
  MailShop shop;
  CHECK(shop.receiver.Receive("").error().code == Code::kInvalid);
}

}  // namespace
}  // namespace sportello
