// `sportello eval`: how good the answers are, on questions with known ids.
#ifndef SPORTELLO_CLI_CONTENT_EVAL_H_
#define SPORTELLO_CLI_CONTENT_EVAL_H_

#include <string>

#include "cli/content_load.h"
#include "cli/content_queries.h"
#include "knowledge/snapshot.h"

namespace sportello {

struct EvalOptions {
  ContentPlace place;
  std::string queries;
  std::string out;  // PREDICTIONS.tsv; empty = none
  bool json = false;
};

// Each query is a fresh conversation in the language of its column. Status 1:
// content or files that cannot be used, or a query in a language without
// content; bad lines are named, left out and make it 1 at the end.
int RunEval(const EvalOptions& options, const Streams& streams);

// What the bot decides on the text as the first message of a conversation.
Prediction Predict(const Snapshot& snapshot, const Query& query);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_EVAL_H_
