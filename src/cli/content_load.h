// What every command that reads the content begins with.
#ifndef SPORTELLO_CLI_CONTENT_LOAD_H_
#define SPORTELLO_CLI_CONTENT_LOAD_H_

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/build.h"

namespace sportello {

// Where the content lies; from the settings.
struct ContentPlace {
  KnowledgePaths paths;
  std::string default_language = "it";
  std::string word_lists;  // folder; see BuildOptions
};

// Where a command writes: `out` is its result, `err` all that is about it.
struct Streams {
  std::ostream& out;
  std::ostream& err;
  bool terminal = false;  // `err` is one: progress is shown
};

// Reads and compiles. One of the two folders may be missing; the note of it
// goes to `err`. Error: both are missing, or one cannot be read. Problems of
// the content are in the outcome.
Result<BuildOutcome> LoadContent(const ContentPlace& place,
                                 const Streams& streams);

// The same for commands that need a Snapshot: prints what failed, errors only,
// and returns nothing.
std::optional<BuildOutcome> LoadOrReport(const ContentPlace& place,
                                         const Streams& streams);

// Each problem with its line and caret, then nothing more.
void PrintProblems(const std::vector<Problem>& problems,
                   const std::vector<SourceFile>& sources, std::ostream& out);

// The same as one JSON list.
std::string ProblemsJson(const std::vector<Problem>& problems);

// "1 error", "2 errors".
std::string Counted(size_t count, std::string_view one, std::string_view many);

// A line that is rewritten on a terminal when work takes more than a second;
// gone when the object is.
class Progress {
 public:
  // `total` 0 = unknown.
  Progress(const Streams& streams, std::string what, size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Advance();
  // Shows the line now, before work that cannot tell how far it is.
  void Show();

 private:
  using Steady = std::chrono::steady_clock;

  const Streams& streams_;
  std::string what_;
  size_t total_;
  size_t done_ = 0;
  bool shown_ = false;
  Steady::time_point next_;
};

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_LOAD_H_
