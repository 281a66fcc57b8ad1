#include "flow/handover_words.h"

#include <utility>

#include "dialogue/reply_writer.h"
#include "handoff/contact.h"
#include "handoff/hours_words.h"
#include "handoff/promise.h"
#include "handoff/ticket_work.h"

namespace sportello {
namespace {

void Add(std::string& text, const std::string& sentence) {
  if (sentence.empty()) return;
  if (!text.empty()) text += " ";
  text += sentence;
}

}  // namespace

std::string HandoverWords::Say(std::string_view key, const Ticket* ticket,
                               std::string_view name, std::string value) const {
  const TurnInput nobody;
  DialogueState unused;
  ReplyWriter writer(knowledge_, nobody, unused);
  if (ticket != nullptr) {
    writer.SetVariable("ticket", std::to_string(ticket->number));
  }
  if (!name.empty()) writer.SetVariable(name, std::move(value));
  writer.Say(key);
  const std::vector<Reply> replies = writer.Take();
  return replies.empty() ? "" : replies.front().text;
}

std::string HandoverWords::Acknowledge(
    const Ticket& ticket, const QueueRules& queue, int64_t position,
    std::optional<std::chrono::milliseconds> wait, Time now) const {
  const std::string& language = knowledge_.language();
  const OpenWords open = DescribeOpening(queue.hours, now, language);
  std::string text;
  if (open.state != OpenState::kClosed) {
    if (position > 1) {
      Add(text, Say("handover_position", &ticket, "position",
                    std::to_string(position)));
    }
    const std::string words = wait ? WaitInWords(*wait, language) : "";
    if (!words.empty()) Add(text, Say("handover_wait", &ticket, "wait", words));
    Add(text, open.sentence);
    return text;
  }
  Add(text, Say("handover_closed", &ticket, "opening", open.sentence));
  if (ticket.contact.empty()) {
    Add(text, Say("contact_ask", &ticket));
  } else {
    Add(text,
        Say("contact_known", &ticket, "contact", MaskContact(ticket.contact)));
  }
  return text;
}

std::string HandoverWords::ContactKept(const Ticket& ticket,
                                       std::string_view contact) const {
  return Say("contact_kept", &ticket, "contact", MaskContact(contact));
}

std::string HandoverWords::ContactWrong() const {
  return Say("contact_wrong", nullptr);
}

std::string HandoverWords::TakesLonger(const Ticket& ticket,
                                       const QueueRules& queue,
                                       Time now) const {
  std::string text = Say("handover_longer", &ticket);
  Add(text, DescribeOpening(queue.hours, now, knowledge_.language()).sentence);
  if (ticket.contact.empty()) Add(text, Say("contact_ask", &ticket));
  return text;
}

std::string HandoverWords::Closed(const Ticket& ticket,
                                  std::string_view channel) const {
  std::string text = Say("ticket_closed", &ticket);
  if (channel != "web" && channel != "email" && IsRateable(ticket)) {
    Add(text, Say("rating_ask", &ticket));
  }
  return text;
}

std::string HandoverWords::RatingAskBot() const {
  return Say("rating_ask_bot", nullptr);
}

std::string HandoverWords::RatingThanks() const {
  return Say("rating_thanks", nullptr);
}

std::string HandoverWords::TranscriptSent(std::string_view address) const {
  return Say("transcript_sent", nullptr, "contact", MaskContact(address));
}

std::string HandoverWords::TranscriptAsk() const {
  return Say("transcript_ask", nullptr);
}

std::string HandoverWords::TranscriptTwice() const {
  return Say("transcript_twice", nullptr);
}

std::string HandoverWords::TranscriptLimit() const {
  return Say("transcript_limit", nullptr);
}

}  // namespace sportello
