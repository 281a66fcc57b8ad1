// The dialogue's memory of one conversation, kept in Conversation::state.
#ifndef SPORTELLO_DIALOGUE_STATE_H_
#define SPORTELLO_DIALOGUE_STATE_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chat/chat.h"

namespace sportello {

struct DialogueState {
  bool greeted = false;  // the notice was said
  bool language_asked = false;
  int misses = 0;  // turns in a row without an answer
  // The slot that is asked for; empty = none.
  std::string intent;
  std::string slot;
  int retries = 0;
  std::map<std::string, std::string> slots;  // of that intent
  std::vector<Button> buttons;               // of the last reply
  std::vector<std::string> last_replies;     // for "repeat"
  std::vector<std::string> missed;           // the last texts not understood
  std::map<std::string, int> uses;           // how often a text was said
  bool operator==(const DialogueState&) const = default;
};

// Text that ParseState reads back to an equal state.
std::string DumpState(const DialogueState& state);
// A text that is no state (another version's, a damaged row) gives a fresh
// one: the conversation goes on.
DialogueState ParseState(std::string_view text);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_STATE_H_
