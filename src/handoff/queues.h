// The queues (teams) that tickets wait in: their names, hours and promises.
//
// They stand in a file beside the settings, handoff.yaml:
//
//   queues:
//     orders:
//       title: {it: "Ordini e spedizioni", en: "Orders and shipping"}
//       hours: "monday-friday 09:00-18:00"   # else the company's
//       reply_within_m: 120                  # minutes of opening time
//       team: [ordini@example.org]           # gets the tickets by mail
//   routes:                                  # the first that fits
//     - {queue: general, language: en, to: english}
//     - {channel: email, to: mail}
#ifndef SPORTELLO_HANDOFF_QUEUES_H_
#define SPORTELLO_HANDOFF_QUEUES_H_

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "handoff/hours.h"

namespace sportello {

inline constexpr std::string_view kGeneralQueue = "general";

struct QueueRules {
  std::string id;
  std::map<std::string, std::string> titles;  // by language; may be empty
  OpeningHours hours;
  // The promise: a person answers within so much opening time.
  std::chrono::minutes reply_within{240};
  std::vector<std::string> team;  // mail addresses

  // In the language, else in any, else the id.
  const std::string& TitleIn(const std::string& language) const;
};

// Immutable and safe from many threads.
class Queues {
 public:
  // Only the general queue.
  Queues(OpeningHours hours, std::chrono::minutes reply_within,
         std::vector<std::string> team = {});
  // Reads the file's text. What a queue leaves out is as `general` has it;
  // `rules` are those of the company's hours. The error holds every problem
  // as `file:line:column: why`, one a line.
  static Result<Queues> Read(std::string_view text, const std::string& file,
                             const QueueRules& general, HoursRules rules);

  bool Knows(std::string_view id) const;
  // A queue that only the content names has the rules of the general one.
  const QueueRules& Find(std::string_view id) const;
  // Where a ticket for `queue` goes in the end.
  std::string Route(std::string_view queue, std::string_view language,
                    std::string_view channel) const;
  // In the order of the file; the general one is among them.
  const std::vector<QueueRules>& all() const { return all_; }

 private:
  struct RouteRule {
    std::string queue;  // empty = any, here and below
    std::string language;
    std::string channel;
    std::string to;
  };
  class Reader;

  std::vector<QueueRules> all_;
  std::vector<RouteRule> routes_;
};

}  // namespace sportello

#endif  // SPORTELLO_HANDOFF_QUEUES_H_
