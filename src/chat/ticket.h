// What people work on, as plain values: tickets, their history, ratings.
//
// These types own their contents and may be copied and moved between threads.
#ifndef SPORTELLO_CHAT_TICKET_H_
#define SPORTELLO_CHAT_TICKET_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sportello {

// Waiting in its queue; in the hands of one agent; done.
enum class TicketStatus { kWaiting, kClaimed, kClosed };

std::string_view TicketStatusName(TicketStatus status);  // "waiting", ...
std::optional<TicketStatus> ParseTicketStatus(std::string_view name);

// How a closed ticket ended, as an agent may say it: "solved", "not_solved",
// "duplicate", "spam". Ours alone: "auto" (nobody wrote any more), "bot"
// (given back to the bot).
bool IsAgentsOutcome(std::string_view outcome);

inline constexpr int kMaxPriority = 3;  // the most urgent
inline constexpr int kNormalPriority = 1;

// Ticket::reason of one that a bad rating opened: a task for the supervisors,
// beside the conversation.
inline constexpr std::string_view kFollowUpReason = "low rating";
// Ticket::reason begins so when the customer's tone opened it.
inline constexpr std::string_view kToneReason = "tone: ";

// What a person works on. Times that have not come are absent.
struct Ticket {
  int64_t number = 0;
  std::string conversation;
  std::string queue;
  std::string reason;   // "asked for a person", "fallback", "intent", "slot"
  std::string summary;  // intent, slots, last messages not understood
  TicketStatus status = TicketStatus::kWaiting;
  int priority = kNormalPriority;
  std::string agent;  // who has it; of a closed one: who had it last
  // The claim ends then, unless the agent does something; absent while it is
  // the customer's turn.
  std::optional<Time> lease_until = {};
  std::optional<Time> due_at = {};  // what the customer was promised
  // Of a reopened one, until it is answered: what holds instead.
  std::optional<Time> reopen_due_at = {};
  std::optional<Time> warned_at = {};  // the customer was told: it takes longer
  std::optional<Time> alarmed_at = {};  // it was overdue, and people were told
  std::string language = {};
  std::string contact = {};  // e-mail address or phone number for the answer
  Time created_at{};
  std::optional<Time> claimed_at = {};  // first time
  std::optional<Time> first_reply_at = {};
  std::optional<Time> closed_at = {};
  std::string outcome = {};     // of a closed one
  std::string mail_token = {};  // NewLowerId(): in the address for answers
  // Of the row: unique over all tickets and rising with every change of any,
  // so that it orders the changes. The store sets it.
  int64_t version = 0;
  bool operator==(const Ticket&) const = default;
};

// When an open ticket's customer is to have an answer; nothing when no promise
// is open.
std::optional<Time> DeadlineOf(const Ticket& ticket);

// One line of a ticket's history. `what`: "opened", "claimed", "transferred",
// "released", "reply", "note", "closed", "reopened", "lease_lost", "due",
// "warned", "rated", "priority", "contact", "channel_failed", "mail_failed".
struct TicketEvent {
  int64_t ticket = 0;
  Time at{};
  std::string what;
  std::string agent = {};   // empty = the customer or the program
  std::string detail = {};  // of a note its text, of a transfer the target
  bool operator==(const TicketEvent&) const = default;
};

// What a customer says of the service, once for each ticket (or, with ticket
// 0, once of the bot in that conversation).
struct Rating {
  std::string conversation;
  int64_t ticket = 0;
  int score = 0;  // 1 to 5
  std::string comment;
  Time at{};
  std::string by;  // "bot" or the agent
  bool operator==(const Rating&) const = default;
};

}  // namespace sportello

#endif  // SPORTELLO_CHAT_TICKET_H_
