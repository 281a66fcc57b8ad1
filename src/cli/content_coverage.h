// Which phrases, steps and replies of the content the tests reach.
//
// A phrase is reached when a tested text matches it and is understood as its
// intent; a step when its question was asked; a reply when it was said. What
// the program brings itself is not counted.
#ifndef SPORTELLO_CLI_CONTENT_COVERAGE_H_
#define SPORTELLO_CLI_CONTENT_COVERAGE_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/content_load.h"
#include "dialogue/understand.h"
#include "knowledge/content.h"
#include "knowledge/snapshot.h"

namespace sportello {

// One line of the content that a test should reach.
struct CoverageItem {
  std::string kind;  // "phrase", "step", "reply"
  Place place;
  std::string text;
};

struct CoverageReport {
  std::map<std::string, size_t> total;    // by kind
  std::map<std::string, size_t> reached;  // by kind
  std::vector<CoverageItem> missing;      // by place

  bool IsWhole() const { return missing.empty(); }
};

// Not safe from many threads. Both arguments must live as long.
class Coverage {
 public:
  Coverage(const Content& content, const Snapshot& snapshot);

  // What a customer writes in a test.
  void AddText(std::string_view language, std::string_view text,
               const Contexts& contexts);
  // Where turns note what they say (TurnInput::said).
  std::set<const TextTemplate*>& said() { return said_; }

  CoverageReport Report() const;

 private:
  struct Spoken {
    CoverageItem item;
    const TextTemplate* text;
  };

  void AddIntent(const IntentContent& content, const Intent& intent);
  void AddReply(const ReplyContent& content, const ReplyVariants& reply);
  void Add(const std::string& kind, const TextLines& lines,
           const TextChoice& choice);

  const Snapshot& snapshot_;
  std::vector<Spoken> spoken_;
  std::set<const TextTemplate*> said_;
  std::map<std::string, std::set<uint32_t>, std::less<>> matched_;  // rules
};

void PrintCoverage(const CoverageReport& report, const Streams& streams);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_COVERAGE_H_
