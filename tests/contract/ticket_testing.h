// Verbs that the tests of tickets and of what hangs on them share.
#ifndef SPORTELLO_TESTS_CONTRACT_TICKET_TESTING_H_
#define SPORTELLO_TESTS_CONTRACT_TICKET_TESTING_H_

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "contract/store_kinds.h"

namespace sportello {

inline Ticket MakeTicket(const std::string& conversation,
                         const std::string& queue = "returns") {
  Ticket ticket;
  ticket.conversation = conversation;
  ticket.queue = queue;
  ticket.reason = "fallback";
  ticket.language = "it";
  ticket.created_at = FromMillis(1'000'000);
  return ticket;
}

// Opens it, in a conversation that is made when it is missing.
inline Ticket Open(Store& store, Ticket ticket) {
  REQUIRE(Write(store, [&](Transaction& transaction) -> Status {
            auto known = transaction.FindConversation(ticket.conversation);
            if (!known.ok()) return known.error();
            if (!known->has_value()) {
              Status made = transaction.InsertConversation(
                  MakeConversation(ticket.conversation));
              if (!made.ok()) return made;
            }
            return transaction.tickets().Insert(ticket);
          }) == "ok");
  return ticket;
}

inline std::string Update(Store& store, Ticket& ticket) {
  return Write(store, [&](Transaction& transaction) {
    return transaction.tickets().Update(ticket);
  });
}

inline std::vector<int64_t> Numbers(
    const Result<std::vector<Ticket>>& tickets) {
  REQUIRE(tickets.ok());
  std::vector<int64_t> numbers;
  for (const Ticket& ticket : *tickets) numbers.push_back(ticket.number);
  return numbers;
}

using Expected = std::vector<int64_t>;

}  // namespace sportello

#endif  // SPORTELLO_TESTS_CONTRACT_TICKET_TESTING_H_
