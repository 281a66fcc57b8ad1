// What a customer wrote goes into plain text only, never into HTML, and never
// into the acknowledgement: a stranger could have it sent to anybody.
#include "handoff/letter_to_customer.h"

#include <utility>

#include "handoff/copied_text.h"
#include "handoff/hours_words.h"
#include "handoff/letter_words.h"
#include "handoff/rating_link.h"
#include "handoff/ticket_work.h"
#include "mail/markdown.h"
#include "mail/quote_cutter.h"

namespace sportello {
namespace {

// The customer's words without their links, also where the bot repeats them;
// his name, which any client may have sent, is not told.
std::string Copy(const LetterParts& parts, const LetterWords& words) {
  CustomerLinks links;
  links.Add(parts.conversation.state);  // what procedures asked for
  links.Add(parts.conversation.customer.name);
  for (const Message& message : parts.messages) {
    if (message.from == Author::kCustomer) links.Add(message.text);
  }
  std::string copy;
  for (const Message& message : parts.messages) {
    if (message.from == Author::kCustomer) {
      copy += LetterEntry(parts, message, words("by_customer"),
                          WithoutLinks(message.text));
      continue;
    }
    const std::string text = MarkdownToPlain(message.text);
    copy += LetterEntry(
        parts, message, LetterSpeaker(message, parts, words),
        message.from == Author::kAgent ? text : links.Without(text));
  }
  return copy;
}

// Mail programs keep a thread together by its subject too, so it stays the
// same: that of the customer's mail, or one of ours for a chat.
std::string ThreadSubject(const LetterParts& parts, const LetterWords& words) {
  if (!parts.first_text.empty()) {
    const std::string& first = parts.first_text;
    const std::string line = HeaderLine(first.substr(0, first.find('\n')), 120);
    if (!line.empty()) {
      const bool again = FoldMailAddress(line.substr(0, 3)) == "re:";
      return (again ? "" : "Re: ") + line;
    }
  }
  const std::string shop =
      parts.rules.from.name.empty() ? words("shop") : parts.rules.from.name;
  return TicketTag(parts) + words("subject", {{"shop", shop}});
}

Mail ToCustomer(const LetterParts& parts, const LetterWords& words,
                MailOrigin origin) {
  Mail mail;
  mail.from = parts.rules.from;
  mail.reply_to = CustomerReplyAddress(
      parts.rules, parts.ticket ? parts.ticket->mail_token : "");
  mail.subject = ThreadSubject(parts, words);
  mail.origin = origin;
  mail.loop_mark = parts.rules.from.address;
  mail.conversation = parts.conversation.id;
  // Newest first: what the customer wrote last is what is answered.
  std::string parent;
  bool customers = false;
  for (const MailRecord& record : parts.mails) {
    if (parent.empty() || (!customers && !record.ours)) {
      parent = record.message_id;
      customers = !record.ours;
    }
  }
  std::vector<std::string> thread;
  for (const MailRecord& record : parts.mails) {
    if (record.message_id == parent) continue;
    thread.insert(thread.begin(), record.message_id);
  }
  mail.in_reply_to = parent;
  mail.references = ReferencesOfAnswer(std::move(thread), parent);
  return mail;
}

// The same text in both forms, below the mark.
void SetBothForms(Mail& mail, const std::string& markdown,
                  const LetterWords& words) {
  const std::string mark = ReplyMark(words.language());
  mail.text = mark + "\n\n" + MarkdownToPlain(markdown);
  mail.html = "<!DOCTYPE html>\n<html lang=\"" + std::string(words.language()) +
              "\"><head><meta charset=\"utf-8\"></head>"
              "<body style=\"font-family:sans-serif;line-height:1.5\">\n"
              "<p style=\"color:#666\">" +
              mark + "</p>\n" + MarkdownToHtml(markdown) + "</body></html>\n";
}

std::string Greeting(const LetterParts& parts, const LetterWords& words) {
  const std::string name = HeaderLine(parts.conversation.customer.name, 40);
  // A name that could be markup or a web address is not repeated.
  const bool plain =
      !name.empty() && name.find_first_of(".:/@*_[]()`<>#") == name.npos;
  return (plain ? words("greeting_name", {{"name", name}})
                : words("greeting")) +
         "\n\n";
}

std::string Closing(const LetterParts& parts, const LetterWords& words) {
  std::string text = "\n\n" + words("closing");
  if (!parts.rules.from.name.empty()) text += "\n" + parts.rules.from.name;
  if (!parts.rules.page_url.empty() && parts.conversation.channel == "web") {
    text += "\n\n" + words("chat_link", {{"url", parts.rules.page_url}});
  }
  return text + "\n";
}

std::string WhenAnswered(const LetterParts& parts, const LetterWords& words) {
  const OpeningHours& hours = LetterHours(parts);
  std::string text;
  const OpenWords open = DescribeOpening(hours, parts.now, words.language());
  if (open.state == OpenState::kClosed) text += open.sentence + " ";
  const auto due = parts.ticket ? DeadlineOf(*parts.ticket) : std::nullopt;
  if (due) {
    text += words(
        "answer_by",
        {{"time", MomentInWords(*due, parts.now, hours, words.language())}});
  } else {
    text += words("answer_soon");
  }
  return text;
}

// Asks how it went, unless there is nothing to rate or no page to do it on.
std::string RatingLinks(const LetterParts& parts, const LetterWords& words) {
  const Ticket& ticket = *parts.ticket;
  if (parts.rules.page_url.empty() || !IsRateable(ticket)) return {};
  const std::string page =
      parts.rules.page_url + "/rating/" +
      RatingToken(parts.rules.rating_secret, ticket.number) + "?score=";
  std::string links;
  for (const char* score : {"5", "4", "3", "2", "1"}) {
    links += std::string(links.empty() ? "" : "\n") + "- [" +
             words("rating_link", {{"score", score}}) + "](" + page + score +
             ")";
  }
  return "\n\n" + words("rating", {{"links", links}});
}

}  // namespace

Result<Mail> WriteAcknowledgement(const LetterParts& parts) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const LetterWords words(parts, parts.ticket->language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  const std::string number = std::to_string(parts.ticket->number);
  SetBothForms(
      mail,
      Greeting(parts, words) +
          words("acknowledgement",
                {{"number", number}, {"when", WhenAnswered(parts, words)}}) +
          Closing(parts, words),
      words);
  return mail;
}

Result<Mail> WriteReply(const LetterParts& parts, int64_t seq) {
  const Message* message = LetterMessage(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const LetterWords words(parts, parts.ticket ? parts.ticket->language
                                              : parts.conversation.language);
  const bool person = message->from == Author::kAgent;
  Mail mail = ToCustomer(parts, words,
                         person ? MailOrigin::kPerson : MailOrigin::kReplied);
  SetBothForms(
      mail,
      words("reply", {{"message", message->text}}) + Closing(parts, words),
      words);
  return mail;
}

Result<Mail> WriteClosed(const LetterParts& parts, int64_t seq) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Message* message = LetterMessage(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const LetterWords words(parts, parts.ticket->language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  SetBothForms(mail,
               words("closed", {{"message", message->text}}) +
                   RatingLinks(parts, words) + Closing(parts, words),
               words);
  return mail;
}

Result<Mail> WriteBotAnswer(const LetterParts& parts, int64_t seq) {
  const Message* message = LetterMessage(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const LetterWords words(parts, parts.conversation.language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  SetBothForms(mail,
               Greeting(parts, words) +
                   words("bot_answer", {{"message", message->text}}) +
                   Closing(parts, words),
               words);
  return mail;
}

Result<Mail> WriteTranscript(const LetterParts& parts) {
  const LetterWords words(parts, parts.conversation.language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  // The customer's own words are in it: plain text only.
  mail.text = ReplyMark(words.language()) + "\n\n" + words("transcript") +
              "\n\n" + Copy(parts, words) + Closing(parts, words);
  return mail;
}

}  // namespace sportello
