#include "metrics/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace sportello {
namespace {

constexpr const char* kPrefix = "sportello_";
constexpr size_t kMostLabelValues = 40;

}  // namespace

void Counter::Increment(double by) const {
  if (counter_ != nullptr) counter_->Increment(by);
}

double Counter::Value() const {
  return counter_ == nullptr ? 0 : counter_->Value();
}

void Gauge::Set(double value) const {
  if (gauge_ != nullptr) gauge_->Set(value);
}

void Histogram::Observe(double value) const {
  if (histogram_ != nullptr) histogram_->Observe(value);
}

// The registry merges families of the same name, help and constant labels.
struct Metrics::Families {
  prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

Counter Metrics::AddCounter(const std::string& name, const std::string& help,
                            const Labels& labels) {
  Counter counter;
  counter.counter_ = &prometheus::BuildCounter()
                          .Name(kPrefix + name)
                          .Help(help)
                          .Register(families_->registry)
                          .Add(labels);
  return counter;
}

Gauge Metrics::AddGauge(const std::string& name, const std::string& help,
                        const Labels& labels) {
  Gauge gauge;
  gauge.gauge_ = &prometheus::BuildGauge()
                      .Name(kPrefix + name)
                      .Help(help)
                      .Register(families_->registry)
                      .Add(labels);
  return gauge;
}

Histogram Metrics::AddHistogram(const std::string& name,
                                const std::string& help,
                                const std::vector<double>& bounds,
                                const Labels& labels) {
  Histogram histogram;
  histogram.histogram_ =
      &prometheus::BuildHistogram()
           .Name(kPrefix + name)
           .Help(help)
           .Register(families_->registry)
           .Add(labels, prometheus::Histogram::BucketBoundaries(bounds));
  return histogram;
}

void Metrics::BeforeText(std::function<void()> refresh) {
  const std::lock_guard<std::mutex> lock(mutex_);
  refresh_.push_back(std::move(refresh));
}

std::string Metrics::Text() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& refresh : refresh_) refresh();
  }
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

CounterByLabel::CounterByLabel(Metrics& metrics, std::string name,
                               std::string help, std::string label)
    : metrics_(metrics),
      name_(std::move(name)),
      help_(std::move(help)),
      label_(std::move(label)) {}

void CounterByLabel::Increment(const std::string& value) {
  const std::lock_guard<std::mutex> lock(mutex_);
  auto it = counters_.find(value);
  if (it == counters_.end()) {
    const std::string shown =
        counters_.size() < kMostLabelValues ? value : "other";
    it = counters_.find(shown);
    if (it == counters_.end()) {
      const Counter counter =
          metrics_.AddCounter(name_, help_, {{label_, shown}});
      it = counters_.emplace(shown, counter).first;
    }
  }
  it->second.Increment();
}

void TotalFollower::Follow(uint64_t total) {
  if (total > seen_) counter_.Increment(static_cast<double>(total - seen_));
  seen_ = total;
}

}  // namespace sportello
