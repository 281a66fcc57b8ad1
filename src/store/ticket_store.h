// The part of the store that holds tickets, their history and ratings.
//
// TicketTable writes inside a transaction (Transaction::tickets()),
// TicketReads reads what is committed (Store::tickets()). Errors and threads
// are as in store.h.
#ifndef SPORTELLO_STORE_TICKET_STORE_H_
#define SPORTELLO_STORE_TICKET_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/chat.h"
#include "chat/ticket.h"

namespace sportello {

class TicketTable {
 public:
  virtual ~TicketTable() = default;

  // Opens a ticket with the next number, counting from 1; sets `number` and
  // `version`. kNotFound for an unknown conversation.
  virtual Status Insert(Ticket& ticket) = 0;
  virtual Result<std::optional<Ticket>> Find(int64_t number) = 0;
  // An empty token finds nothing.
  virtual Result<std::optional<Ticket>> FindByMailToken(
      std::string_view token) = 0;
  // Of the conversation's tickets that with the highest number, among those
  // with another reason than `but_reason`; empty leaves none out.
  virtual Result<std::optional<Ticket>> FindLast(
      std::string_view conversation, std::string_view but_reason) = 0;
  // Replaces all columns but number and conversation. kConflict when the
  // ticket was changed since `ticket.version` was read: so of many that claim
  // the same ticket one succeeds. Sets the new version.
  virtual Status Update(Ticket& ticket) = 0;
  virtual Status AppendEvent(const TicketEvent& event) = 0;
  // kConflict when this ticket (or, with ticket 0, the bot in this
  // conversation) was rated before.
  virtual Status InsertRating(const Rating& rating) = 0;
  // Removes the rating of this ticket that was given before `before`, if there
  // is one: so a ticket that was opened again is rated anew.
  virtual Status ForgetRating(std::string_view conversation, int64_t ticket,
                              Time before) = 0;
  // Waiting tickets of the queue that come before a new one of normal
  // priority.
  virtual Result<int64_t> CountWaiting(std::string_view queue) = 0;
};

// Which tickets a list shows; what is empty does not restrict.
struct TicketQuery {
  std::optional<TicketStatus> status = {};
  bool open = false;  // waiting or claimed
  std::string agent = {};
  std::vector<std::string> queues = {};  // any of these
  std::string conversation = {};
  // In the number, or the customer's name, address or phone number.
  std::string search = {};
  int64_t before = 0;  // only numbers below; 0 = all
  int limit = 50;
};

struct TicketChange {
  int64_t version = 0;
  int64_t number = 0;
};

struct FirstReply {
  Time opened_at{};
  Time at{};
  bool operator==(const FirstReply&) const = default;
};

// A queue now.
struct QueueFigures {
  int64_t waiting = 0;
  int64_t claimed = 0;
  int64_t overdue = 0;  // without a reply, and due at the time asked for
};

// A conversation's messages as a list of tickets shows them.
struct ConversationGlance {
  std::optional<Message> last;
  int64_t unread = 0;  // the customer's, after the last of an agent
};

class TicketReads {
 public:
  virtual ~TicketReads() = default;

  virtual Result<std::optional<Ticket>> Find(int64_t number) = 0;
  virtual Result<std::optional<Ticket>> FindByMailToken(
      std::string_view token) = 0;
  // Newest first.
  virtual Result<std::vector<Ticket>> List(const TicketQuery& query) = 0;
  // Oldest first.
  virtual Result<std::vector<TicketEvent>> ListEvents(int64_t number) = 0;
  // Open tickets that somebody must look after at `now`: the claim has run
  // out; it got no reply and is due, and nobody was told; or it is due before
  // `warn_before` and the customer was not told. Oldest first.
  virtual Result<std::vector<Ticket>> ListNeglected(Time now, Time warn_before,
                                                    int limit) = 0;
  // Claimed tickets where it is the customer's turn, and whose conversation
  // nobody wrote in since `before`.
  virtual Result<std::vector<Ticket>> ListIdle(Time before, int limit) = 0;
  // The tickets with a version above `version`, in that order.
  virtual Result<std::vector<TicketChange>> ListChanges(int64_t version,
                                                        int limit) = 0;
  // The highest version of all tickets; 0 without any.
  virtual Result<int64_t> Version() = 0;
  virtual Result<std::map<std::string, QueueFigures>> Queues(Time now) = 0;
  // Of the queue's tickets that people answered last, newest first.
  virtual Result<std::vector<FirstReply>> ListFirstReplies(
      std::string_view queue, int limit) = 0;
  virtual Result<std::optional<Rating>> FindRating(
      std::string_view conversation, int64_t ticket) = 0;

  virtual Result<ConversationGlance> Glance(std::string_view conversation) = 0;
  // Conversations of the customer with this e-mail address (upper and lower
  // case are the same) or this phone number, newest first.
  virtual Result<std::vector<Conversation>> ListConversationsOf(
      const Customer& customer, int limit) = 0;

  // For reports: what lies in [from, to), oldest first, one at a time. Stops
  // when the function returns false. The store may be written meanwhile.
  virtual Status ScanTickets(Time from, Time to,
                             const std::function<bool(const Ticket&)>& f) = 0;
  virtual Status ScanRatings(Time from, Time to,
                             const std::function<bool(const Rating&)>& f) = 0;
  // By seq in each conversation; texts, buttons, scores are left out.
  virtual Status ScanMessages(
      Time from, Time to,
      const std::function<bool(std::string_view conversation, const Message&)>&
          f) = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_STORE_TICKET_STORE_H_
