#include "handoff/mailer.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "handoff/rating_link.h"
#include "unit/handoff/mail_fixture.h"

namespace sportello {
namespace {

using namespace std::chrono_literals;

bool Holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> Recipients(const std::vector<SentMail>& sent) {
  std::vector<std::string> all;
  for (const SentMail& mail : sent) all.push_back(mail.recipient);
  std::sort(all.begin(), all.end());
  return all;
}

TEST_CASE("A ticket goes to the team, and an acknowledgement to the customer") {
  MailShop shop;
  shop.AskForPerson("lucia@mail.example");
  CHECK(Recipients(shop.Send()) ==
        std::vector<std::string>{"lucia@mail.example", "team@team.example"});
  CHECK(shop.Send().empty());
}

TEST_CASE("The team's mail tells the ticket and can be answered") {
  MailShop shop;
  shop.AskForPerson("lucia@mail.example");
  const SentMail mail = shop.SendAndFind("team@team.example");
  CHECK(mail.mail.subject == "[#1] asked for a person (web, it)");
  CHECK(Holds(mail.mail.text, "--- Rispondi sopra questa riga ---"));
  CHECK(Holds(mail.mail.text, "Rispondere entro: oggi alle 13:00"));
  CHECK(Holds(mail.mail.text, "Lucia Verdi:\nVorrei un rimborso <script>"));
  CHECK_FALSE(Holds(mail.bytes, "text/html"));
  CHECK(Holds(mail.bytes, "Auto-Submitted: auto-generated"));
  CHECK(Holds(mail.bytes, "Reply-To: help+"));
}

TEST_CASE("The acknowledgement says number and time, and no customer's words") {
  MailShop shop;
  shop.AskForPerson("lucia@mail.example");
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(Holds(mail.mail.text, "ha il numero 1."));
  CHECK(Holds(mail.mail.text, "Ti rispondiamo entro oggi alle 13:00."));
  CHECK(Holds(mail.bytes, "Auto-Submitted: auto-replied"));
  CHECK_FALSE(Holds(mail.mail.text, "rimborso"));
  CHECK(mail.sender == "help@shop.example");
}

TEST_CASE("The summary of a ticket is told in the team's language") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  shop.Do([&](Transaction& transaction) {
    auto ticket = transaction.tickets().Find(number);
    if (!ticket.ok()) return Status(ticket.error());
    (*ticket)->summary = "intent: resi\nnot understood: la suola: rotta\n";
    return transaction.tickets().Update(**ticket);
  });
  const SentMail mail = shop.SendAndFind("team@team.example");
  CHECK(mail.mail.subject == "[#1] Argomento: resi (web, it)");
  CHECK(Holds(mail.mail.text, "Non capito: la suola: rotta"));
}

TEST_CASE("The letter of an end asks how it went, when people answered") {
  for (const std::string outcome : {"solved", "duplicate"}) {
    MailShop shop;
    shop.closing = "La richiesta è chiusa.";
    const int64_t number = shop.AskForPerson("lucia@mail.example");
    shop.AgentWrites(number, "Fatto.");
    shop.clock.now += 1min;
    shop.Send();
    shop.Do([&](Transaction& transaction) {
      const auto closed = shop.work.Close(transaction, number, "giulia",
                                          outcome, shop.clock.now);
      return closed.ok() ? Status() : Status(closed.error());
    });
    shop.clock.now += 1min;
    const SentMail mail = shop.SendAndFind("lucia@mail.example");
    CHECK(Holds(mail.mail.text, "La richiesta è chiusa."));
    const std::string link = "https://chat.shop.example/rating/" +
                             RatingToken("another secret", number) + "?score=4";
    CHECK(Holds(mail.mail.text, link) == (outcome == "solved"));
  }
}

TEST_CASE("A closed shop says when it opens again") {
  MailShop shop;
  shop.clock.now += 11h;  // Monday evening
  shop.AskForPerson("lucia@mail.example");
  const SentMail mail = shop.SendAndFind("lucia@mail.example");
  CHECK(Holds(mail.mail.text,
              "Riapriamo domani alle 9:00. Ti rispondiamo entro domani alle "
              "11:00."));
}

TEST_CASE("An address that is given later is acknowledged once") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  CHECK(Recipients(shop.Send()) ==
        std::vector<std::string>{"team@team.example"});
  const std::string id = shop.FindTicket(number).conversation;
  for (int i = 0; i < 2; ++i) {
    shop.Do([&](Transaction& transaction) {
      auto conversation = transaction.FindConversation(id);
      return shop.work.SetContact(transaction, **conversation,
                                  "lucia@mail.example", shop.clock.now);
    });
  }
  CHECK(Recipients(shop.Send()) ==
        std::vector<std::string>{"lucia@mail.example"});
}

TEST_CASE("A reply that the customer saw in the chat is not mailed") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("lucia@mail.example");
  shop.Send();
  shop.AgentWrites(number, "Ecco il rimborso");
  CHECK(shop.Send().empty());  // not yet
  shop.clock.now += 21s;
  shop.seen = 2;
  CHECK(shop.Send().empty());
  shop.seen = 0;
  CHECK(shop.Send().empty());  // settled
}

// How often the customer gets the reply by mail.
size_t CountMails(MailShop& shop) {
  const std::vector<SentMail> sent = shop.Send();
  return static_cast<size_t>(
      std::count_if(sent.begin(), sent.end(), [](const SentMail& mail) {
        return mail.recipient == "lucia@mail.example" &&
               Holds(mail.mail.text, "Ecco il rimborso");
      }));
}

struct ReplyInChat {
  ReplyInChat() {
    shop.Send();
    shop.AgentWrites(number, "Ecco il rimborso");
  }
  MailShop shop;
  int64_t number = shop.AskForPerson("lucia@mail.example", "whatsapp");
};

TEST_CASE_FIXTURE(ReplyInChat,
                  "A reply that was mailed is not mailed again when the chat "
                  "failed after that") {
  shop.clock.now += 21s;  // restarted: what was seen is forgotten
  CHECK(CountMails(shop) == 1);
  shop.seen = 2;
  shop.ChatFails(number);
  shop.clock.now += 1h;
  CHECK(CountMails(shop) == 0);
}

TEST_CASE_FIXTURE(
    ReplyInChat,
    "A chat that failed before the mail was due sends it at once, "
    "and once") {
  shop.seen = 2;
  shop.ChatFails(number);
  CHECK(CountMails(shop) == 1);
  shop.seen = 0;  // restarted
  shop.ChatFails(number);
  shop.clock.now += 1h;
  CHECK(CountMails(shop) == 0);
}

TEST_CASE_FIXTURE(ReplyInChat,
                  "A reply that was seen, and then was not, is mailed once") {
  shop.seen = 2;
  shop.clock.now += 21s;
  CHECK(CountMails(shop) == 0);
  shop.ChatFails(number);
  shop.ChatFails(number);
  CHECK(CountMails(shop) == 1);
}

TEST_CASE_FIXTURE(ReplyInChat,
                  "A chat that fails while the mailer looks what was seen is "
                  "not forgotten") {
  shop.seen = 2;
  shop.clock.now += 21s;
  shop.look = [this] { shop.ChatFails(number); };
  CHECK(CountMails(shop) == 1);
}

TEST_CASE_FIXTURE(ReplyInChat,
                  "A mail that the server puts off stays one when the chat "
                  "fails meanwhile") {
  shop.clock.now += 21s;
  shop.answer = {SendOutcome::kRetry, 450, "later", false};
  CHECK(CountMails(shop) == 1);  // tried
  shop.ChatFails(number);
  CHECK(CountMails(shop) == 0);  // it has its own time
  shop.answer = {SendOutcome::kSent, 250, "", false};
  shop.seen = 2;
  shop.clock.now += 1h;
  CHECK(CountMails(shop) == 1);
  shop.clock.now += 1h;
  CHECK(CountMails(shop) == 0);
}

TEST_CASE("The team reads what the page tells as the page's words") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  const std::string id = shop.FindTicket(number).conversation;
  shop.Do([&](Transaction& transaction) {
    auto conversation = **transaction.FindConversation(id);
    conversation.customer.attributes = {{"plan", "gold\nBcc: x@y.it"}};
    return transaction.UpdateConversation(conversation);
  });
  const SentMail mail = shop.SendAndFind("team@team.example");
  CHECK(Holds(mail.mail.text,
              "Detto dalla pagina, non verificato:\n- plan: gold Bcc: x@y.it"));
  CHECK_FALSE(Holds(mail.bytes, "text/html"));
}

TEST_CASE("A reply to a customer who is gone is mailed in his thread") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("lucia@mail.example");
  const SentMail first = shop.SendAndFind("lucia@mail.example");
  shop.AgentWrites(number, "Ecco il **rimborso**");
  shop.clock.now += 21s;
  const SentMail reply = shop.SendAndFind("lucia@mail.example");
  CHECK(reply.mail.in_reply_to == first.mail.message_id);
  CHECK(reply.mail.subject == first.mail.subject);
  CHECK(Holds(reply.mail.text, "Ecco il rimborso"));
  CHECK_FALSE(Holds(reply.bytes, "Auto-Submitted"));
}

TEST_CASE("A mail that the server puts off keeps its Message-ID") {
  MailShop shop;
  shop.AskForPerson("");
  shop.answer = {SendOutcome::kRetry, 451, "later", false};
  const auto first = shop.Send();
  REQUIRE(first.size() == 1);
  CHECK(shop.Send().empty());  // not before a minute
  shop.clock.now += 70s;
  shop.answer = {SendOutcome::kSent, 250, "", false};
  const auto second = shop.Send();
  REQUIRE(second.size() == 1);
  CHECK(second[0].mail.message_id == first[0].mail.message_id);
}

TEST_CASE("The waits grow, and after a day the mail is dead and visible") {
  CHECK(MailRetryWait(1) == 1min);
  CHECK(MailRetryWait(2) == 5min);
  CHECK(MailRetryWait(5) == 240min);
  CHECK(MailRetryWait(9) == 240min);
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  shop.answer = {SendOutcome::kRetry, 0, "unreachable", false};
  int tries = 0;
  for (int minute = 0; minute < 26 * 60; ++minute) {
    tries += static_cast<int>(shop.Send().size());
    shop.clock.now += 1min;
  }
  CHECK(tries == 10);  // at 0, 1, 6, 21, 81, 321 minutes and so on
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) == 1);
  const auto dead = shop.store->outbox().List(OutboxState::kDead, 1);
  CHECK(dead->front().last_error == "unreachable");
  CHECK(shop.EventsOf(number).back() == "mail_failed");
}

TEST_CASE("What the server refuses for good is dead at once, others go on") {
  MailShop shop;
  shop.AskForPerson("");
  shop.AskForPerson("");
  shop.answer = {SendOutcome::kPermanent, 550, "the server answered 550",
                 false};
  CHECK(shop.mailer.SendDue() == 2);
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) == 2);
}

TEST_CASE("A wrong password stops the queue and loses nothing") {
  MailShop shop;
  shop.AskForPerson("");
  shop.AskForPerson("");
  shop.answer = {SendOutcome::kMisconfigured, 535, "login", false};
  CHECK(shop.Send().size() == 1);
  CHECK(*shop.store->outbox().Count(OutboxState::kDue) == 2);
  shop.clock.now += 2min;
  shop.answer = {SendOutcome::kSent, 250, "", false};
  CHECK(shop.Send().size() == 2);
}

TEST_CASE("A row that cannot be understood is dead and does not stop others") {
  MailShop shop;
  shop.Do([&](Transaction& transaction) {
    OutboxItem item;
    item.target = "x@mail.example";
    item.payload = "{\"letter\":\"poison\"}";
    item.message_id = "p@shop.example";
    item.created_at = item.next_try_at = shop.clock.now;
    return transaction.outbox().Insert(item);
  });
  shop.AskForPerson("");
  CHECK(Recipients(shop.Send()) ==
        std::vector<std::string>{"team@team.example"});
  CHECK(*shop.store->outbox().Count(OutboxState::kDead) == 1);
}

TEST_CASE("The supervisor hears of a ticket that is overdue") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  shop.Send();
  shop.clock.now += 3h;
  shop.Do([&](Transaction& transaction) {
    const auto due = shop.work.Alarm(transaction, number, shop.clock.now);
    return due.ok() ? Status() : Status(due.error());
  });
  const SentMail mail = shop.SendAndFind("boss@shop.example");
  CHECK(mail.mail.subject == "[#1] Scaduto: nessuno ha ancora risposto");
}

TEST_CASE("A conversation is sent to few addresses a day, once to each") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  const auto ask = [&](const std::string& address) {
    return shop.AskForCopy(number, address);
  };
  CHECK(ask("lucia@mail.example") == "ok");
  CHECK(ask("Lucia@mail.example") == "conflict");
  CHECK(ask("other@mail.example") == "ok");
  CHECK(ask("third@mail.example") == "denied");
  shop.clock.now += std::chrono::hours(24) + std::chrono::seconds(1);
  CHECK(ask("third@mail.example") == "ok");
}

TEST_CASE("A copy of two minutes ago is not sent again after midnight") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  shop.clock.now = std::chrono::ceil<std::chrono::days>(shop.clock.now) - 1min;
  CHECK(shop.AskForCopy(number, "lucia@mail.example") == "ok");
  shop.clock.now += 2min;
  CHECK(shop.AskForCopy(number, "lucia@mail.example") == "conflict");
  shop.clock.now += 24h;
  CHECK(shop.AskForCopy(number, "lucia@mail.example") == "ok");
}

TEST_CASE("One address gets few conversations a day, whoever asks") {
  MailShop shop;
  for (int i = 0; i < 3; ++i) {
    CHECK(shop.AskForCopy(shop.AskForPerson(""), "victim@mail.example") ==
          "ok");
  }
  CHECK(shop.AskForCopy(shop.AskForPerson(""), "VICTIM@mail.example") ==
        "denied");
}

TEST_CASE("What the team hears of a ticket is one thread, and its own") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("lucia@mail.example");
  const SentMail first = shop.SendAndFind("team@team.example");
  CHECK(first.mail.in_reply_to.empty());
  const int64_t other = shop.AskForPerson("mara@mail.example");
  const SentMail others = shop.SendAndFind("team@team.example");
  CHECK(others.mail.message_id != first.mail.message_id);
  // The customer's next message, and the ticket once more.
  for (const std::string_view what : {"message", "reopened"}) {
    Message message;
    message.seq = 1;
    const Ticket ticket = shop.FindTicket(number);
    const auto conversation =
        **shop.store->FindConversation(ticket.conversation);
    shop.Do([&](Transaction& transaction) {
      return shop.writer.OnNews(transaction, {what, ticket, conversation, "",
                                              &message, shop.clock.now});
    });
    const SentMail next = shop.SendAndFind("team@team.example");
    CHECK(next.mail.message_id != first.mail.message_id);
    CHECK(next.mail.in_reply_to == first.mail.message_id);
    CHECK(next.mail.references ==
          std::vector<std::string>{first.mail.message_id});
  }
  // Who answers the customer's mail does not learn the team's ids.
  CHECK(first.mail.message_id.find(shop.FindTicket(other).mail_token) ==
        std::string::npos);
}

TEST_CASE("A copy of the conversation carries no links of the customer") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  shop.CustomerWrites(number,
                      "guarda https://evil.example/x e WWW.evil.example\nok");
  REQUIRE(shop.AskForCopy(number, "victim@mail.example") == "ok");
  const std::string text = shop.SendAndFind("victim@mail.example").mail.text;
  CHECK(text.find("guarda [link] e [link]\nok") != std::string::npos);
  CHECK(FoldMailAddress(text).find("evil") == std::string::npos);
}

TEST_CASE("A copy neither tells the name nor lets the bot repeat a link") {
  MailShop shop;
  const int64_t number = shop.AskForPerson("");
  const std::string id = shop.FindTicket(number).conversation;
  shop.CustomerWrites(number, "Il mio ordine è Evil.example/login.");
  shop.Do([&](Transaction& transaction) {
    auto conversation = **transaction.FindConversation(id);
    conversation.customer.name = "Premio https://win.example";
    conversation.state = R"({"slots":{"why":"www.slot.example"}})";
    Message reply;
    reply.from = Author::kBot;
    reply.text =
        "Ordine \"evil.example/login\", www.slot.example e "
        "https://win.example: vedi [resi](https://shop.example/resi)";
    Status status = transaction.AppendMessage(conversation, reply, "");
    return status.ok() ? transaction.UpdateConversation(conversation) : status;
  });
  REQUIRE(shop.AskForCopy(number, "victim@mail.example") == "ok");
  const std::string text = shop.SendAndFind("victim@mail.example").mail.text;
  CHECK(Holds(text, "] Cliente:\nIl mio ordine è [link]\n"));
  CHECK(Holds(text, "Ordine \"[link]\", [link] e [link]"));
  CHECK(Holds(text, "https://shop.example/resi"));
  CHECK_FALSE(Holds(text, "win.example"));
}

}  // namespace
}  // namespace sportello
