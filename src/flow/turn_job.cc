#include "flow/turn_job.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "base/sha256.h"
#include "flow/bot_rating.h"
#include "flow/handover_words.h"
#include "handoff/contact.h"

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

// All that a turn depends on; times are not part of it.
bool AreSame(const Conversation& a, const Conversation& b) {
  return a.last_seq == b.last_seq && a.owner == b.owner &&
         a.ticket == b.ticket && a.language == b.language &&
         a.state == b.state && a.customer == b.customer &&
         a.channel == b.channel;
}

}  // namespace

TurnJob::TurnJob(ChatRequest request, const std::string& address,
                 TurnWorld world, const RecentConversations& recent,
                 Store& store)
    : request_(std::move(request)),
      world_(std::move(world)),
      reading_(*world_.snapshot, request_.text) {
  if (!request_.conversation.empty()) {
    id_ = request_.conversation;
    may_exist_ = true;
  } else if (request_.message_id.size() >= kRandomIdLength) {
    id_ = DeriveId(request_, address);
    may_exist_ = true;
  } else {
    id_ = NewTimeOrderedId(world_.now);
  }
  input_.channel = request_.channel;
  input_.text = request_.text;
  input_.explicit_language = request_.language;
  input_.locale = request_.locale;
  input_.customer = request_.customer;
  input_.open = world_.open;
  input_.today = world_.today;
  input_.now = world_.now;
  Expect(recent, store);
  aside_.wants_copy =
      IsTranscriptWish(request_.text) || GivesCopyAddress(store);
  aside_.may_be_score =
      world_.ask_rating && ReadRatingText(request_.text).has_value();
  Plan();
  // Here, where it was asked for, and not on the thread that answers: memory
  // that crosses threads costs more, and few turns are decided anew.
  reading_.Forget();
}

void TurnJob::Expect(const RecentConversations& recent, Store& store) {
  if (may_exist_) expected_ = recent.Find(id_);
  if (expected_.conversation != nullptr) return;
  if (request_.conversation.empty() || request_.begins) {
    expected_.conversation = std::make_shared<const Conversation>(Fresh());
    return;
  }
  // Read here, beside the writer, which then need not decide the turn.
  auto found = store.FindConversation(id_);
  if (!found.ok() || !found->has_value()) return;
  expected_.conversation =
      std::make_shared<const Conversation>(**std::move(found));
}

bool TurnJob::GivesCopyAddress(Store& store) const {
  if (!may_exist_ || !IsBareAddress(request_.text)) return false;
  // As committed: what is remembered may be a turn behind.
  const auto known = store.FindConversation(id_);
  if (!known.ok() || !known->has_value()) return false;
  const auto last = store.FindMessage(id_, (*known)->last_seq);
  return last.ok() && last->has_value() && AsksForCopyAddress(**last);
}

bool TurnJob::may_send_copy() const {
  if (!aside_.wants_copy) return false;
  if (!request_.customer.email.empty()) return true;
  const auto& known = expected_.conversation;
  if (known != nullptr && !known->customer.email.empty()) return true;
  const std::optional<Contact> contact = FindContact(request_.text);
  return contact && !contact->email.empty();
}

void TurnJob::Plan() {
  if (expected_.conversation == nullptr) return;
  planned_ = Step(*snapshot_, *expected_.conversation, input_,
                  {&reading_, expected_.state.get()});
  planned_replies_.clear();
  // A ticket's number is put in later: then they are made anew each time.
  const bool numbered = std::any_of(
      planned_.replies.begin(), planned_.replies.end(), [](const Reply& reply) {
        return reply.text.find(kTicketMark) != std::string::npos;
      });
  if (!numbered) planned_replies_ = MessagesOf(planned_);
}

void TurnJob::TakeAction(ActionOutcome outcome) {
  ++actions_;
  input_.performed = {wanted_action_, std::move(outcome)};
  if (conversation_ != nullptr) expected_ = {conversation_, nullptr};
  Plan();
}

std::string TurnJob::ActionKey() const {
  const std::string message = request_.message_id.empty()
                                  ? std::to_string(conversation_->last_seq)
                                  : request_.message_id;
  return Sha256Hex("action\n" + id_ + "\n" + message + "\n" +
                   wanted_action_.url)
      .substr(0, kDerivedIdLength);
}

Conversation TurnJob::Fresh() const {
  Conversation conversation;
  conversation.id = id_;
  conversation.channel = input_.channel;
  conversation.created_at = now_;
  conversation.updated_at = now_;
  return conversation;
}

Status TurnJob::Run(Transaction& transaction) {
  outcome_ = Outcome::kAnswered;
  if (std::exchange(replies_are_planned_, false)) {
    planned_replies_ = std::move(replies_);
  }
  replies_.clear();
  decision_.clear();
  opened_ticket_ = false;
  is_new_ = false;
  Status status = Find(transaction);
  if (!status.ok() || outcome_ != Outcome::kAnswered) return status;
  return Decide(transaction);
}

Status TurnJob::Find(Transaction& transaction) {
  if (may_exist_) {
    auto found = transaction.FindConversation(id_);
    if (!found.ok()) return found.error();
    if (found->has_value()) {
      conversation_ = std::make_shared<Conversation>(*std::move(found).value());
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
    if (!request_.conversation.empty() && !request_.begins) {
      outcome_ = Outcome::kUnknownConversation;
      return {};
    }
  }
  conversation_ = std::make_shared<Conversation>(Fresh());
  is_new_ = true;
  return {};
}

Status TurnJob::Decide(Transaction& transaction) {
  const bool as_expected = expected_.conversation != nullptr &&
                           AreSame(*expected_.conversation, *conversation_);
  Turn decided;
  if (!as_expected) {
    decided = Step(*snapshot_, *conversation_, input_, {&reading_, nullptr});
  }
  const Turn& turn = as_expected ? planned_ : decided;
  if (turn.action.has_value()) {
    wanted_action_ = *turn.action;
    outcome_ = Outcome::kNeedsAction;
    return {};
  }
  if (is_new_) {
    Status inserted = transaction.InsertConversation(*conversation_);
    if (!inserted.ok()) return inserted;
  }
  return Write(transaction, turn);
}

Status TurnJob::Write(Transaction& transaction, const Turn& decided) {
  Conversation& conversation = *conversation_;
  Message message;
  message.text = decided.stored_text;
  message.at = now_;
  Status status =
      transaction.AppendMessage(conversation, message, request_.message_id);
  if (!status.ok()) return status;
  message_seq_ = message.seq;
  Complete(conversation.customer, request_.customer);
  if (request_.attributes) {
    conversation.customer.attributes = *request_.attributes;
  }
  const bool asks = world_.ask_rating && conversation.owner == Owner::kBot &&
                    MayAskHowItWent(decided);
  // With the bot alone nothing more is to be asked of the store.
  const bool plain = conversation.owner == Owner::kBot &&
                     !decided.ticket.has_value() && !aside_.wants_copy &&
                     !(aside_.may_be_score && FollowsHowItWent(decided)) &&
                     !asks;
  Turn changed;
  if (!plain) {
    changed = decided;  // a copy: the job may run again
    status = ChangeTurn(transaction, message, changed);
    if (!status.ok()) return status;
  }
  const Turn& turn = plain ? decided : changed;
  decision_ = turn.replies.empty() ? "person" : turn.reason.decision;
  status = AppendReplies(transaction, turn);
  if (!status.ok()) return status;
  if (turn.unanswered) {
    status = transaction.InsertUnanswered(
        {conversation.id, message_seq_, turn.language, turn.stored_text,
         turn.reason.decision, turn.reason.suggestions, now_});
    if (!status.ok()) return status;
  }
  conversation.language = turn.language;
  conversation.owner = turn.owner;
  conversation.state = turn.state;
  conversation.updated_at = now_;
  memory_ = turn.memory;
  status = transaction.UpdateConversation(conversation);
  if (!status.ok() || !world_.notes_open_steps || !turn.answer_within) {
    return status;
  }
  return transaction.NoteOpenStep(conversation.id, now_ + *turn.answer_within);
}

Status TurnJob::ChangeTurn(Transaction& transaction, const Message& message,
                           Turn& turn) {
  const Conversation& conversation = *conversation_;
  const bool for_people = conversation.owner == Owner::kQueue ||
                          conversation.owner == Owner::kAgent;
  auto aside = ReadAside(transaction, world_.work,
                         snapshot_->GetOrDefault(turn.language), conversation,
                         request_.text, aside_, now_, turn);
  if (!aside.ok()) return aside.error();
  if (*aside) {
    // The dialogue goes on as if it had not been written.
    turn.state = conversation.state;
    turn.memory.reset();
    turn.owner = for_people ? conversation.owner : Owner::kBot;
    return {};
  }
  if (for_people) {
    Status status =
        world_.work.CustomerWrote(transaction, *conversation_, message, now_);
    return status.ok() ? ReadContact(transaction, turn) : status;
  }
  if (turn.ticket.has_value()) return OpenTicket(transaction, turn);
  if (!world_.ask_rating || !MayAskHowItWent(turn)) return {};
  return AskHowItWent(transaction, conversation,
                      snapshot_->GetOrDefault(turn.language), turn);
}

Status TurnJob::OpenTicket(Transaction& transaction, Turn& turn) {
  Ticket ticket;
  ticket.queue = turn.ticket->queue;
  ticket.reason = turn.ticket->reason;
  ticket.summary = turn.ticket->summary;
  ticket.language = turn.language;
  const Result<bool> again =
      world_.work.OpenAgain(transaction, *conversation_, ticket, now_);
  if (!again.ok()) return again.error();
  if (!*again) {
    Status opened = world_.work.Open(transaction, *conversation_, ticket, now_);
    if (!opened.ok()) return opened;
    opened_ticket_ = true;
  }
  // The ticket itself is among those that wait.
  const Result<int64_t> position =
      transaction.tickets().CountWaiting(ticket.queue);
  if (!position.ok()) return position.error();
  std::optional<std::chrono::milliseconds> wait;
  if (world_.waits != nullptr) {
    const auto known = world_.waits->find(ticket.queue);
    if (known != world_.waits->end()) wait = known->second;
  }
  const HandoverWords words(snapshot_->GetOrDefault(turn.language));
  std::string text = words.Acknowledge(
      ticket, world_.work.queues().Find(ticket.queue), *position, wait, now_);
  if (!text.empty()) turn.replies.push_back({std::move(text), {}});
  return {};
}

Status TurnJob::ReadContact(Transaction& transaction, Turn& turn) {
  Conversation& conversation = *conversation_;
  if (conversation.owner != Owner::kQueue) return {};
  const std::optional<Contact> contact = FindContact(request_.text);
  if (!contact) return {};
  const auto ticket = transaction.tickets().Find(conversation.ticket);
  if (!ticket.ok()) return ticket.error();
  if (!ticket->has_value() || !(*ticket)->contact.empty()) return {};
  const HandoverWords words(snapshot_->GetOrDefault(turn.language));
  std::string text;
  const std::string& found =
      contact->email.empty() ? contact->phone : contact->email;
  if (found.empty()) {
    text = words.ContactWrong();
  } else {
    if (!contact->email.empty()) conversation.customer.email = contact->email;
    if (!contact->phone.empty()) conversation.customer.phone = contact->phone;
    Status kept =
        world_.work.SetContact(transaction, conversation, found, now_);
    if (!kept.ok()) return kept;
    text = words.ContactKept(**ticket, found);
  }
  turn.replies.clear();
  if (!text.empty()) turn.replies.push_back({std::move(text), {}});
  turn.reason.stage = "wait";
  turn.reason.decision = "handoff";
  turn.reason.id = "contact";
  turn.unanswered = false;
  return {};
}

std::vector<Message> TurnJob::MessagesOf(const Turn& turn) const {
  std::vector<Message> messages;
  messages.reserve(turn.replies.size());
  for (const Reply& reply : turn.replies) {
    Message& message = messages.emplace_back();
    message.from = Author::kBot;
    message.text = reply.text;
    message.buttons = reply.buttons;
    message.at = now_;
    message.reason = turn.reason;
  }
  return messages;
}

Status TurnJob::AppendReplies(Transaction& transaction, const Turn& turn) {
  if (&turn == &planned_ && !planned_replies_.empty()) {
    replies_ = std::move(planned_replies_);
    replies_are_planned_ = true;
  } else {
    replies_ = MessagesOf(turn);
  }
  for (Message& message : replies_) {
    if (!replies_are_planned_) {
      FillTicketMark(message.text, conversation_->ticket);
    }
    Status status = transaction.AppendMessage(*conversation_, message, "");
    if (!status.ok()) return status;
  }
  return {};
}

}  // namespace sportello
