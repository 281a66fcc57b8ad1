// /healthz, /readyz and /metrics: what machines ask about the daemon.
#ifndef SPORTELLO_FLOW_HEALTH_ENDPOINTS_H_
#define SPORTELLO_FLOW_HEALTH_ENDPOINTS_H_

#include "flow/knowledge_keeper.h"
#include "flow/operators.h"
#include "http/http_server.h"
#include "metrics/metrics.h"
#include "store/store.h"

namespace sportello {

// What is named here must outlive the endpoints. Safe from many threads.
class HealthEndpoints {
 public:
  HealthEndpoints(Store& store, const KnowledgeKeeper& keeper, Metrics& metrics,
                  const Operators& operators)
      : store_(store),
        keeper_(keeper),
        metrics_(metrics),
        operators_(operators) {}

  // 200 as long as the process answers; reveals nothing.
  HttpResponse Health() const;

  // 200 ready; 200 degraded (it answers, but somebody should look); 503. The
  // reasons are codes; operators get the details too.
  HttpResponse Ready(const HttpRequest& request) const;

  // Operators only.
  HttpResponse MetricsText(const HttpRequest& request) const;

 private:
  Store& store_;
  const KnowledgeKeeper& keeper_;
  Metrics& metrics_;
  const Operators& operators_;
};

}  // namespace sportello

#endif  // SPORTELLO_FLOW_HEALTH_ENDPOINTS_H_
