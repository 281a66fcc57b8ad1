// A call of the company's own HTTP interface, as the dialogue sees it: what
// to ask, and what the answer means. The call itself is made by flow/.
#ifndef SPORTELLO_DIALOGUE_ACTION_H_
#define SPORTELLO_DIALOGUE_ACTION_H_

#include <map>
#include <optional>
#include <string>

#include "knowledge/language_knowledge.h"

namespace sportello {

struct ActionRequest {
  std::string url;
  bool post = false;
  std::string body;  // JSON of a post
  int timeout_ms = 3000;
  bool operator==(const ActionRequest&) const = default;
};

struct ActionOutcome {
  int status = 0;  // of HTTP; 0 = no answer
  std::string body;
};

struct PerformedAction {
  ActionRequest request;
  ActionOutcome outcome;
};

// The templates filled with values, percent-encoded in the URL (RFC 3986).
ActionRequest MakeRequest(const Action& action, const Variables& values);

// The action's results from a JSON answer; nothing when one of them is
// missing or is no text, number or truth value. Long texts are cut.
std::optional<std::map<std::string, std::string>> ReadResults(
    const Action& action, const std::string& body);

}  // namespace sportello

#endif  // SPORTELLO_DIALOGUE_ACTION_H_
