// The figures of the service, named in one place.
#ifndef SPORTELLO_FLOW_FLOW_METRICS_H_
#define SPORTELLO_FLOW_FLOW_METRICS_H_

#include "metrics/metrics.h"

namespace sportello {

// Safe from many threads; lives as long as its Metrics.
struct FlowMetrics {
  explicit FlowMetrics(Metrics& metrics)
      : turns(metrics, "turns_total",
              "Turns that were stored, by what the bot decided.", "decision"),
        refused(metrics, "chat_refused_total",
                "Messages that were not stored, by the reason.", "reason"),
        repeated(metrics.AddCounter(
            "chat_repeated_total",
            "Repeated messages that got the first reply again.")),
        tickets(
            metrics.AddCounter("tickets_total", "Tickets opened for people.")),
        actions(metrics, "actions_total",
                "Calls of the company's interface, by what came back.",
                "outcome"),
        chat_seconds(metrics.AddHistogram(
            "chat_seconds",
            "From a whole chat request to its answer, the commit included.",
            {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
             5})) {}

  CounterByLabel turns;
  CounterByLabel refused;
  Counter repeated;
  Counter tickets;
  CounterByLabel actions;
  Histogram chat_seconds;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_FLOW_METRICS_H_
