// A shop with mail: a store in memory, a team, a mail server that is a list.
#ifndef SPORTELLO_TESTS_UNIT_HANDOFF_MAIL_FIXTURE_H_
#define SPORTELLO_TESTS_UNIT_HANDOFF_MAIL_FIXTURE_H_

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "handoff/mail_receiver.h"
#include "handoff/mail_writer.h"
#include "handoff/mailer.h"
#include "store/memory_store.h"

namespace sportello {

inline constexpr const char* kAnna = "Anna <anna@team.example>";
inline constexpr const char* kLucia = "Lucia Verdi <lucia@mail.example>";

class SetClock : public Clock {
 public:
  Time Now() const override { return now; }
  // Monday 2026-11-16, 11:00 in Rome.
  Time now = Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 16)
                      .time_since_epoch()) +
             std::chrono::hours(10);
};

struct SentMail {
  std::string sender;
  std::string recipient;
  ParsedMail mail;
  std::string bytes;
};

class MailShop {
 public:
  MailShop() { work.AddListener(writer); }

  static MailRules Rules() {
    MailRules rules;
    rules.from = {"Negozio", "help@shop.example"};
    rules.agents = {"anna@team.example"};
    rules.secret = "a secret of this test";
    rules.supervisor = "boss@shop.example";
    rules.page_url = "https://chat.shop.example";
    rules.rating_secret = "another secret";
    return rules;
  }
  static Queues MakeQueues() {
    auto hours = OpeningHours::Make("monday-friday 09:00-18:00", "Europe/Rome");
    return Queues(*hours, std::chrono::minutes(120), {"team@team.example"});
  }

  // A customer of the chat asks for a person; the ticket's number.
  int64_t AskForPerson(const std::string& email,
                       const std::string& channel = "web") {
    int64_t number = 0;
    Do([&](Transaction& transaction) {
      Conversation conversation;
      conversation.id = "conversation-" + std::to_string(++conversations);
      conversation.channel = channel;
      conversation.language = "it";
      conversation.customer = {"Lucia Verdi", email};
      Status status = transaction.InsertConversation(conversation);
      if (!status.ok()) return status;
      Message question;
      question.text = "Vorrei un rimborso <script>";
      question.at = clock.now;
      status = transaction.AppendMessage(conversation, question, "");
      if (!status.ok()) return status;
      Ticket ticket;
      ticket.reason = "asked for a person";
      ticket.language = "it";
      status = work.Open(transaction, conversation, ticket, clock.now);
      number = ticket.number;
      return status.ok() ? transaction.UpdateConversation(conversation)
                         : status;
    });
    return number;
  }

  void AgentWrites(int64_t number, const std::string& text) {
    Do([&](Transaction& transaction) {
      Message message;
      const auto replied = work.Reply(transaction, number, "giulia", text, "",
                                      true, clock.now, message);
      return replied.ok() ? Status() : Status(replied.error());
    });
  }

  // The chat's provider could not bring the conversation's last message.
  void ChatFails(int64_t number) {
    const Message last = MessagesOf(number).back();
    Do([&](Transaction& transaction) {
      return work.Undelivered(transaction, number, "refused", last, clock.now);
    });
  }

  void CustomerWrites(int64_t number, const std::string& text) {
    const std::string id = FindTicket(number).conversation;
    Do([&](Transaction& transaction) {
      auto conversation = **transaction.FindConversation(id);
      Message message;
      message.text = text;
      message.at = clock.now;
      Status status = transaction.AppendMessage(conversation, message, "");
      return status.ok() ? transaction.UpdateConversation(conversation)
                         : status;
    });
  }

  // "ok", or the code of the error.
  std::string AskForCopy(int64_t number, const std::string& address) {
    const std::string id = FindTicket(number).conversation;
    const Status asked = store->Write([&](Transaction& transaction) {
      const auto conversation = **transaction.FindConversation(id);
      return work.SendTranscript(transaction, conversation, address, clock.now);
    });
    return asked.ok() ? "ok" : CodeName(asked.error().code);
  }

  void Do(const Store::Work& work_to_do) {
    const Status done = store->Write(work_to_do);
    REQUIRE_MESSAGE(done.ok(), done.error().message);
  }

  Ticket FindTicket(int64_t number) {
    const auto ticket = store->tickets().Find(number);
    REQUIRE(ticket->has_value());
    return **ticket;
  }
  std::vector<Message> MessagesOf(int64_t number) {
    return *store->ListMessages(FindTicket(number).conversation, 0, 100);
  }
  std::vector<std::string> EventsOf(int64_t number) {
    std::vector<std::string> events;
    const auto listed = store->tickets().ListEvents(number);
    for (const TicketEvent& event : *listed) {
      events.push_back(event.what);
    }
    return events;
  }
  Owner OwnerOf(int64_t number) {
    return (*store->FindConversation(FindTicket(number).conversation))->owner;
  }

  // Everything due goes out; what went to an address then.
  std::vector<SentMail> Send() {
    sent.clear();
    while (mailer.SendDue() > 0 && answer.outcome == SendOutcome::kSent) {
    }
    return sent;
  }
  SentMail SendAndFind(const std::string& recipient) {
    for (const SentMail& mail : Send()) {
      if (mail.recipient == recipient) return mail;
    }
    FAIL("no mail to " << recipient);
    return {};
  }

  // A mail program's answer to what it got.
  std::string AnswerTo(const SentMail& got, const std::string& from,
                       const std::string& text,
                       const std::string& headers = "") {
    const size_t begin = got.bytes.find("Reply-To: ") + 10;
    const std::string to =
        got.bytes.substr(begin, got.bytes.find("\r\n", begin) - begin);
    return "From: " + from + "\r\nTo: " + to +
           "\r\nSubject: Re: " + got.mail.subject + "\r\nIn-Reply-To: <" +
           got.mail.message_id + ">\r\nMessage-ID: <m" +
           std::to_string(++mails) + "@mail.example>\r\n" + headers +
           "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text +
           "\r\n\r\nIl giorno lun 16 nov 2026 alle ore 10:21 Negozio ha "
           "scritto:\r\n> " +
           got.mail.text.substr(0, 40) + "\r\n";
  }

  std::string NewMail(const std::string& from, const std::string& text,
                      const std::string& headers = "") {
    return "From: " + from +
           "\r\nTo: help@shop.example\r\nSubject: Domanda\r\n"
           "Message-ID: <n" +
           std::to_string(++mails) + "@mail.example>\r\n" + headers +
           "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n";
  }

  SetClock clock;
  std::unique_ptr<Store> store = MakeMemoryStore();
  Metrics metrics;
  Queues queues = MakeQueues();
  MailRules rules = Rules();
  MailWriter writer{rules, queues};
  std::string closing;  // what the customer is told at the end
  TicketWork work{
      queues,
      {std::chrono::minutes(15),
       {},
       [this](const Ticket&, const Conversation&) { return closing; }}};
  int conversations = 0;
  int mails = 0;

  SendResult answer{SendOutcome::kSent, 250, "", false};
  std::vector<SentMail> sent;
  int64_t seen = 0;
  std::function<void()> look;  // happens while the mailer looks what was seen
  Mailer mailer{
      {*store, queues, rules, clock, metrics,
       [this](const std::string&) {
         if (look) std::exchange(look, nullptr)();
         return seen;
       }},
      [this](const std::string& sender, const std::string& recipient,
             std::string_view bytes) {
        ParseOptions options;
        LimitAttachments(AttachmentLimits{}, options);
        auto mail = ParseMail(bytes, options);
        REQUIRE(mail.ok());
        sent.push_back({sender, recipient, *mail, std::string(bytes)});
        return answer;
      }};

  MailThoughts thoughts{"it", {}, "", ""};
  std::vector<std::string> changed;
  MailReceiver receiver{
      {*store, work, writer, rules, clock, metrics,
       [this](const ParsedMail&, const std::string&) { return thoughts; },
       [this](const std::string& conversation) {
         changed.push_back(conversation);
       }}};
};

// A ticket, and what team and customer got of it.
struct OpenTicket {
  explicit OpenTicket(MailShop& shop)
      : number(shop.AskForPerson("lucia@mail.example")) {
    for (const SentMail& mail : shop.Send()) {
      (mail.recipient == "team@team.example" ? team : customer) = mail;
    }
  }
  int64_t number;
  SentMail team;
  SentMail customer;
};

}  // namespace sportello

#endif  // SPORTELLO_TESTS_UNIT_HANDOFF_MAIL_FIXTURE_H_
