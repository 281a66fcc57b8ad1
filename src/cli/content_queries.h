// The files of `sportello eval`: questions in, predictions out.
#ifndef SPORTELLO_CLI_CONTENT_QUERIES_H_
#define SPORTELLO_CLI_CONTENT_QUERIES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sportello {

// `language <TAB> expected id or OOS <TAB> text`.
struct Query {
  size_t line = 0;  // in the file, from 1
  std::string language;
  std::vector<std::string> expected;  // "a|b" is two; empty = out of scope
  std::string written;                // the second column
  std::string text;
};

struct QueryFile {
  std::vector<Query> queries;
  std::vector<std::string> bad_lines;  // "FILE:12: only 2 columns"
};

// Blank lines and a header that begins with "language" are passed over; more
// tabs belong to the text. Error: the file cannot be read.
Result<QueryFile> ReadQueries(const std::string& path);

// The same from text; `name` stands in messages.
QueryFile ParseQueries(std::string_view text, const std::string& name);

// What was decided on one query.
struct Prediction {
  std::string decision;  // answer, clarify, fallback
  std::string id;        // best candidate; empty = none at all
  double score = 0;
  std::string confidence;
  std::vector<std::string> suggestions;
};

// The header and a line a query.
std::string PrintPredictions(const std::vector<Query>& queries,
                             const std::vector<Prediction>& predictions);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_QUERIES_H_
