#include "cli/content_session.h"

namespace sportello {
namespace {

void ReplaceAll(std::string& text, std::string_view mark,
                const std::string& by) {
  for (size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

}  // namespace

ChatSession::ChatSession(std::shared_ptr<const Snapshot> snapshot,
                         Customer customer, std::string locale)
    : snapshot_(std::move(snapshot)), locale_(std::move(locale)) {
  conversation_.id = "test";
  conversation_.customer = std::move(customer);
}

Turn ChatSession::Say(std::string_view text) {
  TurnInput input;
  input.text = CleanText(text);
  input.locale = locale_;
  input.channel = channel_;
  input.customer = conversation_.customer;
  input.open = open_;
  Turn turn = Step(*snapshot_, conversation_, input, nullptr);
  if (turn.ticket.has_value()) conversation_.ticket = next_ticket_++;
  const std::string number = std::to_string(conversation_.ticket);
  for (Reply& reply : turn.replies) {
    ReplaceAll(reply.text, kTicketMark, number);
  }
  conversation_.channel = channel_;
  conversation_.language = turn.language;
  conversation_.state = turn.state;
  conversation_.owner = turn.owner;
  conversation_.last_seq += 1 + static_cast<int64_t>(turn.replies.size());
  return turn;
}

}  // namespace sportello
