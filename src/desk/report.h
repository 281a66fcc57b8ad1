// How the service does, over a time: satisfaction, outcomes, waiting times,
// promises. docs/operators.md defines every figure.
//
// An episode is what a customer writes in one conversation without a pause of
// more than a day; while people have a ticket of it, it goes on. Each episode
// has exactly one outcome.
#ifndef SPORTELLO_DESK_REPORT_H_
#define SPORTELLO_DESK_REPORT_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "handoff/hours.h"
#include "store/store.h"

namespace sportello {

struct Scores {
  int64_t count = 0;
  int64_t sum = 0;
  int64_t good = 0;  // 4 and 5
  void Add(int score) {
    ++count;
    sum += score;
    good += score >= 4 ? 1 : 0;
  }
};

struct Durations {
  int64_t count = 0;
  std::optional<int64_t> median_s;
  std::optional<int64_t> p90_s;
};

struct DayFigures {
  Scores scores;
  int64_t episodes = 0;
  int64_t opened = 0;  // tickets
  int64_t closed = 0;
};

struct Report {
  Time from{};
  Time to{};
  Scores all;
  Scores bot;
  Scores person;
  std::map<std::string, Scores> by_queue;
  std::map<std::string, Scores> by_agent;
  std::map<std::string, Scores> by_intent;
  int64_t answered_by_bot = 0;
  std::map<std::string, int64_t> handed_over;  // by reason
  int64_t abandoned = 0;
  int64_t closed_by_timeout = 0;
  Durations first_reply;
  Durations resolution;
  int64_t promises_kept = 0;
  int64_t promises_broken = 0;
  std::map<std::string, DayFigures> days;  // "2026-01-05", in company's time
};

// Of what lies in [from, to). Reads all messages of that time: about a second
// for a million. `now` decides which promises are broken already. kUnavailable
// once `stopping` is true.
Result<Report> MakeReport(Store& store, const OpeningHours& hours, Time from,
                          Time to, Time now,
                          const std::atomic<bool>* stopping = nullptr);

// [midnight of `from`, midnight after `to`) in the company's time zone; dates
// as "2026-01-05", empty ones are 30 days ago and today. kInvalid: no date.
struct Period {
  Time from{};
  Time to{};
};
Result<Period> ReadPeriod(const std::string& from, const std::string& to,
                          const OpeningHours& hours, Time now);

std::string ReportAsJson(const Report& report);
// For people, at most 80 columns.
std::string ReportAsText(const Report& report);
// One line a figure: "name,key,value"; cells that a spreadsheet would take for
// a formula are quoted with an apostrophe.
std::string ReportAsCsv(const Report& report);

}  // namespace sportello

#endif  // SPORTELLO_DESK_REPORT_H_
