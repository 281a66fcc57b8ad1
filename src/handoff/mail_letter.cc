#include "handoff/mail_letter.h"

#include <array>

#include "base/json.h"
#include "handoff/letter_to_customer.h"
#include "handoff/letter_to_team.h"

namespace sportello {
namespace {

struct LetterName {
  Letter letter;
  std::string_view name;
};

constexpr std::array<LetterName, 9> kLetterNames = {{
    {Letter::kTicket, "ticket"},
    {Letter::kCustomerMessage, "message"},
    {Letter::kDue, "due"},
    {Letter::kFilesLeft, "files_left"},
    {Letter::kAcknowledgement, "acknowledgement"},
    {Letter::kReply, "reply"},
    {Letter::kClosed, "closed"},
    {Letter::kBotAnswer, "answer"},
    {Letter::kTranscript, "transcript"},
}};

}  // namespace

std::string WriteLetterOrder(const LetterOrder& order) {
  Json json;
  for (const LetterName& one : kLetterNames) {
    if (one.letter == order.letter) json["letter"] = std::string(one.name);
  }
  if (order.seq > 0) json["seq"] = order.seq;
  if (order.undelivered) json["undelivered"] = true;
  if (order.without_files) json["without_files"] = true;
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
    order.without_files = json->value("without_files", Json(false)) == true;
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
    case Letter::kFilesLeft:
      return WriteFilesLeft(parts);
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
