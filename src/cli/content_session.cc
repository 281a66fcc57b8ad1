#include "cli/content_session.h"

#include "dialogue/action_host.h"
#include "dialogue/state.h"

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

std::string ChatSession::Pressed(std::string_view text) const {
  if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
    for (const Button& button : buttons_) {
      if (button.title == text.substr(1, text.size() - 2)) return button.value;
    }
  }
  return CleanText(text);
}

ActionOutcome ChatSession::Perform(const ActionRequest& request) const {
  if (action_hosts_.has_value() &&
      !IsAllowedHost(*action_hosts_, request.url)) {
    return {};
  }
  for (const ActionStub& stub : actions_) {
    if (request.url.find(stub.url) != std::string::npos) return stub.outcome;
  }
  return {};
}

Contexts ChatSession::contexts() const {
  const DialogueState state = ParseState(conversation_.state);
  Contexts contexts;
  for (const auto& [name, until] : state.contexts) {
    if (until > state.turns) contexts.insert(name);
  }
  return contexts;
}

Turn ChatSession::Say(std::string_view text) {
  TurnInput input;
  input.text = Pressed(text);
  input.locale = locale_;
  input.channel = channel_;
  input.customer = conversation_.customer;
  input.open = open_;
  input.today = today_;
  input.now = now_;
  input.said = said_;
  Turn turn = Step(*snapshot_, conversation_, input);
  if (turn.action.has_value()) {
    input.performed = {*turn.action, Perform(*turn.action)};
    turn = Step(*snapshot_, conversation_, input);
  }
  if (turn.ticket.has_value()) conversation_.ticket = next_ticket_++;
  const std::string number = std::to_string(conversation_.ticket);
  buttons_.clear();
  for (Reply& reply : turn.replies) {
    ReplaceAll(reply.text, kTicketMark, number);
    buttons_.insert(buttons_.end(), reply.buttons.begin(), reply.buttons.end());
  }
  conversation_.channel = channel_;
  conversation_.language = turn.language;
  conversation_.state = turn.state;
  conversation_.owner = turn.owner;
  conversation_.updated_at = now_;
  conversation_.last_seq += 1 + static_cast<int64_t>(turn.replies.size());
  return turn;
}

}  // namespace sportello
