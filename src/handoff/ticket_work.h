// What people do with tickets, each as one step of a transaction: the message,
// the conversation's owner, the ticket and its history change together.
//
// The desk and the mailbox of the team use the same steps. Errors: kNotFound
// for an unknown number, kConflict when somebody else has the ticket or it is
// closed (the message names the agent), kInvalid for a target that is none.
// After an error the caller gives the transaction up.
#ifndef SPORTELLO_HANDOFF_TICKET_WORK_H_
#define SPORTELLO_HANDOFF_TICKET_WORK_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "handoff/queues.h"
#include "store/store.h"

namespace sportello {

// Something happened to a ticket.
struct TicketNews {
  std::string_view what;  // as TicketEvent::what, or "message" (the customer's)
  const Ticket& ticket;
  const Conversation& conversation;
  std::string_view agent;  // empty = the customer or the program
  const Message* message;  // of a reply or the customer; null = none
  Time at{};
};

// Writes what must be sent because of it (mail, webhooks) into the same
// transaction. Called on the store's writer thread: must not wait.
class TicketListener {
 public:
  virtual ~TicketListener() = default;
  virtual Status OnNews(Transaction& transaction, const TicketNews& news) = 0;
  // The customer wants the conversation at this address. kNotFound: this one
  // sends no mail; kConflict: it was sent there today; kDenied: too many were.
  virtual Status OnTranscript(Transaction& transaction,
                              const Conversation& conversation,
                              const std::string& address, Time now);
};

// True for a ticket that an agent closed with an answer: only then may the
// customer say how it went.
bool IsRateable(const Ticket& ticket);
// True when `rating`, of this ticket, was given after its last end: one that
// was opened again may be rated once more.
bool IsRated(const Ticket& ticket, const std::optional<Rating>& rating);

struct TicketWorkOptions {
  // A claim ends so long after the agent's last deed, while the customer
  // waits.
  std::chrono::milliseconds lease{std::chrono::minutes(15)};
  // So long after the end of a ticket a customer of the chat who needs a person
  // again goes on with it; 0 = he gets a new one.
  std::chrono::milliseconds reopen_within{0};
  // What the customer is told when an agent closes the ticket; may be empty.
  // Called on the store's thread.
  std::function<std::string(const Ticket&, const Conversation&)> closing_text =
      nullptr;
};

// Safe from many threads once it is used: listeners are added before. All
// that is given must outlive it.
class TicketWork {
 public:
  TicketWork(const Queues& queues, TicketWorkOptions options)
      : queues_(queues), options_(std::move(options)) {}
  void AddListener(TicketListener& listener) {
    listeners_.push_back(&listener);
  }

  const Queues& queues() const { return queues_; }

  // Opens the ticket for the conversation, whose owner becomes the queue: the
  // queue is chosen by the routes, the deadline by its hours. `ticket` has
  // queue, reason, summary, language. The caller updates the conversation.
  Status Open(Transaction& transaction, Conversation& conversation,
              Ticket& ticket, Time now) const;
  // The customer wrote into a conversation that people own; the message is
  // appended already. The caller updates the conversation.
  Status CustomerWrote(Transaction& transaction,
                       const Conversation& conversation, const Message& message,
                       Time now) const;
  // When the last ticket of the conversation (tasks that bad ratings opened
  // aside) ended within TicketWorkOptions::reopen_within, not as spam or
  // duplicate, and the new one is for no other queue and not because of the
  // customer's tone: it is opened again with its history, `ticket` becomes it,
  // true. Else false, and nothing is changed. As with Open() the
  // caller updates the conversation.
  Result<bool> OpenAgain(Transaction& transaction, Conversation& conversation,
                         Ticket& ticket, Time now) const;
  // A closed ticket waits in its queue again, with a new deadline, unless
  // another one is open in the conversation; the one that is open then.
  // `agent`: who did it, empty = the customer, who wrote again.
  Result<Ticket> Reopen(Transaction& transaction, int64_t number,
                        std::string_view agent, Time now) const;
  // What the customer gave to be answered at.
  Status SetContact(Transaction& transaction, const Conversation& conversation,
                    std::string_view contact, Time now) const;

  // For the ticket's own agent it renews the lease.
  Result<Ticket> Claim(Transaction& transaction, int64_t number,
                       std::string_view agent, Time now) const;
  // The agent's answer. It takes the ticket when it waits in the queue; with
  // `take_over` (a mail of the team) also from another agent. An `external_id`
  // that was stored before stores nothing; `message` is the first one then.
  Result<Ticket> Reply(Transaction& transaction, int64_t number,
                       std::string_view agent, const std::string& text,
                       std::string_view external_id, bool take_over, Time now,
                       Message& message) const;
  Result<TicketEvent> Note(Transaction& transaction, int64_t number,
                           std::string_view agent, const std::string& text,
                           Time now) const;
  // To another queue, where it waits, or to another agent, who has it then.
  // Exactly one of both is not empty; the agent is known to exist.
  Result<Ticket> Transfer(Transaction& transaction, int64_t number,
                          std::string_view agent, std::string_view queue,
                          std::string_view to_agent, Time now) const;
  // Back to its queue.
  Result<Ticket> Release(Transaction& transaction, int64_t number,
                         std::string_view agent, Time now) const;
  // Ends the ticket; the bot answers again.
  Result<Ticket> ReleaseToBot(Transaction& transaction, int64_t number,
                              std::string_view agent, Time now) const;
  // `outcome` as IsAgentsOutcome(), or "auto" with an empty agent.
  Result<Ticket> Close(Transaction& transaction, int64_t number,
                       std::string_view agent, std::string_view outcome,
                       Time now) const;
  Result<Ticket> SetPriority(Transaction& transaction, int64_t number,
                             std::string_view agent, int priority,
                             Time now) const;

  // The customer's chat did not bring him the message after all; `reason` is a
  // word for the history. It goes by mail where there is an address.
  Status Undelivered(Transaction& transaction, int64_t number,
                     std::string_view reason, const Message& message,
                     Time now) const;

  // What the customer says of the service; kConflict for the second time since
  // the ticket's last end: what was said before that end is replaced. A
  // score of 1 or 2 opens a ticket of its own for the supervisors: it waits in
  // the queue, but the conversation stays whose it is.
  Status Rate(Transaction& transaction, const Rating& rating) const;

  // Has the conversation sent to this mail address. Errors as
  // TicketListener::OnTranscript().
  Status SendTranscript(Transaction& transaction,
                        const Conversation& conversation,
                        const std::string& address, Time now) const;

  // The deadlines of a ticket, for the worker (ticket_watch.h).
  Result<Ticket> LoseLease(Transaction& transaction, int64_t number,
                           Time now) const;
  Result<Ticket> Alarm(Transaction& transaction, int64_t number,
                       Time now) const;
  // `text` tells the customer.
  Result<Ticket> Warn(Transaction& transaction, int64_t number,
                      const std::string& text, Time now) const;

 private:
  struct Pair {
    Ticket ticket;
    Conversation conversation;
  };
  Status OpenFollowUp(Transaction& transaction, const Pair& rated,
                      const Rating& rating) const;
  Result<Pair> Get(Transaction& transaction, int64_t number) const;
  // The same, of an open ticket that `agent` may work on.
  Result<Pair> GetFor(Transaction& transaction, int64_t number,
                      std::string_view agent) const;
  // False for a task that a bad rating opened, until somebody answers there.
  static bool OwnsConversation(const Pair& pair) {
    return pair.conversation.ticket == pair.ticket.number;
  }
  void Revive(Ticket& ticket, Conversation& conversation, Time now) const;
  void Take(Ticket& ticket, Conversation& conversation, std::string_view agent,
            Time now) const;
  // A message of the program to the customer, unless `text` is empty.
  static Status Say(Transaction& transaction, Conversation& conversation,
                    const std::string& text, Time now, Message& message);
  Status Save(Transaction& transaction, Pair& pair) const;
  Status Tell(Transaction& transaction, const Pair& pair, std::string_view what,
              std::string_view agent, std::string_view detail, Time now,
              const Message* message = nullptr) const;
  // Save and Tell.
  Result<Ticket> Finish(Transaction& transaction, Pair& pair,
                        std::string_view what, std::string_view agent,
                        std::string_view detail, Time now,
                        const Message* message = nullptr) const;

  const Queues& queues_;
  const TicketWorkOptions options_;
  std::vector<TicketListener*> listeners_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_TICKET_WORK_H_
