// One turn of a conversation, decided without a clock, a socket or a store.
//
// Step() is a pure function: the same knowledge, conversation and message
// give the same Turn. The caller stores the outcome in one transaction.
#ifndef SPORTELLO_DIALOGUE_STEP_H_
#define SPORTELLO_DIALOGUE_STEP_H_

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "chat/chat.h"
#include "dialogue/action.h"
#include "knowledge/day_reader.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct DialogueState;  // dialogue/state.h
class TextReading;     // dialogue/text_reading.h

// In replies this stands for the number of the ticket that the turn opens;
// the caller replaces it when the number is known. Customers cannot type it:
// control characters are removed from their text.
inline constexpr std::string_view kTicketMark = "\x1f";

// What comes from outside with one message.
struct TurnInput {
  std::string text;               // valid UTF-8, within the limits
  std::string explicit_language;  // chosen by the caller, may be empty
  std::string locale;  // of the page or channel ("it-IT"), may be empty
  std::string channel = "web";
  Customer customer;  // what the caller says; completes what is stored
  bool open = true;   // the company's opening hours at this moment
  Day today{};        // the company's calendar
  Time now{};         // for what was left open; the epoch = not known
  // What became of the request that a Turn before asked for.
  std::optional<PerformedAction> performed;
  // Gets the texts that the turn says, when not null: for `test --coverage`.
  std::set<const TextTemplate*>* said = nullptr;
};

struct TicketDraft {
  std::string queue;
  std::string reason;
  std::string summary;
};

// What the bot decided. `state` replaces Conversation::state.
struct Turn {
  std::vector<Reply> replies;  // empty when a person owns the conversation
  Reason reason;
  std::string language;
  std::string state;
  std::shared_ptr<const DialogueState> memory;  // the same, not as text
  Owner owner = Owner::kBot;
  std::optional<TicketDraft> ticket;
  // How long the question that now stands may wait; nothing when none does.
  std::optional<std::chrono::minutes> answer_within;
  // Set when the question was not answered with confidence.
  bool unanswered = false;
  std::map<std::string, std::string> slots;  // filled so far in this intent
  // What is to be stored of the customer's message: card numbers, IBANs, tax
  // codes and passwords are masked but where the content asked for them.
  std::string stored_text;
  // Set when the turn cannot be decided without an answer of the company's
  // interface: all else is void then. Perform it and call Step again with
  // the outcome and the same arguments.
  std::optional<ActionRequest> action;
};

// What is known already and need not be found again; each may be null.
struct StepHints {
  // Of input.text, with the same Snapshot. It keeps what the turn asked of it:
  // the costly half of a turn, which a second try finds done.
  TextReading* reading = nullptr;
  // What ParseState makes of the conversation's state.
  const DialogueState* state = nullptr;
};

// `conversation` is new when last_seq is 0.
Turn Step(const Snapshot& snapshot, const Conversation& conversation,
          const TurnInput& input, StepHints hints = {});

// Removes control characters but newline and tab, cuts blanks at both ends.
std::string CleanText(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_STEP_H_
