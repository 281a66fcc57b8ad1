// What a customer wrote goes into plain text only, never into HTML.
#include "handoff/letter_to_team.h"

#include <algorithm>
#include <array>
#include <utility>

#include "handoff/hours_words.h"
#include "handoff/letter_words.h"
#include "handoff/ticket_work.h"
#include "mail/markdown.h"
#include "mail/quote_cutter.h"

namespace sportello {
namespace {

std::string Transcript(const LetterParts& parts, const LetterWords& words) {
  std::string text;
  for (const Message& message : parts.messages) {
    text += LetterEntry(parts, message, LetterSpeaker(message, parts, words),
                        message.from == Author::kCustomer
                            ? message.text
                            : MarkdownToPlain(message.text));
  }
  return text;
}

Mail ToTeam(const LetterParts& parts, const std::string& subject) {
  Mail mail;
  const LetterWords words(parts, parts.rules.language);
  mail.from = {
      words("team_from", {{"customer", LetterCustomerName(parts, words)}}),
      parts.rules.from.address};
  mail.reply_to = TeamReplyAddress(parts.rules, parts.ticket->mail_token);
  mail.subject = TicketTag(parts) + subject;
  mail.origin = MailOrigin::kGenerated;
  mail.loop_mark = parts.rules.from.address;
  mail.conversation = parts.conversation.id;
  const std::string first = TeamThreadId(parts.rules, parts.ticket->mail_token);
  if (parts.message_id != first) {
    mail.in_reply_to = first;
    mail.references = {first};
  }
  return mail;
}

// What the team should know of a ticket, line by line.
std::string Facts(const LetterParts& parts, const LetterWords& words) {
  const Ticket& ticket = *parts.ticket;
  const Customer& customer = parts.conversation.customer;
  std::string text;
  const auto line = [&text](const std::string& name, const std::string& value) {
    if (!value.empty()) text += name + ": " + HeaderLine(value, 300) + "\n";
  };
  line(words("team_reason"), ticket.reason);
  line(words("team_queue"),
       parts.queues.Find(ticket.queue).TitleIn(parts.rules.language));
  line(words("team_channel"),
       parts.conversation.channel + ", " + parts.conversation.language);
  line(words("team_customer"), customer.name);
  line(words("team_mail"), customer.email);
  line(words("team_phone"), customer.phone);
  if (ticket.contact != customer.email && ticket.contact != customer.phone) {
    line(words("team_contact"), ticket.contact);
  }
  if (const auto due = DeadlineOf(ticket)) {
    line(words("team_deadline"),
         MomentInWords(*due, parts.now, LetterHours(parts), words.language()));
  }
  if (!customer.attributes.empty()) text += words("team_told") + ":\n";
  for (const Attribute& told : customer.attributes) {
    line("- " + told.name, told.value);
  }
  return text;
}

std::string HowToAnswer(const LetterParts& parts, const LetterWords& words) {
  const bool known = !parts.conversation.customer.email.empty() ||
                     IsMailAddress(parts.ticket->contact) ||
                     parts.conversation.channel == "email";
  std::string text = words("team_how");
  if (!known) text += " " + words("team_no_address");
  return text;
}

// The summary with the names of its lines in the team's language.
std::string SummaryIn(const std::string& summary, const LetterWords& words) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4>
      kNames = {{{"intent: ", "summary_intent"},
                 {"not understood: ", "summary_missed"},
                 {"score: ", "summary_score"},
                 {"ticket: ", "summary_ticket"}}};
  std::string text;
  std::string_view rest = summary;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    for (const auto& [name, key] : kNames) {
      if (!line.starts_with(name)) continue;
      text += words(key) + ": ";
      line.remove_prefix(name.size());
      break;
    }
    text.append(line).append("\n");
  }
  return text;
}

// A sentence about the ticket, and what it is.
Result<Mail> WriteNotice(const LetterParts& parts, const char* subject,
                         const char* text, const std::string& more = "") {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const LetterWords words(parts, parts.rules.language);
  Mail mail = ToTeam(parts, words(subject));
  mail.text = ReplyMark(words.language()) + "\n\n" + words(text) + "\n\n" +
              (more.empty() ? "" : more + "\n\n") + Facts(parts, words);
  return mail;
}

}  // namespace

Result<Mail> WriteTicketLetter(const LetterParts& parts) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const LetterWords words(parts, parts.rules.language);
  const std::string summary = SummaryIn(parts.ticket->summary, words);
  const std::string subject =
      summary.empty() ? parts.ticket->reason
                      : HeaderLine(summary.substr(0, summary.find('\n')), 90);
  Mail mail = ToTeam(parts, subject + " (" + parts.conversation.channel + ", " +
                                parts.conversation.language + ")");
  mail.text = ReplyMark(words.language()) + "\n\n" + Facts(parts, words) +
              "\n" + HowToAnswer(parts, words) + "\n\n";
  if (!summary.empty()) {
    mail.text += words("team_summary") + ":\n" + summary + "\n";
  }
  mail.text += words("team_transcript") + ":\n\n" + Transcript(parts, words);
  return mail;
}

Result<Mail> WriteCustomerMessage(const LetterParts& parts, int64_t seq) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Message* message = LetterMessage(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const LetterWords words(parts, parts.rules.language);
  Mail mail = ToTeam(parts, words("team_message_subject"));
  mail.text = ReplyMark(words.language()) + "\n\n" + message->text +
              "\n\n-- \n" + Facts(parts, words);
  return mail;
}

Result<Mail> WriteFilesLeft(const LetterParts& parts) {
  return WriteNotice(parts, "team_files_subject", "team_files",
                     parts.files_left);
}

Result<Mail> WriteDue(const LetterParts& parts) {
  return WriteNotice(parts, "team_due_subject", "team_due");
}

}  // namespace sportello
