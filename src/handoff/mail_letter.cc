// What a customer wrote goes into plain text only, never into HTML, and never
// into the acknowledgement: a stranger could have it sent to anybody.
#include "handoff/mail_letter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "handoff/copied_text.h"
#include "handoff/hours_words.h"
#include "handoff/rating_link.h"
#include "handoff/ticket_work.h"
#include "mail/markdown.h"
#include "mail/quote_cutter.h"

namespace sportello {
namespace {

struct LetterName {
  Letter letter;
  std::string_view name;
};

constexpr std::array<LetterName, 8> kLetterNames = {{
    {Letter::kTicket, "ticket"},
    {Letter::kCustomerMessage, "message"},
    {Letter::kDue, "due"},
    {Letter::kAcknowledgement, "acknowledgement"},
    {Letter::kReply, "reply"},
    {Letter::kClosed, "closed"},
    {Letter::kBotAnswer, "answer"},
    {Letter::kTranscript, "transcript"},
}};

// The texts in the language of one letter.
class Words {
 public:
  Words(const LetterParts& parts, std::string_view language)
      : texts_(parts.rules.texts), language_(language == "it" ? "it" : "en") {}
  std::string operator()(
      std::string_view key,
      std::initializer_list<LetterTexts::Value> values = {}) const {
    return texts_.Say(language_, key, values);
  }
  std::string_view language() const { return language_; }

 private:
  const LetterTexts& texts_;
  const std::string_view language_;
};

const OpeningHours& HoursOf(const LetterParts& parts) {
  return parts.queues.Find(parts.ticket ? parts.ticket->queue : "").hours;
}

std::string CustomerName(const LetterParts& parts, const Words& words) {
  const std::string& name = parts.conversation.customer.name;
  return name.empty() ? words("by_customer") : HeaderLine(name, 60);
}

// "16/11 10:21".
std::string Stamp(Time at, const OpeningHours& hours) {
  const LocalMoment local = hours.LocalOf(at);
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const auto minute = static_cast<unsigned>(local.minute);
  return two(static_cast<unsigned>(local.date.day())) + "/" +
         two(static_cast<unsigned>(local.date.month())) + " " +
         two(minute / 60) + ":" + two(minute % 60);
}

std::string Speaker(const Message& message, const LetterParts& parts,
                    const Words& words) {
  switch (message.from) {
    case Author::kCustomer:
      return CustomerName(parts, words);
    case Author::kAgent:
      return words("by_agent");
    case Author::kBot:
      return words("by_bot");
    case Author::kSystem:
      return words("by_system");
  }
  return {};
}

std::string Entry(const LetterParts& parts, const Message& message,
                  const std::string& speaker, const std::string& text) {
  return "[" + Stamp(message.at, HoursOf(parts)) + "] " + speaker + ":\n" +
         text + (text.ends_with('\n') ? "\n" : "\n\n");
}

std::string Transcript(const LetterParts& parts, const Words& words) {
  std::string text;
  for (const Message& message : parts.messages) {
    text += Entry(parts, message, Speaker(message, parts, words),
                  message.from == Author::kCustomer
                      ? message.text
                      : MarkdownToPlain(message.text));
  }
  return text;
}

// The customer's words without their links, also where the bot repeats them;
// his name, which any client may have sent, is not told.
std::string Copy(const LetterParts& parts, const Words& words) {
  CustomerLinks links;
  links.Add(parts.conversation.state);  // what procedures asked for
  links.Add(parts.conversation.customer.name);
  for (const Message& message : parts.messages) {
    if (message.from == Author::kCustomer) links.Add(message.text);
  }
  std::string copy;
  for (const Message& message : parts.messages) {
    if (message.from == Author::kCustomer) {
      copy += Entry(parts, message, words("by_customer"),
                    WithoutLinks(message.text));
      continue;
    }
    const std::string text = MarkdownToPlain(message.text);
    copy += Entry(parts, message, Speaker(message, parts, words),
                  message.from == Author::kAgent ? text : links.Without(text));
  }
  return copy;
}

std::string Tag(const LetterParts& parts) {
  if (!parts.ticket) return {};
  return "[#" + std::to_string(parts.ticket->number) + "] ";
}

const Message* MessageOf(const LetterParts& parts, int64_t seq) {
  for (const Message& message : parts.messages) {
    if (message.seq == seq) return &message;
  }
  return nullptr;
}

// Mail programs keep a thread together by its subject too, so it stays the
// same: that of the customer's mail, or one of ours for a chat.
std::string ThreadSubject(const LetterParts& parts, const Words& words) {
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
  return Tag(parts) + words("subject", {{"shop", shop}});
}

Mail ToCustomer(const LetterParts& parts, const Words& words,
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
void SetBothForms(Mail& mail, const std::string& markdown, const Words& words) {
  const std::string mark = ReplyMark(words.language());
  mail.text = mark + "\n\n" + MarkdownToPlain(markdown);
  mail.html = "<!DOCTYPE html>\n<html lang=\"" + std::string(words.language()) +
              "\"><head><meta charset=\"utf-8\"></head>"
              "<body style=\"font-family:sans-serif;line-height:1.5\">\n"
              "<p style=\"color:#666\">" +
              mark + "</p>\n" + MarkdownToHtml(markdown) + "</body></html>\n";
}

std::string Greeting(const LetterParts& parts, const Words& words) {
  const std::string name = HeaderLine(parts.conversation.customer.name, 40);
  // A name that could be markup or a web address is not repeated.
  const bool plain =
      !name.empty() && name.find_first_of(".:/@*_[]()`<>#") == name.npos;
  return (plain ? words("greeting_name", {{"name", name}})
                : words("greeting")) +
         "\n\n";
}

std::string Closing(const LetterParts& parts, const Words& words) {
  std::string text = "\n\n" + words("closing");
  if (!parts.rules.from.name.empty()) text += "\n" + parts.rules.from.name;
  if (!parts.rules.page_url.empty() && parts.conversation.channel == "web") {
    text += "\n\n" + words("chat_link", {{"url", parts.rules.page_url}});
  }
  return text + "\n";
}

std::string WhenAnswered(const LetterParts& parts, const Words& words) {
  const OpeningHours& hours = HoursOf(parts);
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

Result<Mail> WriteAcknowledgement(const LetterParts& parts) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Words words(parts, parts.ticket->language);
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
  const Message* message = MessageOf(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const Words words(parts, parts.ticket ? parts.ticket->language
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

// Asks how it went, unless there is nothing to rate or no page to do it on.
std::string RatingLinks(const LetterParts& parts, const Words& words) {
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

Result<Mail> WriteClosed(const LetterParts& parts, int64_t seq) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Message* message = MessageOf(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const Words words(parts, parts.ticket->language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  SetBothForms(mail,
               words("closed", {{"message", message->text}}) +
                   RatingLinks(parts, words) + Closing(parts, words),
               words);
  return mail;
}

Result<Mail> WriteBotAnswer(const LetterParts& parts, int64_t seq) {
  const Message* message = MessageOf(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const Words words(parts, parts.conversation.language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  SetBothForms(mail,
               Greeting(parts, words) +
                   words("bot_answer", {{"message", message->text}}) +
                   Closing(parts, words),
               words);
  return mail;
}

Result<Mail> WriteTranscript(const LetterParts& parts) {
  const Words words(parts, parts.conversation.language);
  Mail mail = ToCustomer(parts, words, MailOrigin::kReplied);
  // The customer's own words are in it: plain text only.
  mail.text = ReplyMark(words.language()) + "\n\n" + words("transcript") +
              "\n\n" + Copy(parts, words) + Closing(parts, words);
  return mail;
}

Mail ToTeam(const LetterParts& parts, const std::string& subject) {
  Mail mail;
  const Words words(parts, parts.rules.language);
  mail.from = {words("team_from", {{"customer", CustomerName(parts, words)}}),
               parts.rules.from.address};
  mail.reply_to = TeamReplyAddress(parts.rules, parts.ticket->mail_token);
  mail.subject = Tag(parts) + subject;
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
std::string Facts(const LetterParts& parts, const Words& words) {
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
         MomentInWords(*due, parts.now, HoursOf(parts), words.language()));
  }
  if (!customer.attributes.empty()) text += words("team_told") + ":\n";
  for (const Attribute& told : customer.attributes) {
    line("- " + told.name, told.value);
  }
  return text;
}

std::string HowToAnswer(const LetterParts& parts, const Words& words) {
  const bool known = !parts.conversation.customer.email.empty() ||
                     IsMailAddress(parts.ticket->contact) ||
                     parts.conversation.channel == "email";
  std::string text = words("team_how");
  if (!known) text += " " + words("team_no_address");
  return text;
}

// The summary with the names of its lines in the team's language.
std::string SummaryIn(const std::string& summary, const Words& words) {
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

Result<Mail> WriteTicketLetter(const LetterParts& parts) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Words words(parts, parts.rules.language);
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
  const Message* message = MessageOf(parts, seq);
  if (message == nullptr) return NotFound("the message is gone");
  const Words words(parts, parts.rules.language);
  Mail mail = ToTeam(parts, words("team_message_subject"));
  mail.text = ReplyMark(words.language()) + "\n\n" + message->text +
              "\n\n-- \n" + Facts(parts, words);
  return mail;
}

Result<Mail> WriteDue(const LetterParts& parts) {
  if (!parts.ticket) return NotFound("the ticket is gone");
  const Words words(parts, parts.rules.language);
  Mail mail = ToTeam(parts, words("team_due_subject"));
  mail.text = ReplyMark(words.language()) + "\n\n" + words("team_due") +
              "\n\n" + Facts(parts, words);
  return mail;
}

}  // namespace

std::string WriteLetterOrder(const LetterOrder& order) {
  Json json;
  for (const LetterName& one : kLetterNames) {
    if (one.letter == order.letter) json["letter"] = std::string(one.name);
  }
  if (order.seq > 0) json["seq"] = order.seq;
  if (order.undelivered) json["undelivered"] = true;
  return DumpJson(json);
}

Result<LetterOrder> ReadLetterOrder(std::string_view payload) {
  const Result<Json> json = ParseJson(payload);
  if (!json.ok()) return json.error();
  const auto name = FindString(*json, "letter");
  if (!name.ok()) return name.error();
  for (const LetterName& one : kLetterNames) {
    if (!name->has_value() || **name != one.name) continue;
    LetterOrder order{one.letter, 0};
    order.undelivered = json->value("undelivered", Json(false)) == true;
    const auto seq = json->find("seq");
    if (seq != json->end() && seq->is_number_integer()) {
      order.seq = seq->get<int64_t>();
    }
    return order;
  }
  return Invalid("the outbox asks for a letter that is unknown");
}

Result<Mail> WriteLetter(const LetterOrder& order, const LetterParts& parts) {
  switch (order.letter) {
    case Letter::kTicket:
      return WriteTicketLetter(parts);
    case Letter::kCustomerMessage:
      return WriteCustomerMessage(parts, order.seq);
    case Letter::kDue:
      return WriteDue(parts);
    case Letter::kAcknowledgement:
      return WriteAcknowledgement(parts);
    case Letter::kReply:
      return WriteReply(parts, order.seq);
    case Letter::kClosed:
      return WriteClosed(parts, order.seq);
    case Letter::kBotAnswer:
      return WriteBotAnswer(parts, order.seq);
    case Letter::kTranscript:
      return WriteTranscript(parts);
  }
  return Internal("a letter of no kind");
}

std::string AttachmentLine(const MailRules& rules, std::string_view name,
                           size_t bytes, bool kept, std::string_view language) {
  const std::string size = bytes < 10'000
                               ? std::to_string(bytes) + " byte"
                               : std::to_string(bytes / 1000) + " kB";
  return "[" + rules.texts.Say(language, "attachment") + ": " +
         HeaderLine(name, 120) + (bytes > 0 ? ", " + size : "") +
         (kept ? "" : ", " + rules.texts.Say(language, "attachment_not_kept")) +
         "]";
}

}  // namespace sportello
