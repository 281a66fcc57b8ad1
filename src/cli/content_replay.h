// `sportello replay`: real conversations through the content as it is now;
// only the answers that would change are printed.
#ifndef SPORTELLO_CLI_CONTENT_REPLAY_H_
#define SPORTELLO_CLI_CONTENT_REPLAY_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cli/content_load.h"
#include "cli/recorded_conversation.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct ReplayOptions {
  ContentPlace place;
  std::string file;  // what `sportello export` wrote
  bool json = false;
};

// Status 1 when the file cannot be read; changed answers are no failure.
int RunReplay(const ReplayOptions& options, const Streams& streams);

// An answer that would be another one now.
struct ChangedAnswer {
  size_t turn = 0;  // from 1
  std::string say;
  std::string id_before;
  std::string id_now;
  std::vector<std::string> before;
  std::vector<std::string> now;
};

struct ReplayedConversation {
  std::vector<ChangedAnswer> changes;
  size_t compared = 0;  // turns
  // Turns from the first on that calls the company's interface, or whose text
  // was no decision of the bot: they cannot be compared.
  size_t left_out = 0;
};

// Each turn is said during opening hours and outside them: what was open then
// is not known, so either answer may be the one of then.
ReplayedConversation Replay(const Snapshot& snapshot,
                            const RecordedConversation& recorded);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_REPLAY_H_
