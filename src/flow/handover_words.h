// What the customer is told about a ticket, in the content's own texts:
// position, usual wait, the next opening, and the request for an address.
#ifndef SPORTELLO_FLOW_HANDOVER_WORDS_H_
#define SPORTELLO_FLOW_HANDOVER_WORDS_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "handoff/queues.h"
#include "knowledge/snapshot.h"
#include "store/store.h"

namespace sportello {

// Cheap enough for the store's thread; safe from many threads.
class HandoverWords {
 public:
  // Must outlive the words.
  explicit HandoverWords(const LanguageKnowledge& knowledge)
      : knowledge_(knowledge) {}

  // After a ticket was opened; `position` counts from 1. Asks for an address
  // when nobody is there and none is known.
  std::string Acknowledge(const Ticket& ticket, const QueueRules& queue,
                          int64_t position,
                          std::optional<std::chrono::milliseconds> wait,
                          Time now) const;
  // `contact` was written; it is repeated masked.
  std::string ContactKept(const Ticket& ticket, std::string_view contact) const;
  std::string ContactWrong() const;
  // The promise cannot be kept.
  std::string TakesLonger(const Ticket& ticket, const QueueRules& queue,
                          Time now) const;
  // The ticket was closed by an agent. Where there is neither a page nor a
  // letter with buttons, a rating is asked for as text.
  std::string Closed(const Ticket& ticket, std::string_view channel) const;
  // The customer rated.
  std::string RatingThanks() const;
  std::string RatingAskBot() const;
  // About the conversation as a mail: it goes to `address`; an address is
  // wanted; it went today.
  std::string TranscriptSent(std::string_view address) const;
  std::string TranscriptAsk() const;
  std::string TranscriptTwice() const;
  std::string TranscriptLimit() const;

 private:
  // The built-in text; empty when it cannot be said.
  std::string Say(std::string_view key, const Ticket* ticket,
                  std::string_view name = "", std::string value = "") const;

  const LanguageKnowledge& knowledge_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_HANDOVER_WORDS_H_
