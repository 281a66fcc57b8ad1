#include "flow/turn_job.h"

#include <utility>

#include "base/id.h"
#include "base/sha256.h"

namespace sportello {
namespace {

// A client's message id of this length is taken to be random (a UUID has 36
// characters).
constexpr size_t kRandomIdLength = 20;
constexpr size_t kDerivedIdLength = 32;  // hexadecimal digits: 128 bits

// The first message of a conversation may be sent again by a customer who
// never saw the answer and so knows no conversation. A random message id
// leads to the same conversation then; the text and the address stand in the
// way of a client whose ids are not random after all.
std::string DeriveId(const ChatRequest& request, const std::string& address) {
  return Sha256Hex("first message\n" + request.message_id + "\n" + address +
                   "\n" + request.text)
      .substr(0, kDerivedIdLength);
}

// Puts the number where the dialogue left the mark for it.
void FillTicketMark(std::string& text, int64_t number) {
  size_t at = 0;
  while ((at = text.find(kTicketMark, at)) != std::string::npos) {
    text.replace(at, kTicketMark.size(), std::to_string(number));
  }
}

// What the customer says now wins over what was known.
void Complete(Customer& stored, const Customer& said) {
  if (!said.name.empty()) stored.name = said.name;
  if (!said.email.empty()) stored.email = said.email;
}

}  // namespace

TurnJob::TurnJob(ChatRequest request, const std::string& address,
                 std::shared_ptr<const Snapshot> snapshot, bool open, Time now)
    : request_(std::move(request)), snapshot_(std::move(snapshot)), now_(now) {
  if (!request_.conversation.empty()) {
    id_ = request_.conversation;
    may_exist_ = true;
  } else if (request_.message_id.size() >= kRandomIdLength) {
    id_ = DeriveId(request_, address);
    may_exist_ = true;
  } else {
    id_ = NewId();
  }
  input_.text = request_.text;
  input_.explicit_language = request_.language;
  input_.locale = request_.locale;
  input_.customer = request_.customer;
  input_.open = open;
  prepared_ = Prepare(*snapshot_, input_);
}

Status TurnJob::Run(Transaction& transaction) {
  outcome_ = Outcome::kAnswered;
  replies_.clear();
  decision_.clear();
  opened_ticket_ = false;
  Status status = FindOrCreate(transaction);
  if (!status.ok() || outcome_ != Outcome::kAnswered) return status;
  return Decide(transaction);
}

Status TurnJob::FindOrCreate(Transaction& transaction) {
  if (may_exist_) {
    auto found = transaction.FindConversation(id_);
    if (!found.ok()) return found.error();
    if (found->has_value()) {
      conversation_ = *std::move(found).value();
      if (request_.message_id.empty()) return {};
      auto turn = transaction.FindTurn(id_, request_.message_id);
      if (!turn.ok()) return turn.error();
      if (turn->has_value()) {
        outcome_ = Outcome::kRepeated;
        message_seq_ = (*turn)->first_reply_seq - 1;
        replies_ = std::move((*turn)->replies);
      }
      return {};
    }
    if (!request_.conversation.empty()) {
      outcome_ = Outcome::kUnknownConversation;
      return {};
    }
  }
  conversation_ = Conversation();
  conversation_.id = id_;
  conversation_.channel = input_.channel;
  conversation_.created_at = now_;
  conversation_.updated_at = now_;
  return transaction.InsertConversation(conversation_);
}

Status TurnJob::Decide(Transaction& transaction) {
  Turn turn = Step(*snapshot_, conversation_, input_, prepared_.get());
  if (turn.reason.knowledge_version.empty()) {
    turn.reason.knowledge_version = snapshot_->version();
  }
  Message message;
  message.text = request_.text;
  message.at = now_;
  Status status =
      transaction.AppendMessage(conversation_, message, request_.message_id);
  if (!status.ok()) return status;
  message_seq_ = message.seq;
  if (turn.ticket.has_value()) {
    status = OpenTicket(transaction, *turn.ticket);
    if (!status.ok()) return status;
  }
  decision_ = turn.replies.empty() ? "person" : turn.reason.decision;
  status = AppendReplies(transaction, turn);
  if (!status.ok()) return status;
  if (turn.unanswered) {
    status = transaction.InsertUnanswered(
        {conversation_.id, message_seq_, turn.language, request_.text,
         turn.reason.decision, turn.reason.suggestions, now_});
    if (!status.ok()) return status;
  }
  conversation_.language = std::move(turn.language);
  conversation_.owner = turn.owner;
  conversation_.state = std::move(turn.state);
  conversation_.updated_at = now_;
  Complete(conversation_.customer, request_.customer);
  return transaction.UpdateConversation(conversation_);
}

Status TurnJob::OpenTicket(Transaction& transaction, const TicketDraft& draft) {
  Ticket ticket;
  ticket.conversation = conversation_.id;
  ticket.queue = draft.queue;
  ticket.reason = draft.reason;
  ticket.summary = draft.summary;
  ticket.status = "open";
  ticket.created_at = now_;
  const Result<int64_t> number = transaction.InsertTicket(ticket);
  if (!number.ok()) return number.error();
  conversation_.ticket = *number;
  opened_ticket_ = true;
  return {};
}

Status TurnJob::AppendReplies(Transaction& transaction, Turn& turn) {
  replies_.reserve(turn.replies.size());
  for (Reply& reply : turn.replies) {
    Message message;
    message.from = Author::kBot;
    message.text = std::move(reply.text);
    FillTicketMark(message.text, conversation_.ticket);
    message.buttons = std::move(reply.buttons);
    message.at = now_;
    message.reason = turn.reason;
    const Status status = transaction.AppendMessage(conversation_, message, "");
    if (!status.ok()) return status;
    replies_.push_back(std::move(message));
  }
  return {};
}

}  // namespace sportello
