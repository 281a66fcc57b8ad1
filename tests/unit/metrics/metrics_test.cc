#include "metrics/metrics.h"

#include <doctest/doctest.h>

namespace sportello {
namespace {

bool Has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST_CASE("A counter shows its help, its type and its value") {
  Metrics metrics;
  metrics.AddCounter("messages_total", "Messages received.").Increment(3);
  const std::string text = metrics.Text();
  CHECK(Has(text, "# HELP sportello_messages_total Messages received."));
  CHECK(Has(text, "# TYPE sportello_messages_total counter"));
  CHECK(Has(text, "sportello_messages_total 3"));
}

TEST_CASE("The same name and labels are the same counter") {
  Metrics metrics;
  const Labels labels = {{"code", "200"}};
  metrics.AddCounter("answers_total", "Answers.", labels).Increment();
  metrics.AddCounter("answers_total", "Answers.", labels).Increment();
  CHECK(Has(metrics.Text(), "sportello_answers_total{code=\"200\"} 2"));
}

TEST_CASE("A histogram counts what is at most its bound") {
  Metrics metrics;
  const Histogram seconds =
      metrics.AddHistogram("turn_seconds", "Time.", {0.1, 1});
  seconds.Observe(0.1);
  seconds.Observe(0.5);
  const std::string text = metrics.Text();
  CHECK(Has(text, "sportello_turn_seconds_bucket{le=\"0.1\"} 1"));
  CHECK(Has(text, "sportello_turn_seconds_bucket{le=\"+Inf\"} 2"));
}

TEST_CASE("Figures are brought up to date before they are shown") {
  Metrics metrics;
  const Gauge gauge = metrics.AddGauge("waiting", "Waiting.");
  metrics.BeforeText([&] { gauge.Set(7); });
  CHECK(Has(metrics.Text(), "sportello_waiting 7"));
}

TEST_CASE("A label with too many values ends as 'other'") {
  Metrics metrics;
  CounterByLabel counter(metrics, "turns_total", "Turns.", "stage");
  for (int i = 0; i < 100; ++i) counter.Increment(std::to_string(i));
  const std::string text = metrics.Text();
  CHECK(Has(text, "sportello_turns_total{stage=\"39\"} 1"));
  CHECK_FALSE(Has(text, "sportello_turns_total{stage=\"40\"} 1"));
  CHECK(Has(text, "sportello_turns_total{stage=\"other\"} 60"));
}

TEST_CASE("A handle that was never added counts nowhere") {
  Counter().Increment();
  Gauge().Set(1);
  Histogram().Observe(1);
}

TEST_CASE("A running total is followed without counting twice") {
  Metrics metrics;
  const Counter counter = metrics.AddCounter("requests_total", "Requests.");
  TotalFollower follower(counter);
  follower.Follow(5);
  follower.Follow(5);
  follower.Follow(8);
  CHECK(counter.Value() == 8);
}

}  // namespace
}  // namespace sportello
