// Figures for operators, in the text format of Prometheus.
//
//   Metrics metrics;
//   Counter messages = metrics.AddCounter("messages_total", "Messages.");
//   messages.Increment();
//
// Names get the prefix `sportello_`. A Counter, Gauge or Histogram is a light
// handle that is valid as long as its Metrics; all are safe from many
// threads. Labels have few values, never an id or a text of a customer.
//
// prometheus-cpp was chosen because it is in Debian and its exposition is
// what the Prometheus people test.
#ifndef SPORTELLO_METRICS_METRICS_H_
#define SPORTELLO_METRICS_METRICS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace sportello {

using Labels = std::map<std::string, std::string>;

// Only goes up. A default-made handle counts nowhere.
class Counter {
 public:
  Counter() = default;
  void Increment(double by = 1) const;
  double Value() const;

 private:
  friend class Metrics;
  prometheus::Counter* counter_ = nullptr;
};

class Gauge {
 public:
  Gauge() = default;
  void Set(double value) const;

 private:
  friend class Metrics;
  prometheus::Gauge* gauge_ = nullptr;
};

class Histogram {
 public:
  Histogram() = default;
  void Observe(double value) const;

 private:
  friend class Metrics;
  prometheus::Histogram* histogram_ = nullptr;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The same name and labels give the same metric again. `name` of a counter
  // ends in _total.
  Counter AddCounter(const std::string& name, const std::string& help,
                     const Labels& labels = {});
  Gauge AddGauge(const std::string& name, const std::string& help,
                 const Labels& labels = {});
  // `bounds` are the upper bounds of the buckets, rising.
  Histogram AddHistogram(const std::string& name, const std::string& help,
                         const std::vector<double>& bounds,
                         const Labels& labels = {});

  // Called at the begin of every Text(), to bring figures up to date.
  void BeforeText(std::function<void()> refresh);

  // All metrics; the content type is kTextType.
  std::string Text();
  static constexpr const char* kTextType =
      "text/plain; version=0.0.4; charset=utf-8";

 private:
  struct Families;
  std::unique_ptr<Families> families_;
  std::mutex mutex_;
  std::vector<std::function<void()>> refresh_;
};

// Counters that differ in the value of one label, found by that value. At
// most 40 values; what comes later is counted as "other".
class CounterByLabel {
 public:
  CounterByLabel(Metrics& metrics, std::string name, std::string help,
                 std::string label);
  void Increment(const std::string& value);

 private:
  Metrics& metrics_;
  const std::string name_;
  const std::string help_;
  const std::string label_;
  std::mutex mutex_;
  std::map<std::string, Counter> counters_;
};

// Turns running totals of others ("how many since the start") into a counter.
class TotalFollower {
 public:
  explicit TotalFollower(Counter counter) : counter_(counter) {}
  // One thread at a time.
  void Follow(uint64_t total);

 private:
  Counter counter_;
  uint64_t seen_ = 0;
};

}  // namespace sportello

#endif  // SPORTELLO_METRICS_METRICS_H_
