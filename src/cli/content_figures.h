// The figures of `sportello eval`: how good decisions and scores are.
#ifndef SPORTELLO_CLI_CONTENT_FIGURES_H_
#define SPORTELLO_CLI_CONTENT_FIGURES_H_

#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "cli/content_queries.h"

namespace sportello {

// If every best candidate from this score on were answered.
struct ThresholdPoint {
  double threshold = 0;
  size_t answered = 0;      // in-scope queries
  size_t right = 0;         // of them
  size_t oos_answered = 0;  // out-of-scope queries
};

struct ScoreBucket {
  size_t in_scope = 0;
  size_t right = 0;
  size_t oos = 0;
};

struct Confusion {
  std::string expected;
  std::string got;
  size_t count = 0;
  size_t answered = 0;  // of them; the others were asked back or not answered
};

struct Figures {
  size_t in_scope = 0;
  size_t top1 = 0;      // best candidate right, whatever was decided
  size_t answered = 0;  // in-scope queries with decision answer
  size_t answered_right = 0;
  size_t clarified = 0;        // in-scope, asked back
  size_t clarified_right = 0;  // with the right one among the suggestions
  size_t fallback = 0;         // in-scope
  // c@1 (Peñas and Rodrigo, ACL 2011): accuracy in which a query that was not
  // answered counts as much as the answered ones are right.
  double c_at_1 = 0;
  size_t oos = 0;
  size_t oos_not_answered = 0;  // asked back or fallback
  size_t oos_fallback = 0;
  // Chance that the score of an in-scope query whose best candidate is right
  // is above that of an out-of-scope one; below 0 when there are none.
  double auroc = -1;
  std::vector<ThresholdPoint> curve;        // 0, 0.05, ... 1
  std::array<ScoreBucket, 10> reliability;  // by the tenth of the score
  std::map<std::string, ScoreBucket> bands;
  std::vector<Confusion> confusions;  // most frequent first, at most 20
};

Figures Measure(const std::vector<Query>& queries,
                const std::vector<Prediction>& predictions);

// For people, with the names of the figures.
std::string PrintFigures(const Figures& figures);

// The same for programs: one JSON object, without the speed.
std::string FiguresJson(const Figures& figures, double messages_per_second,
                        size_t bad_lines);

}  // namespace sportello

#endif  // SPORTELLO_CLI_CONTENT_FIGURES_H_
