#include "cli/content_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sportello {
namespace {

constexpr int kThresholds = 20;
constexpr size_t kMaxConfusions = 20;

bool IsRight(const Query& query, const Prediction& prediction) {
  return std::find(query.expected.begin(), query.expected.end(),
                   prediction.id) != query.expected.end();
}

bool HasSuggested(const Query& query, const Prediction& prediction) {
  return std::any_of(prediction.suggestions.begin(),
                     prediction.suggestions.end(), [&](const auto& id) {
                       return std::find(query.expected.begin(),
                                        query.expected.end(),
                                        id) != query.expected.end();
                     });
}

// Area under the ROC curve from ranks (Mann-Whitney U); ties count half.
double Auroc(std::vector<double> positives, std::vector<double> negatives) {
  if (positives.empty() || negatives.empty()) return -1;
  std::sort(positives.begin(), positives.end());
  std::sort(negatives.begin(), negatives.end());
  double wins = 0;
  for (const double score : positives) {
    const auto below =
        std::lower_bound(negatives.begin(), negatives.end(), score);
    const auto above =
        std::upper_bound(negatives.begin(), negatives.end(), score);
    wins += static_cast<double>(below - negatives.begin()) +
            static_cast<double>(above - below) / 2;
  }
  return wins / (static_cast<double>(positives.size()) *
                 static_cast<double>(negatives.size()));
}

void CountDecision(const Query& query, const Prediction& prediction,
                   Figures& figures) {
  const bool right = IsRight(query, prediction);
  if (query.expected.empty()) {
    ++figures.oos;
    if (prediction.decision != "answer") ++figures.oos_not_answered;
    if (prediction.decision == "fallback") ++figures.oos_fallback;
    return;
  }
  ++figures.in_scope;
  if (right) ++figures.top1;
  if (prediction.decision == "answer") {
    ++figures.answered;
    if (right) ++figures.answered_right;
  } else if (prediction.decision == "clarify") {
    ++figures.clarified;
    if (HasSuggested(query, prediction)) ++figures.clarified_right;
  } else {
    ++figures.fallback;
  }
}

void CountScore(const Query& query, const Prediction& prediction,
                ScoreBucket& bucket) {
  if (query.expected.empty()) {
    ++bucket.oos;
    return;
  }
  ++bucket.in_scope;
  if (IsRight(query, prediction)) ++bucket.right;
}

std::vector<ThresholdPoint> Curve(const std::vector<Query>& queries,
                                  const std::vector<Prediction>& predictions) {
  std::vector<ThresholdPoint> curve;
  for (int step = 0; step <= kThresholds; ++step) {
    ThresholdPoint point;
    point.threshold = static_cast<double>(step) / kThresholds;
    for (size_t i = 0; i < queries.size(); ++i) {
      const Prediction& prediction = predictions[i];
      if (prediction.id.empty() || prediction.score < point.threshold) {
        continue;
      }
      if (queries[i].expected.empty()) {
        ++point.oos_answered;
        continue;
      }
      ++point.answered;
      if (IsRight(queries[i], prediction)) ++point.right;
    }
    curve.push_back(point);
  }
  return curve;
}

std::vector<Confusion> Confusions(const std::vector<Query>& queries,
                                  const std::vector<Prediction>& predictions) {
  std::map<std::pair<std::string, std::string>, Confusion> counts;
  for (size_t i = 0; i < queries.size(); ++i) {
    const Query& query = queries[i];
    const Prediction& prediction = predictions[i];
    const bool answered = prediction.decision == "answer";
    if (query.expected.empty() ? !answered : IsRight(query, prediction)) {
      continue;
    }
    const std::string got = prediction.id.empty() ? "-" : prediction.id;
    Confusion& confusion = counts[{query.written, got}];
    confusion.expected = query.written;
    confusion.got = got;
    ++confusion.count;
    if (answered) ++confusion.answered;
  }
  std::vector<Confusion> worst;
  worst.reserve(counts.size());
  for (auto& [pair, confusion] : counts) worst.push_back(std::move(confusion));
  std::stable_sort(
      worst.begin(), worst.end(),
      [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
  if (worst.size() > kMaxConfusions) worst.resize(kMaxConfusions);
  return worst;
}

}  // namespace

Figures Measure(const std::vector<Query>& queries,
                const std::vector<Prediction>& predictions) {
  Figures figures;
  std::vector<double> right_scores;
  std::vector<double> oos_scores;
  for (size_t i = 0; i < queries.size(); ++i) {
    const Query& query = queries[i];
    const Prediction& prediction = predictions[i];
    CountDecision(query, prediction, figures);
    if (query.expected.empty()) {
      oos_scores.push_back(prediction.score);
    } else if (IsRight(query, prediction)) {
      right_scores.push_back(prediction.score);
    }
    const auto tenth = static_cast<int>(std::floor(prediction.score * 10));
    CountScore(
        query, prediction,
        figures.reliability[static_cast<size_t>(std::clamp(tenth, 0, 9))]);
    CountScore(query, prediction, figures.bands[prediction.confidence]);
  }
  if (figures.in_scope > 0) {
    const auto n = static_cast<double>(figures.in_scope);
    const auto open = static_cast<double>(figures.in_scope - figures.answered);
    const auto right = static_cast<double>(figures.answered_right);
    figures.c_at_1 = (right + open * right / n) / n;
  }
  figures.auroc = Auroc(std::move(right_scores), std::move(oos_scores));
  figures.curve = Curve(queries, predictions);
  figures.confusions = Confusions(queries, predictions);
  return figures;
}

}  // namespace sportello
