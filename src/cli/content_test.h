// `sportello test`: does the bot say the right thing?
#ifndef SPORTELLO_CLI_CONTENT_TEST_H_
#define SPORTELLO_CLI_CONTENT_TEST_H_

#include <memory>
#include <string>
#include <vector>

#include "cli/content_conversations.h"
#include "cli/content_coverage.h"
#include "cli/content_load.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct TestOptions {
  ContentPlace place;
  std::string tests;   // folder of the conversations; empty = the default
  std::string filter;  // only tests that hold this text
  bool json = false;
  std::string junit;      // file for JUnit's XML; empty = none
  bool coverage = false;  // name what no test reaches, and fail then
};

// Asks the sentences under `tests` of every entry, and runs the conversations.
// Status 1 when one fails, or when `coverage` finds what none reaches.
int RunTests(const TestOptions& options, const Streams& streams);

// What the first wrong turn of a conversation did.
struct ConversationFailure {
  Place place;      // of the turn
  size_t turn = 0;  // from 1
  std::string say;
  std::vector<std::string> differences;  // "id: expected 'a', got 'b'"
  std::vector<std::string> replies;
};

// Nothing when every turn did what it should. `coverage` may be null.
std::optional<ConversationFailure> RunConversation(
    const std::shared_ptr<const Snapshot>& snapshot,
    const ConversationTest& test, Coverage* coverage);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_TEST_H_
