#include "handoff/mail_receiver.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/id.h"
#include "base/log.h"
#include "handoff/agent_files.h"
#include "language/mask.h"
#include "mail/mail.h"
#include "mail/quote_cutter.h"
#include "store/file_parts.h"

namespace sportello {
namespace {

using std::chrono::hours;

// Automatic answers to one address in a day: RFC 3834 wants few.
constexpr size_t kMaxAnswersADay = 3;
constexpr size_t kMaxRemembered = 10'000;
constexpr size_t kMaxMessageBytes = 20'000;
constexpr size_t kMaxNoteBytes = 2000;

std::string Shortened(std::string text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end) + "…";
}

// As a customer's words are kept. A code at the cut is masked too, and a long
// text does not hold up the store's thread, where this runs.
std::string MaskedAndCut(const std::string& text, size_t most) {
  constexpr size_t kLongestCode = 80;  // 34 characters, blanks between them
  return Shortened(MaskPersonal(Shortened(text, most + kLongestCode)), most);
}

// What is new in the mail, with its attachments by name.
std::string NewText(const MailRules& rules, const ParsedMail& mail,
                    const ChosenFiles& files, const std::string& language) {
  std::string text = MaskedAndCut(CutQuote(mail.text), kMaxMessageBytes);
  for (size_t i = 0; i < mail.attachments.size(); ++i) {
    const MailAttachment& attachment = mail.attachments[i];
    if (!text.empty()) text += "\n";
    text += AttachmentLine(rules, attachment.name, attachment.bytes,
                           !files.ids.at(i).empty(), language);
  }
  return text;
}

// Of a new conversation: the subject is part of the question, and the first
// line is what the thread is called.
std::string FirstText(const MailRules& rules, const ParsedMail& mail,
                      const ChosenFiles& files, const std::string& language) {
  const std::string subject = !mail.subject.empty()
                                  ? MaskPersonal(mail.subject)
                                  : rules.texts.Say(language, "no_subject");
  return subject + "\n\n" + NewText(rules, mail, files, language);
}

// By mail, or as a link in the web chat. Providers' chats bring no files.
Result<bool> FilesReach(Transaction& transaction, int64_t number) {
  const auto ticket = transaction.tickets().Find(number);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) return false;
  const auto found = transaction.FindConversation((*ticket)->conversation);
  if (!found.ok()) return found.error();
  return found->has_value() &&
         ((*found)->channel == "web" ||
          !CustomerMailAddress(**found, &**ticket).empty());
}

}  // namespace

MailReceiver::MailReceiver(MailReceiverParts parts)
    : parts_(std::move(parts)),
      received_(parts_.metrics, "mails_received_total",
                "Mails that came in, by what became of them.", "outcome") {}

bool MailReceiver::IsAgent(const ParsedMail& mail) const {
  std::vector<std::string> team;
  for (const QueueRules& queue : parts_.work.queues().all()) {
    team.insert(team.end(), queue.team.begin(), queue.team.end());
  }
  if (!MayAnswerTickets(parts_.rules, team, mail.from.address)) return false;
  return parts_.rules.authserv_id.empty() || mail.dmarc == "pass";
}

bool MailReceiver::HadEnoughAnswers(const std::string& address, Time now) {
  if (answered_.size() > kMaxRemembered) answered_.clear();
  std::deque<Time>& times = answered_[FoldMailAddress(address)];
  while (!times.empty() && times.front() < now - hours(24)) times.pop_front();
  return times.size() >= kMaxAnswersADay;
}

Result<std::optional<MailReceiver::Thread>> MailReceiver::ThreadOfId(
    Transaction& transaction, const std::string& id) const {
  const auto record = transaction.outbox().FindMail(id);
  if (!record.ok()) return record.error();
  if (!record->has_value() || !(*record)->ours) return std::optional<Thread>();
  Thread thread;
  thread.ticket = (*record)->ticket;
  thread.conversation = (*record)->conversation;
  thread.team = IsTeamMessageId(id);
  if (thread.conversation.empty() && thread.ticket > 0) {
    const auto ticket = transaction.tickets().Find(thread.ticket);
    if (!ticket.ok()) return ticket.error();
    if (ticket->has_value()) thread.conversation = (*ticket)->conversation;
  }
  if (thread.conversation.empty()) return std::optional<Thread>();
  return std::optional<Thread>(std::move(thread));
}

// Anybody can write a number into a subject, so the sender must be known.
Result<std::optional<MailReceiver::Thread>> MailReceiver::ThreadOfNumber(
    Transaction& transaction, const ParsedMail& mail) const {
  const int64_t number = TicketNumberIn(mail.subject);
  if (number == 0) return std::optional<Thread>();
  const auto ticket = transaction.tickets().Find(number);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value()) return std::optional<Thread>();
  const auto conversation =
      transaction.FindConversation((*ticket)->conversation);
  if (!conversation.ok()) return conversation.error();
  if (!conversation->has_value()) return std::optional<Thread>();
  const std::string known = CustomerMailAddress(**conversation, &**ticket);
  if (known.empty() ||
      FoldMailAddress(known) != FoldMailAddress(mail.from.address)) {
    return std::optional<Thread>();
  }
  return std::optional<Thread>(Thread{number, (*ticket)->conversation, false});
}

Result<std::optional<MailReceiver::Thread>> MailReceiver::FindThread(
    Transaction& transaction, const ParsedMail& mail) const {
  if (mail.bounce.has_value() && !mail.bounce->message_id.empty()) {
    return ThreadOfId(transaction, mail.bounce->message_id);
  }
  const auto key = FindMailKey(parts_.rules, mail.recipients);
  if (key.has_value()) {
    const auto ticket = transaction.tickets().FindByMailToken(key->token);
    if (!ticket.ok()) return ticket.error();
    if (ticket->has_value()) {
      return std::optional<Thread>(
          Thread{(*ticket)->number, (*ticket)->conversation, key->team});
    }
  }
  std::vector<std::string> ids = mail.references;
  ids.push_back(mail.in_reply_to);
  for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
    if (id->empty()) continue;
    auto thread = ThreadOfId(transaction, *id);
    if (!thread.ok() || thread->has_value()) return thread;
  }
  return ThreadOfNumber(transaction, mail);
}

Status MailReceiver::NoteOnly(Transaction& transaction, const ParsedMail& mail,
                              const Thread& thread, const std::string& text,
                              Time now, Done& done) const {
  if (thread.ticket == 0) return {};
  const auto noted =
      parts_.work.Note(transaction, thread.ticket, "",
                       "[" + HeaderLine(mail.from.address, 120) + "] " +
                           MaskedAndCut(text, kMaxNoteBytes),
                       now);
  if (!noted.ok()) return noted.error();
  done.outcome = Outcome::kNoted;
  done.conversation = thread.conversation;
  return {};
}

Status MailReceiver::TellFilesLeft(Transaction& transaction,
                                   const ParsedMail& mail, int64_t ticket,
                                   const std::string& left, Time now) const {
  if (left.empty() || ticket == 0) return {};
  const MailRules& rules = parts_.rules;
  const auto noted = parts_.work.Note(
      transaction, ticket, FoldMailAddress(mail.from.address),
      rules.texts.Say(rules.language, "note_attachments", {{"names", left}}),
      now);
  if (!noted.ok()) return noted.error();
  return parts_.writer.AddFilesLeft(transaction, ticket, mail.from.address,
                                    now);
}

Status MailReceiver::FromTeam(Transaction& transaction, const ParsedMail& mail,
                              const Thread& thread, Time now,
                              Done& done) const {
  const MailRules& rules = parts_.rules;
  std::string text = Shortened(CutQuote(mail.text), kMaxMessageBytes);
  ChooseMeant(mail, done.files);
  auto reached = FilesReach(transaction, thread.ticket);
  if (!reached.ok()) return reached.error();
  if (text.empty() && !(*reached && AnyKept(done.files))) {
    const std::string left = FilesLeft(rules, mail, done.files, *reached);
    if (left.empty()) {
      return NoteOnly(transaction, mail, thread, "", now, done);
    }
    done.outcome = Outcome::kNoted;
    done.conversation = thread.conversation;
    return TellFilesLeft(transaction, mail, thread.ticket, left, now);
  }
  const std::string agent = FoldMailAddress(mail.from.address);
  const auto opened =
      parts_.work.Reopen(transaction, thread.ticket, agent, now);
  if (!opened.ok()) return opened.error();
  if (text.empty()) text = rules.texts.Say(opened->language, "files_only");
  Message message;
  const auto replied =
      parts_.work.Reply(transaction, opened->number, agent, text,
                        mail.message_id, true, now, message);
  if (!replied.ok()) return replied.error();
  done.outcome = Outcome::kToCustomer;
  done.conversation = thread.conversation;
  Status kept = KeepAttachments(transaction, mail, done.files,
                                thread.conversation, message.seq, now);
  if (!kept.ok()) return kept;
  reached = FilesReach(transaction, opened->number);
  if (!reached.ok()) return reached.error();
  return TellFilesLeft(transaction, mail, opened->number,
                       FilesLeft(rules, mail, done.files, *reached), now);
}

Status MailReceiver::FromCustomer(Transaction& transaction,
                                  const ParsedMail& mail, const Thread& thread,
                                  Time now, Done& done) const {
  auto found = transaction.FindConversation(thread.conversation);
  if (!found.ok()) return found.error();
  if (!found->has_value()) return {};
  Conversation conversation = **std::move(found);
  Message message;
  message.from = Author::kCustomer;
  message.text = NewText(parts_.rules, mail, done.files, conversation.language);
  message.at = now;
  Status status =
      transaction.AppendMessage(conversation, message, mail.message_id);
  if (!status.ok()) return status;
  status = KeepAttachments(transaction, mail, done.files, conversation.id,
                           message.seq, now);
  if (!status.ok()) return status;
  conversation.updated_at = now;
  done.outcome = Outcome::kFromCustomer;
  done.conversation = conversation.id;
  if (conversation.ticket == 0 && thread.ticket == 0) {
    // He answers the bot: now a person is wanted.
    Ticket ticket;
    ticket.reason = "asked for a person";
    ticket.summary = Shortened(message.text, 300);
    ticket.language = conversation.language;
    status = parts_.work.Open(transaction, conversation, ticket, now);
    if (!status.ok()) return status;
    return transaction.UpdateConversation(conversation);
  }
  status = transaction.UpdateConversation(conversation);
  if (!status.ok()) return status;
  if (conversation.ticket == 0) {
    const auto opened = parts_.work.Reopen(transaction, thread.ticket, "", now);
    return opened.ok() ? Status() : Status(opened.error());
  }
  return parts_.work.CustomerWrote(transaction, conversation, message, now);
}

Status MailReceiver::FromMachine(Transaction& transaction,
                                 const ParsedMail& mail,
                                 const std::optional<Thread>& thread, Time now,
                                 Done& done) const {
  if (!thread.has_value() || mail.kind == MailKind::kLoop) return {};
  std::string text;
  if (mail.bounce.has_value()) {
    text = parts_.rules.texts.Say(
        parts_.rules.language,
        mail.bounce->permanent ? "note_bounce" : "note_bounce_later");
    if (!mail.bounce->status.empty()) text += " (" + mail.bounce->status + ")";
  } else {
    text = parts_.rules.texts.Say(parts_.rules.language, "note_automatic",
                                  {{"text", CutQuote(mail.text)}});
  }
  return NoteOnly(transaction, mail, *thread, text, now, done);
}

Status MailReceiver::FromStranger(Transaction& transaction,
                                  const ParsedMail& mail,
                                  const MailThoughts& thoughts, Time now,
                                  Done& done) const {
  Conversation conversation;
  conversation.id = NewTimeOrderedId(now);
  conversation.channel = "email";
  conversation.language = thoughts.language;
  conversation.customer.name = mail.from.name;
  if (mail.may_be_answered) conversation.customer.email = mail.from.address;
  conversation.created_at = now;
  conversation.updated_at = now;
  Status status = transaction.InsertConversation(conversation);
  if (!status.ok()) return status;
  Message question;
  question.from = Author::kCustomer;
  question.text = FirstText(parts_.rules, mail, done.files, thoughts.language);
  question.at = now;
  status = transaction.AppendMessage(conversation, question, mail.message_id);
  if (!status.ok()) return status;
  status = KeepAttachments(transaction, mail, done.files, conversation.id,
                           question.seq, now);
  if (!status.ok()) return status;
  done.conversation = conversation.id;
  if (thoughts.answer.has_value() && mail.may_be_answered) {
    Message answer = *thoughts.answer;
    answer.at = now;
    status = transaction.AppendMessage(conversation, answer, "");
    if (!status.ok()) return status;
    done.outcome = Outcome::kBotAnswered;
    status = transaction.UpdateConversation(conversation);
    if (!status.ok()) return status;
    return parts_.writer.AddBotAnswer(transaction, conversation, answer.seq,
                                      now);
  }
  Ticket ticket;
  ticket.queue = thoughts.queue;
  ticket.reason = "mail";
  ticket.summary =
      MaskPersonal(thoughts.summary.empty() ? mail.subject : thoughts.summary);
  ticket.language = thoughts.language;
  done.outcome = Outcome::kNewConversation;
  status = parts_.work.Open(transaction, conversation, ticket, now);
  if (!status.ok()) return status;
  // Who must get no automatic answer may still get one of a person.
  conversation.customer.email = mail.from.address;
  return transaction.UpdateConversation(conversation);
}

// Of a mail that will most likely be a message: what it is, only the
// transaction knows.
Result<ChosenFiles> MailReceiver::WriteFiles(const ParsedMail& mail) const {
  const bool person = mail.kind == MailKind::kPerson;
  if (!person || mail.attachments.empty()) return ChooseNone(mail);
  const auto known = parts_.store.outbox().FindMail(mail.message_id);
  if (!known.ok()) return known.error();
  if (known->has_value()) return ChooseNone(mail);
  return WriteAttachments(parts_.store, parts_.rules.attachments, mail);
}

Status MailReceiver::Handle(Transaction& transaction, const ParsedMail& mail,
                            const std::optional<MailThoughts>& thoughts,
                            Time now, Done& done) {
  const auto known = transaction.outbox().FindMail(mail.message_id);
  if (!known.ok()) return known.error();
  if (known->has_value()) {
    done.outcome = Outcome::kRepeated;
    return {};
  }
  auto thread = FindThread(transaction, mail);
  if (!thread.ok()) return thread.error();
  const bool machine = mail.kind != MailKind::kPerson;
  const bool agent = IsAgent(mail);
  Status status;
  if (machine) {
    status = FromMachine(transaction, mail, *thread, now, done);
  } else if (thread->has_value() && (*thread)->team) {
    // The team's address, but nobody of the team: not for the customer's eyes.
    status = agent ? FromTeam(transaction, mail, **thread, now, done)
                   : NoteOnly(transaction, mail, **thread, CutQuote(mail.text),
                              now, done);
  } else if (thread->has_value()) {
    status = FromCustomer(transaction, mail, **thread, now, done);
  } else if (thoughts.has_value()) {
    status = FromStranger(transaction, mail, *thoughts, now, done);
  }
  if (!status.ok()) return status;
  // Mails of the customer's thread belong to the conversation; those of the
  // team do not, so that their ids never reach the customer.
  return transaction.outbox().InsertMail(
      {mail.message_id, IsCustomers(done) ? done.conversation : "",
       thread->has_value() ? (*thread)->ticket : 0, false, now});
}

bool MailReceiver::IsCustomers(const Done& done) {
  return done.outcome == Outcome::kFromCustomer ||
         done.outcome == Outcome::kNewConversation ||
         done.outcome == Outcome::kBotAnswered;
}

void MailReceiver::Tell(const Done& done) {
  if (done.files.over_total > 0) {
    Log(LogLevel::kWarning, "attachments not kept: attachments_total_mb",
        {{"count", done.files.over_total}});
  }
  if (done.files.refused > 0) {
    Log(LogLevel::kError, "attachments not kept: the store refused them",
        {{"count", done.files.refused}});
  }
}

void MailReceiver::Count(const Done& done, const ParsedMail& mail) {
  switch (done.outcome) {
    case Outcome::kToCustomer:
      return received_.Increment("to customer");
    case Outcome::kFromCustomer:
      return received_.Increment("from customer");
    case Outcome::kNewConversation:
      return received_.Increment("new conversation");
    case Outcome::kBotAnswered:
      return received_.Increment("answered by bot");
    case Outcome::kNoted:
      return received_.Increment("noted");
    case Outcome::kRepeated:
      return received_.Increment("repeated");
    case Outcome::kIgnored:
      return received_.Increment("ignored: " +
                                 std::string(MailKindName(mail.kind)));
  }
}

Status MailReceiver::Receive(std::string_view bytes) {
  ParseOptions options;
  options.own_addresses = {parts_.rules.from.address,
                           parts_.rules.bounce_address};
  std::erase(options.own_addresses, std::string());
  options.authserv_id = parts_.rules.authserv_id;
  LimitAttachments(parts_.rules.attachments, options);
  Result<ParsedMail> mail = ParseMail(bytes, options);
  if (!mail.ok()) {
    received_.Increment("no mail");
    return mail.error();
  }
  const Time now = parts_.clock.Now();
  mail->may_be_answered =
      mail->may_be_answered && !HadEnoughAnswers(mail->from.address, now);
  std::optional<MailThoughts> thoughts;
  if (mail->kind == MailKind::kPerson) {
    thoughts = parts_.think(*mail, CutQuote(mail->text));
  }
  const auto files = WriteFiles(*mail);
  if (!files.ok()) return files.error();
  Done done;
  Status written = parts_.store.Write([&](Transaction& transaction) -> Status {
    done = {};
    done.files = *files;
    return Handle(transaction, *mail, thoughts, now, done);
  });
  if (!mail->attachments.empty() && !(written.ok() && IsCustomers(done))) {
    // If it fails, they are dropped before the next files are written.
    static_cast<void>(DropLooseFiles(parts_.store));
  }
  if (!written.ok()) return written;
  Tell(done);
  Count(done, *mail);
  if (mail->may_be_answered && (done.outcome == Outcome::kNewConversation ||
                                done.outcome == Outcome::kBotAnswered)) {
    answered_[FoldMailAddress(mail->from.address)].push_back(now);
  }
  if (!done.conversation.empty() && parts_.changed) {
    parts_.changed(done.conversation);
  }
  return {};
}

}  // namespace sportello
