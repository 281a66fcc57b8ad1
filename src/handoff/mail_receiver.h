// What becomes of a mail that came in.
//
// An answer of the team goes to the customer and takes the ticket; an answer
// of the customer goes into the ticket; a new mail is a new conversation,
// which the bot answers when it is sure and a person otherwise. What machines
// write (out of office, bounces, our own mail) never reaches a customer: it is
// noted in the ticket that it belongs to, or counted and left alone.
//
// Everything that a mail changes is one transaction that begins with its
// Message-ID, so that a mail which is read twice counts once.
#ifndef SPORTELLO_HANDOFF_MAIL_RECEIVER_H_
#define SPORTELLO_HANDOFF_MAIL_RECEIVER_H_

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "handoff/mail_attachments.h"
#include "handoff/mail_rules.h"
#include "handoff/mail_writer.h"
#include "handoff/ticket_work.h"
#include "mail/parsed_mail.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// What the bot makes of a new mail.
struct MailThoughts {
  std::string language;
  std::optional<Message> answer;  // only when it is sure
  std::string queue;    // where a ticket goes; empty = the general one
  std::string summary;  // of a ticket
};

struct MailReceiverParts {
  Store& store;
  const TicketWork& work;
  const MailWriter& writer;
  const MailRules& rules;
  const Clock& clock;
  Metrics& metrics;
  // Asked with the subject and the text; safe to call from this thread.
  std::function<MailThoughts(const ParsedMail&, const std::string& text)> think;
  // After a commit: the conversation has something new.
  std::function<void(const std::string& conversation)> changed;
};

// For one thread.
class MailReceiver {
 public:
  explicit MailReceiver(MailReceiverParts parts);

  // Ok: dealt with, or known from before. kInvalid: no mail at all, dealt with
  // too. kUnavailable: try again later, nothing was changed.
  Status Receive(std::string_view bytes);

 private:
  // The ticket or conversation that a mail belongs to.
  struct Thread {
    int64_t ticket = 0;        // 0 = none
    std::string conversation;  // always
    bool team = false;         // sent to an address that only the team knows
  };
  enum class Outcome {
    kToCustomer,
    kFromCustomer,
    kNewConversation,
    kBotAnswered,
    kNoted,
    kIgnored,
    kRepeated
  };
  struct Done {
    Outcome outcome = Outcome::kIgnored;
    std::string conversation;
    ChosenFiles files;
  };

  Result<std::optional<Thread>> FindThread(Transaction& transaction,
                                           const ParsedMail& mail) const;
  Result<std::optional<Thread>> ThreadOfId(Transaction& transaction,
                                           const std::string& id) const;
  Result<std::optional<Thread>> ThreadOfNumber(Transaction& transaction,
                                               const ParsedMail& mail) const;

  Result<ChosenFiles> WriteFiles(const ParsedMail& mail) const;
  Status Handle(Transaction& transaction, const ParsedMail& mail,
                const std::optional<MailThoughts>& thoughts, Time now,
                Done& done);
  Status FromTeam(Transaction& transaction, const ParsedMail& mail,
                  const Thread& thread, Time now, Done& done) const;
  // What the agent's mail brought and did not reach the customer stands in the
  // ticket, and the agent is told.
  Status TellFilesLeft(Transaction& transaction, const ParsedMail& mail,
                       int64_t ticket, const std::string& left, Time now) const;
  Status FromCustomer(Transaction& transaction, const ParsedMail& mail,
                      const Thread& thread, Time now, Done& done) const;
  Status FromMachine(Transaction& transaction, const ParsedMail& mail,
                     const std::optional<Thread>& thread, Time now,
                     Done& done) const;
  Status FromStranger(Transaction& transaction, const ParsedMail& mail,
                      const MailThoughts& thoughts, Time now, Done& done) const;
  Status NoteOnly(Transaction& transaction, const ParsedMail& mail,
                  const Thread& thread, const std::string& text, Time now,
                  Done& done) const;

  bool IsAgent(const ParsedMail& mail) const;
  // Few automatic answers a day to one address, whatever it writes.
  bool HadEnoughAnswers(const std::string& address, Time now);
  // Of the customer's thread: files come with his message then.
  static bool IsCustomers(const Done& done);
  // After the commit: a job may be run twice.
  static void Tell(const Done& done);
  void Count(const Done& done, const ParsedMail& mail);

  const MailReceiverParts parts_;
  CounterByLabel received_;
  std::map<std::string, std::deque<Time>> answered_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_RECEIVER_H_
