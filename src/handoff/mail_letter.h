// The letters that go to customers and to the team. Their words stand in
// letter_texts.h.
//
// A row of the outbox says which letter to write; the letter itself is written
// when it is sent, from what the store holds then, so that the outbox keeps no
// text of a customer.
#ifndef SPORTELLO_HANDOFF_MAIL_LETTER_H_
#define SPORTELLO_HANDOFF_MAIL_LETTER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/outbox.h"
#include "chat/ticket.h"
#include "handoff/mail_rules.h"
#include "handoff/queues.h"
#include "mail/mail.h"

namespace sportello {

enum class Letter {
  kTicket,           // to the team: a ticket, with everything
  kCustomerMessage,  // to the team: the customer wrote
  kDue,              // to the supervisor: a promise breaks
  kFilesLeft,        // to an agent: what of his mail reached nobody
  kAcknowledgement,  // to the customer: number and expected time
  kReply,            // to the customer: what a person (or we) wrote
  kClosed,           // to the customer: it is done, how did it go
  kBotAnswer,        // to the customer: the bot's answer to a mail
  kTranscript,       // to the customer: the conversation, as asked for
};

// What a row of the outbox asks for.
struct LetterOrder {
  Letter letter = Letter::kTicket;
  int64_t seq = 0;  // of the message, where one is meant
  // The chat did not bring it, whatever it looked like at first.
  bool undelivered = false;
  // Its files were refused: the words go alone.
  bool without_files = false;
};

std::string WriteLetterOrder(const LetterOrder& order);  // JSON
Result<LetterOrder> ReadLetterOrder(std::string_view payload);

// Everything a letter may tell of.
struct LetterParts {
  const MailRules& rules;
  const Queues& queues;
  std::optional<Ticket> ticket;  // absent: no ticket was opened
  Conversation conversation;
  std::vector<Message> messages;  // the last ones, oldest first
  std::string first_text;  // of a conversation by mail: begins with its subject
  std::vector<MailRecord> mails;  // of the customer's thread, newest first
  Time now{};
  std::string message_id;  // that the letter will have
  std::string files_left;  // for kFilesLeft: which, and why; empty = unknown
};

// A mail but for `to`, `message_id` and `date`. Error kNotFound: the message
// that the letter is about is gone.
Result<Mail> WriteLetter(const LetterOrder& order, const LetterParts& parts);

// The line that stands for an attachment in a message: "[Allegato: a.jpg,
// 120 kB]". With `kept` false it says that nobody can open it.
std::string AttachmentLine(const MailRules& rules, std::string_view name,
                           size_t bytes, bool kept, std::string_view language);

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_MAIL_LETTER_H_
