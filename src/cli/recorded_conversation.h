// Real conversations in a file, for `replay`: one a line, as JSON.
//
//   {"language":"it","channel":"web","named":true,"turns":[{"day":"2026-11-20",
//    "say":"…","id":"order_status","decision":"answer","replies":["…"]}]}
#ifndef SPORTELLO_CLI_RECORDED_CONVERSATION_H_
#define SPORTELLO_CLI_RECORDED_CONVERSATION_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sportello {

struct RecordedTurn {
  std::string day;  // of UTC, ISO
  std::string say;
  std::string id;
  std::string decision;
  std::vector<std::string> replies;
  bool operator==(const RecordedTurn&) const = default;
};

struct RecordedConversation {
  std::string language;  // of the first answer
  std::string channel;
  bool named = false;   // the customer's name was known
  bool mailed = false;  // the e-mail address was known
  std::vector<RecordedTurn> turns;
  bool operator==(const RecordedConversation&) const = default;
};

// One line without the newline.
std::string DumpRecorded(const RecordedConversation& conversation);
// kInvalid with what is wrong; unknown keys are passed over.
Result<RecordedConversation> ParseRecorded(std::string_view line);

}  // namespace sportello

#endif  // SPORTELLO_CLI_RECORDED_CONVERSATION_H_
