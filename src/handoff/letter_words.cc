#include "handoff/letter_words.h"

namespace sportello {
namespace {

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

}  // namespace

const OpeningHours& LetterHours(const LetterParts& parts) {
  return parts.queues.Find(parts.ticket ? parts.ticket->queue : "").hours;
}

std::string LetterCustomerName(const LetterParts& parts,
                               const LetterWords& words) {
  const std::string& name = parts.conversation.customer.name;
  return name.empty() ? words("by_customer") : HeaderLine(name, 60);
}

std::string LetterSpeaker(const Message& message, const LetterParts& parts,
                          const LetterWords& words) {
  switch (message.from) {
    case Author::kCustomer:
      return LetterCustomerName(parts, words);
    case Author::kAgent:
      return words("by_agent");
    case Author::kBot:
      return words("by_bot");
    case Author::kSystem:
      return words("by_system");
  }
  return {};
}

std::string LetterEntry(const LetterParts& parts, const Message& message,
                        const std::string& speaker, const std::string& text) {
  return "[" + Stamp(message.at, LetterHours(parts)) + "] " + speaker + ":\n" +
         text + (text.ends_with('\n') ? "\n" : "\n\n");
}

std::string TicketTag(const LetterParts& parts) {
  if (!parts.ticket) return {};
  return "[#" + std::to_string(parts.ticket->number) + "] ";
}

const Message* LetterMessage(const LetterParts& parts, int64_t seq) {
  for (const Message& message : parts.messages) {
    if (message.seq == seq) return &message;
  }
  return nullptr;
}

}  // namespace sportello
