// The dialogue's memory of one conversation, kept in Conversation::state.
#ifndef SPORTELLO_DIALOGUE_STATE_H_
#define SPORTELLO_DIALOGUE_STATE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.h"

namespace sportello {

// Steps that are no slots; the names cannot be a slot's.
inline constexpr std::string_view kConfirmStep = "!confirm";
inline constexpr std::string_view kChangeStep = "!change";

struct DialogueState {
  bool greeted = false;  // the notice was said
  bool language_asked = false;
  int misses = 0;  // turns in a row without an answer
  // The procedure that runs and the slot that is asked for; empty = none.
  // kConfirmStep and kChangeStep are questions of the procedure's own.
  std::string intent;
  std::string slot;
  int retries = 0;
  std::map<std::string, std::string> slots;  // of that intent; "" = skipped
  std::vector<std::string> asked;            // slots answered, in order
  bool confirmed = false;
  // The procedure that another one interrupted; empty = none.
  std::string paused_intent;
  std::map<std::string, std::string> paused_slots;
  // The step of paused_intent that was closed while nobody answered, until the
  // customer writes again; empty = none.
  std::string closed_slot;
  // The one that ended last, for corrections and follow-ups.
  std::string done_intent;
  std::map<std::string, std::string> done_slots;
  int done_turn = 0;
  // Values that later procedures may use, and the turn of each.
  std::map<std::string, std::string> known;
  std::map<std::string, int> known_turns;
  std::string last_id;  // the entry that was answered in the turn before
  int last_turn = 0;
  std::map<std::string, int> contexts;  // the last turn in which each holds
  std::map<std::string, int> tones;     // how often each was answered
  int turns = 0;                        // of the customer
  int rating_turn = 0;          // in which he was asked how it went; 0 = never
  std::vector<Button> buttons;  // of the last reply
  std::vector<std::string> last_replies;  // for "repeat"
  std::vector<std::string> missed;        // the last texts not understood
  std::map<std::string, int> uses;        // how often a text was said
  bool operator==(const DialogueState&) const = default;
};

// Text that ParseState reads back to an equal state.
std::string DumpState(const DialogueState& state);
// A text that is no state (another version's, a damaged row) gives a fresh
// one: the conversation goes on.
DialogueState ParseState(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_STATE_H_
